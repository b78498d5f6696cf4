// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `Checking an object` {
  @Test
  func `a sound one has no finding, and all of it was read`() throws {
    try ScratchDirectory.run { directory in
      let object = try Damage.sample(in: directory)
      let check = ObjectCheck(of: object)
      #expect(check.findings == [])
      #expect(check.files == 4)
      #expect(check.bytes == 4 * 26)
      #expect(check.inventory?.head == "v2")
      #expect(
        check.intact == [
          "v1/content/café.txt": .of(Damage.text(1)), "v1/content/note.txt": .of(Damage.text(2)),
          "v1/content/report.pdf": .of(Damage.text(3)),
          "v2/content/report.pdf": .of(Damage.text(4)),
        ]
      )
    }
  }

  @Test
  func `logs and extensions are nobody's business`() throws {
    try ScratchDirectory.run { directory in
      let object = try Damage.sample(in: directory)
      for name in ["logs", "extensions/0001-digest-algorithms"] {
        try Disk().makeDirectories(object.appending(name))
      }
      try Disk().create(object.appending("logs/2026.log"), holding: "checked\n")
      #expect(ObjectCheck(of: object).findings == [])
    }
  }

  @Test(arguments: Damage.toContent + Damage.toInventories + Damage.toStructure)
  func `damage is named, and nothing but the damage`(damage: Damage) throws {
    try ScratchDirectory.run { directory in
      let object = try Damage.sample(in: directory)
      try damage.act(object)
      let findings = ObjectCheck(of: object).findings
      #expect(findings.map { "\($0.code) \($0.path)" }.sorted() == damage.findings.sorted())
    }
  }

  @Test
  func `every finding bears the object's identifier where the inventory tells it`() throws {
    try ScratchDirectory.run { directory in
      let object = try Damage.sample(in: directory)
      for name in ["0=ocfl_object_1.1", "inventory.json.sha512", "v1/content/note.txt"] {
        try Disk().removeFile(object.appending(name))
      }
      let findings = ObjectCheck(of: object).findings
      #expect(findings.map(\.object) == ["urn:sample", "urn:sample", "urn:sample"])
      try Disk().removeFile(object.appending("inventory.json"))
      let nameless = ObjectCheck(of: object).findings
      #expect(nameless.map(\.object) == ["urn%3asample", "urn%3asample"])
    }
  }

  @Test(arguments: Damage.byInsiders)
  func `a lie that its sidecars repeat is named, too`(damage: Damage) throws {
    try ScratchDirectory.run { directory in
      let object = try Damage.sample(in: directory)
      try damage.act(object)
      let codes = Set(ObjectCheck(of: object).findings.map(\.code))
      #expect(codes.isSuperset(of: damage.findings), "found only \(codes.sorted())")
    }
  }

  @Test
  func `every single byte of an object counts`() throws {
    try ScratchDirectory.run { directory in
      let object = try Damage.sample(in: directory)
      let tree = try Tree(object)
      for name in tree.names {
        guard let bytes = tree[name] else { continue }
        let path = object.appending(name)
        // Every byte would take a while; these steps have no common measure with the lines.
        for index in stride(from: 0, to: bytes.count, by: 61) {
          var damaged = bytes
          damaged[index] ^= 1
          try Damage.put(damaged, at: path)
          let findings = ObjectCheck(of: object).findings
          #expect(!findings.isEmpty, "byte \(index) of \(name)")
        }
        try Damage.put(bytes, at: path)
      }
      #expect(ObjectCheck(of: object).findings == [])
    }
  }

  @Test
  func `what is no object at all is a finding, not an error`() throws {
    try ScratchDirectory.run { directory in
      let codes = ObjectCheck(of: directory).findings.map(\.code)
      #expect(codes == ["E003", "E063"])
      let nowhere = ObjectCheck(of: directory.appending("nothing")).findings.map(\.severity)
      #expect(nowhere == [.unread])
    }
  }

  @Test
  func `a content path cannot lead it out of the object`() throws {
    try ScratchDirectory.run { directory in
      let object = try Damage.sample(in: directory)
      try Disk().create(directory.appending("secret"), holding: "secret")
      for path in ["../../../../../secret", "/etc/hostname", "v1/content/../../../secret"] {
        let inventory = object.appending("inventory.json")
        let before = try Disk().read(inventory)
        try Damage.rewrite(object) { $0.manifest[Digest.of("secret").hex] = [path] }
        defer { try? Damage.put(before, at: inventory) }
        let check = ObjectCheck(of: object)
        #expect(check.findings.contains { ["E042", "E099", "E100"].contains($0.code) })
        #expect(check.intact[path] == nil)
      }
    }
  }
}
