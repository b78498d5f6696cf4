// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import Synchronization
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Watching a disk step by step` {
  /// What `body` did, step by step; `ruling` is asked about each.
  private func steps(
    ruling: @escaping @Sendable (DiskStep) -> DiskStep.Ruling = { _ in .pass },
    of body: () throws -> Void
  ) rethrows -> [DiskStep] {
    let steps = Mutex<[DiskStep]>([])
    try DiskStep.$observer.withValue({ step in
      steps.withLock { $0.append(step) }
      return ruling(step)
    }) {
      try body()
    }
    return steps.withLock { $0 }
  }

  @Test
  func `a replacement is written, made durable, and only then takes its name`() throws {
    try ScratchDirectory.run { directory in
      let (file, fresh) = (directory.appending("file"), directory.appending("file.new"))
      let steps = try steps { try Disk().replace(file, with: "new") }
      #expect(
        steps == [
          .removeFile(fresh), .create(fresh), .write(Array("new".utf8), to: fresh), .sync(fresh),
          .close(fresh), .rename(fresh, to: file), .sync(directory),
        ]
      )
    }
  }

  @Test
  func `every kind of change is announced`() throws {
    try ScratchDirectory.run { directory in
      let (a, b) = (directory.appending("a"), directory.appending("b"))
      let steps = try steps {
        try Disk().makeDirectory(a)
        try Disk().makePrivate(a)
        var file = try WritableFile(appendingTo: b)
        try file.append("one\ntwo")
        try file.close()
        try Disk().truncate(b, to: 4)
        try Disk().makeReadOnly(b)
        try Disk().syncFileSystem(of: a)
        try Disk().removeTree(a)
        try Disk().removeFile(b)
      }
      #expect(
        steps == [
          .makeDirectory(a), .setPermissions(a, .ownerReadWriteExecute), .open(b),
          .write(Array("one\ntwo".utf8), to: b), .close(b), .truncate(b, to: 4), .sync(b),
          .setPermissions(b, .ownerRead), .syncFileSystem(a), .removeDirectory(a), .removeFile(b),
        ]
      )
      let left = try Disk().list(directory)
      #expect(left.isEmpty)
    }
  }

  @Test
  func `a step that is failed is not taken, and says so as the system would`() throws {
    try ScratchDirectory.run { directory in
      let (file, other) = (directory.appending("file"), directory.appending("other"))
      try Disk().create(file, holding: "kept")
      for (cause, body) in [
        (Errno.noSpace, { try Disk().makeDirectory(other) }),
        (.diskQuotaExceeded, { try Disk().create(other, holding: "x") }),
        (.ioError, { try Disk().rename(file, to: other) }),
        (.ioError, { try Disk().removeFile(file) }),
        (.readOnlyFileSystem, { try Disk().truncate(file, to: 0) }),
        (.ioError, { try Disk().syncFileSystem(of: directory) }),
      ] as [(Errno, () throws -> Void)] {
        var error: FilingError?
        _ = steps(ruling: { _ in .fail(cause) }) {
          error = #expect(throws: FilingError.self) { try body() }
        }
        #expect(error?.cause == cause)
      }
      let text = try Disk().readText(file)
      let names = try Disk().list(directory).map(\.name)
      #expect(text == "kept")
      #expect(names == ["file"])
    }
  }

  @Test
  func `a write is cut short as on a disk that fills up`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("file")
      let ruling: @Sendable (DiskStep) -> DiskStep.Ruling = { step in
        if case .write = step { .cut(after: 3, .noSpace) } else { .pass }
      }
      _ = steps(ruling: ruling) {
        #expect(throws: FilingError(.write, path, .noSpace)) {
          try Disk().create(path, holding: "hanaper")
        }
      }
      let text = try Disk().readText(path)
      #expect(text == "han")
    }
  }

  @Test
  func `an actor that the task calls is watched too, another task is not`() async throws {
    try await ScratchDirectory.run { directory in
      actor Clerk {
        func write(_ name: String, in directory: FilePath) throws {
          try Disk().makeDirectory(directory.appending(name))
        }
      }
      let steps = Mutex<[DiskStep]>([])
      let observer: @Sendable (DiskStep) -> DiskStep.Ruling = { step in
        steps.withLock { $0.append(step) }
        return .pass
      }
      let clerk = Clerk()
      async let other: Void = clerk.write("other", in: directory)
      try await DiskStep.$observer.withValue(observer) {
        try await clerk.write("ours", in: directory)
      }
      try await other
      #expect(steps.withLock { $0 } == [.makeDirectory(directory.appending("ours"))])
    }
  }
}
