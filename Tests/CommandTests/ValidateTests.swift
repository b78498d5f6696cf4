// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What `hanaper validate --json` tells.
private struct ValidateAnswer: Decodable {
  let schema: String
  let path: String
  let remark: String?
  let subject: String
  let verdict: String
  let errors: Int
  let warnings: Int
  let objects: Int
  let findings: [Finding]

  struct Finding: Decodable {
    let code: String
    let severity: String
    let object: String
    let path: String
    let link: String?
  }
}

@Suite(.timeLimit(.minutes(10)))
struct `Validating what any program wrote` {
  /// An object of one file, made with nothing but a shell, in a storage root at `$1`.
  private static let recipe = #"""
    set -e
    object=$1/0c/0d/object; mkdir -p $object/v1/content; printf 'ocfl_1.1\n' > $1/0=ocfl_1.1
    printf 'ocfl_object_1.1\n' > $object/0=ocfl_object_1.1; printf text > $object/v1/content/a.txt
    digest=$(printf text | sha512sum | cut -d' ' -f1)
    cat > $object/inventory.json <<END
    { "id": "urn:example:object", "type": "https://ocfl.io/1.1/spec/#inventory", "head": "v1",
      "digestAlgorithm": "sha512", "manifest": { "$digest": ["v1/content/a.txt"] },
      "versions": { "v1": { "created": "2026-11-23T00:00:00Z", "state": { "$digest": ["a.txt"] },
        "message": "m", "user": { "name": "n", "address": "mailto:n@example.org" } } } }
    END
    (cd $object; sha512sum inventory.json > inventory.json.sha512; cp inventory.json* v1)
    """#

  private func withRoot(_ body: (FilePath) async throws -> Void) async throws {
    try await ScratchDirectory.run { scratch in
      let root = scratch.appending("root")
      let made = try await Program.shell(Self.recipe, [root.string])
      try #require(made.status == 0, "\(made.errorText)")
      try await body(root)
    }
  }

  private func answer(_ arguments: String...) async throws -> (Int, ValidateAnswer) {
    let run = try await Program.run(["validate", "--json"] + arguments)
    return (run.status, try JSONDecoder().decode(ValidateAnswer.self, from: Data(run.output)))
  }

  @Test func `a sound object and a sound root are valid, and needed no configuration`() async throws
  {
    try await withRoot { root in
      let (status, ofRoot) = try await answer(root.string)
      #expect(status == 0)
      #expect(ofRoot.schema == "hanaper/validate/1")
      #expect(ofRoot.verdict == "valid" && ofRoot.subject == "storage root" && ofRoot.objects == 1)
      #expect(ofRoot.findings.isEmpty)
      let ofObject = try await Program.runBare("validate", "\(root)/0c/0d/object")
      #expect(ofObject.status == 0)
      #expect(ofObject.text.hasPrefix("Valid: 1 object, 1 file, 4 B read"))
    }
  }

  @Test func `every fault is listed with code, place, sentence and link`() async throws {
    try await withRoot { root in
      let object = "\(root)/0c/0d/object"
      _ = try await Program.shell(
        "echo x >> $1/v1/content/a.txt; mkdir $1/v1/other $2/empty; rm $1/0=*",
        [object, root.string]
      )
      let (status, answer) = try await answer(root.string)
      #expect(status == 3)
      #expect(answer.verdict == "invalid")
      #expect(Set(answer.findings.map(\.code)) == ["E003", "E073", "E088", "E092", "W002"])
      #expect(answer.errors == 4 && answer.warnings == 1)
      let digest = try #require(answer.findings.first { $0.code == "E092" })
      #expect(digest.path == "v1/content/a.txt" && digest.object == "urn:example:object")
      #expect(digest.link == "https://ocfl.io/1.1/spec/#E092")

      let text = try await Program.runBare("validate", root.string)
      #expect(text.status == 3)
      #expect(text.text.contains("  E092 v1/content/a.txt: its bytes are not those"))
      #expect(text.text.contains("\nINVALID (4 errors, 1 warning): 1 object"))
    }
  }

  @Test func `warnings leave it valid, and without fixity nobody reads content`() async throws {
    try await withRoot { root in
      let object = "\(root)/0c/0d/object"
      _ = try await Program.shell(
        "mkdir $1/extensions $1/extensions/own; : > $1/extensions/own/x",
        [object]
      )
      let (status, warned) = try await answer(object)
      #expect(status == 0)
      #expect(warned.findings.map(\.code) == ["W013"] && warned.verdict == "valid")
      _ = try await Program.shell("echo x >> $1/v1/content/a.txt", [object])
      let (careless, _) = try await answer(object, "--no-fixity")
      #expect(careless == 0)
      let (careful, _) = try await answer(object)
      #expect(careful == 3)
    }
  }

  @Test func `what is not there, or no directory, could not be read`() async throws {
    try await ScratchDirectory.run { scratch in
      let nothing = try await Program.runBare("validate", "\(scratch)/nothing")
      #expect(nothing.status == 1)
      #expect(nothing.errorText.contains("nothing is no directory"))
      let (empty, answer) = try await answer(scratch.string)
      #expect(empty == 3)
      #expect(answer.findings.map(\.code) == ["E003", "E063"])
      let (asRoot, root) = try await self.answer(scratch.string, "--as", "root")
      #expect(asRoot == 3)
      #expect(root.findings.map(\.code) == ["E069", "E076"])
      let usage = try await Program.runBare("validate")
      #expect(usage.status == 64)
    }
  }

  @Test func `what is not an object or a root is named with what is meant`() async throws {
    try await Program.withDemo { kept, program in
      let find = "find \"$1\" -name 0=ocfl_object_1.1 | head -n 1"
      let declaration = try await Program.shell(find, [kept.string]).text
      let object = FilePath(String(declaration.dropLast())).removingLastComponent()
      let root = "\(kept)/Archive/ocfl"

      let archive = try await Program.runBare("validate", "\(kept)/Archive")
      #expect(archive.status == 0)
      #expect(archive.text.contains("is an archive; its storage root, ocfl/, is validated"))
      #expect(archive.text.contains("Valid: 9 objects"), "\(archive.text)")
      let (status, answer) = try await answer("\(kept)/Archive/")
      #expect(status == 0 && answer.subject == "storage root")
      #expect(answer.path == root && answer.remark?.contains("is an archive") == true)
      let (letter, _) = try await self.answer("\(kept)/Archive", "--as", "root")
      #expect(letter == 3, "to the letter where that is asked for")

      for (path, advice) in [
        ("\(object)/v1", "only a part of the object \(object); name that"),
        ("\(object)/v1/content", "only a part of the object \(object)"),
        ("\(object)/v1/inventory.json", "no directory but a file; name the object \(object)"),
        ("\(object.removingLastComponent())", "only a part of the storage root \(root); name that"),
        ("\(root)/extensions", "only a part of the storage root \(root)"),
        ("\(root)/ocfl_layout.json", "name the storage root \(root)"),
        ("\(kept)/Archive/runs", "only a part of the archive \(kept)/Archive"),
        ("\(kept)/Archive/manifest-sha512.txt", "name the archive \(kept)/Archive"),
        ("\(kept)", "holds one; name \(root)"),
        ("\(kept.removingLastComponent())", "holds one; name \(root)"),
        ("\(kept)/SCR-Child-D-Final-Report.pdf", "name an object's directory"),
        ("\(kept)/nothing", "nothing at all; name an object's directory"),
      ] {
        let run = try await Program.runBare("validate", path)
        #expect(run.status == 1, "\(path): \(run.text)")
        #expect(run.errorText.contains(advice), "\(run.errorText)")
      }
      let empty = "\(kept)/empty"
      try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
      let nothing = try await Program.runBare("validate", empty)
      #expect(nothing.status == 3)
      #expect(
        nothing.text.contains("is empty; name an object's directory, a storage root, or an archive")
      )
      #expect(try await Program.runBare("validate", object.string).status == 0)

      // One that lost what says so is still looked at as what it is.
      _ = try await Program.shell("rm \"$1\"/0=* \"$2\"/0=*", [object.string, root])
      let (ofObject, lostObject) = try await self.answer(object.string)
      #expect(ofObject == 3 && lostObject.findings.map(\.code).contains("E003"))
      let (ofRoot, lostRoot) = try await self.answer("\(kept)/Archive")
      #expect(ofRoot == 3 && lostRoot.findings.map(\.code).contains("E069"))
    }
  }
}
