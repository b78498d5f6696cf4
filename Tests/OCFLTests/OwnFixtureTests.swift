// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Validating our own fixtures` {
  @Test(arguments: Fixture.all)
  func `what is wrong is found, and nothing else`(fixture: Fixture) throws {
    try ScratchDirectory.run { directory in
      let findings = fixture.validate(try fixture.write(in: directory))
      let missing = fixture.missing(from: findings)
      #expect(missing.isEmpty, "\(missing) among \(findings)")
      let others = findings.filter { !fixture.welcome.contains($0.code) }
      #expect(others.isEmpty)
      #expect(findings.contains { $0.severity == .error } == !fixture.isValid)
    }
  }

  @Test(
    arguments: Fixture.all.filter { fixture in
      fixture.isValid || !fixture.codes.isDisjoint(with: ["E092", "E093"])
    }
  )
  func `without fixity, only what the bytes of files tell is not found`(fixture: Fixture) throws {
    try ScratchDirectory.run { directory in
      let place = try fixture.write(in: directory)
      let all = Set(fixture.validate(place).map(\.code))
      let found = Set(fixture.validate(place, fixity: false).map(\.code))
      #expect(found.isSubset(of: all))
      #expect(all.subtracting(found).isSubset(of: ["E092", "E093"]))
    }
  }

  @Test
  func `each has a name of its own`() {
    let names = Fixture.all.map(\.name).sorted()
    #expect(zip(names, names.dropFirst()).filter { $0 == $1 }.map(\.0) == [])
  }
}

extension Fixture {
  /// Has it validated, where it was written to.
  func validate(_ place: FilePath, fixity: Bool = true) -> [Finding] {
    switch subject() {
    case .object: ObjectCheck(of: place, fixity: fixity).findings
    case .storageRoot: StorageRootCheck(of: place, fixity: fixity).findings
    }
  }

  /// What should have been found and was not.
  func missing(from findings: [Finding]) -> [String] {
    self.findings.filter { expected in
      !findings.contains { finding in
        expected.codes.contains(finding.code)
          && (expected.path == nil || expected.path == finding.path)
      }
    }.map { "\($0.codes.joined(separator: "|")) \($0.path ?? "")" }
  }
}
