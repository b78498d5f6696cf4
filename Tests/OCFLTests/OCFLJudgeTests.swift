// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
import Support
import SystemPackage
import Testing

@Suite(.enabled(if: OCFLJudge.isPresent, "\(OCFLJudge.whereToGetIt)"), .timeLimit(.minutes(20)))
struct `In the eyes of ocfl-py` {
  @Test
  func `an empty storage root is sound`() async throws {
    try await ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let complaints = try await OCFLJudge.complaints(about: workshop.root.path)
      #expect(complaints == [])
    }
  }

  @Test
  func `new objects, versions, returns, odd and long identifiers are sound`() async throws {
    try await ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let ids = [
        "https://example.org/report.pdf",
        "https://example.org/Überblick/caf\u{E9}.pdf",
        "https://example.org/Überblick/cafe\u{301}.pdf",
        "https://example.org/安全/📄.pdf?q=\"a b\"&r=%20#x\\y",
        "https://example.org/" + String(repeating: "long/", count: 40) + "report.pdf",
        "https://example.org/" + String(repeating: "ü", count: 300),
        "urn:..:../..:.",
      ].map { ObjectID($0) }
      for text in ["first", "second", "second, again", "third"] {
        try workshop.commit(ids, ["report.pdf": text, "note.json": "{\"of\": \"\(text)\"}"])
      }
      // A return to old bytes, with a note of its own and with nothing of its own.
      try workshop.commit(ids, ["report.pdf": "first", "note.json": "returned"])
      try workshop.commit(ids, ["report.pdf": "second"])
      let complaints = try await OCFLJudge.complaints(about: workshop.root.path)
      #expect(complaints == [])
    }
  }

  @Test
  func `a batch of many objects is sound`() async throws {
    try await ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      for round in 1...2 {
        var batch = try workshop.batch()
        for number in 1...40 {
          try batch.assemble(ObjectID("urn:\(number)"), ["a.txt": "\(number) \(round)", "b": "b"])
        }
        _ = try batch.commit()
        try batch.finish()
      }
      let complaints = try await OCFLJudge.complaints(about: workshop.root.path)
      #expect(complaints == [])
    }
  }

  // The judge judged: what it must not overlook, in an object and around it.
  @Test
  func `damage is damage`() async throws {
    try await ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let (sound, damaged) = (ObjectID("urn:sound"), ObjectID("urn:damaged"))
      try workshop.commit([sound, damaged], ["a.txt": "first"])
      let object = workshop.directory(of: damaged)
      let file = object.appending("v1/content/a.txt")
      try Disk().removeFile(file)
      try Files.writeBytes(Array("First".utf8), to: file)
      try Disk().makeDirectory(workshop.root.path.appending("empty"))

      let complaints = try await OCFLJudge.complaints(about: workshop.root.path)
      try #require(complaints.count > 1)
      #expect(complaints[0].contains("[E073]"))
      let found = complaints.filter { $0.contains("[E092a]") }
      #expect(found.count == 1)
      #expect(found.allSatisfy { $0.hasSuffix("Object at \(object) is INVALID") })
      #expect(complaints.contains("it did not say: OCFL v1.1 Object at \(object) is VALID"))
      #expect(!complaints.contains { $0.contains("\(workshop.directory(of: sound))") })
    }
  }
}
