// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A file that replaces another` {
  @Test func `shows nothing of itself until it takes the place`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("file")
      try Disk().create(path, holding: "old")
      var file = try ReplacementFile(for: path)
      let long = String(repeating: "a line\n", count: 20_000)
      try file.append(long)
      try file.append(Array("bytes\n".utf8).span)
      try file.append("end")
      let before = try Disk().readText(path)
      #expect(before == "old")
      try file.takePlace()
      let after = try Disk().readText(path)
      #expect(after == long + "bytes\nend")
      let names = try Disk().list(directory).map(\.name)
      #expect(names == ["file"])
    }
  }

  @Test func `may be taken away again, and may be written elsewhere`() throws {
    try ScratchDirectory.run { directory in
      let (path, elsewhere) = (directory.appending("file"), directory.appending("elsewhere"))
      try Disk().makeDirectory(elsewhere)
      try Disk().create(path, holding: "old")
      var file = try ReplacementFile(for: path, in: elsewhere)
      try file.append("new")
      let names = try Disk().list(elsewhere).map(\.name)
      #expect(names == ["file.new"])
      try file.discard()
      let rest = try Disk().list(elsewhere)
      let text = try Disk().readText(path)
      #expect(rest.isEmpty && text == "old")
    }
  }

  @Test func `leaves the old one where any step fails, and is durable before it has the name`()
    throws
  {
    try ScratchDirectory.run { directory in
      let path = directory.appending("file")
      try Disk().create(path, holding: "old")
      func replace() throws {
        var file = try ReplacementFile(for: path)
        try file.append("new")
        try file.takePlace()
      }
      let steps = try DiskWatch.record { try replace() }
      let renaming = try #require(
        steps.firstIndex { if case .rename = $0 { true } else { false } }
      )
      #expect(steps[..<renaming].contains(.sync(directory.appending("file.new"))))
      #expect(steps.last == .sync(directory))
      for number in 0...renaming {
        try Disk().replace(path, with: "old")
        #expect(throws: FilingError.self) {
          try DiskStep.$observer.withValue(DiskWatch.failing(at: number, by: .full)) {
            try replace()
          }
        }
        let text = try Disk().readText(path)
        #expect(text == "old")
      }
    }
  }
}
