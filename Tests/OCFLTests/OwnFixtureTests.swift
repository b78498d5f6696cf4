// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(20)))
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

  /// What each code that 1.1 added is in an object or a root that declares 1.0; nil where that asks for nothing
  /// of the kind, tells it by another code as well, or has a fixture of its own (E103).
  private static let codesOf1_0: [String: String?] = [
    "E103": nil, "E104": "E046", "E105": "E046", "E106": "E041", "E107": nil,
    "E108": "content-directory", "E110": nil, "E111": "E057", "E112": "E086", "W016": "W013",
  ]

  @Test
  func `declared as of OCFL 1.0, each is told by the codes of 1.0 and with links to its page`()
    throws
  {
    var told: Set<String> = []
    try ObjectBuilder.$usual.withValue("1.0") {
      for fixture in Fixture.all {
        try ScratchDirectory.run { directory in
          let place = try fixture.write(in: directory)
          let findings = fixture.validate(place).filter { fixture.isOf1_0($0, at: place) }
          let others = findings.filter {
            Self.codesOf1_0[$0.code] != nil || $0.link?.hasPrefix("https://ocfl.io/1.1/") == true
          }
          #expect(others.isEmpty, "\(fixture.name)")
          guard !findings.isEmpty else { return }
          for code in fixture.codes {
            guard case .some(.some(let expected)) = Self.codesOf1_0[code] else { continue }
            #expect(findings.contains { $0.code == expected }, "\(fixture.name): \(findings)")
            told.insert(code)
          }
        }
      }
    }
    #expect(told == Set(Self.codesOf1_0.filter { $0.value != nil }.keys))
  }

  @Test
  func `each has a name of its own`() {
    let names = Fixture.all.map(\.name).sorted()
    #expect(zip(names, names.dropFirst()).filter { $0 == $1 }.map(\.0) == [])
  }
}

extension Fixture {
  /// Whether a finding is of an object or a root that declares OCFL 1.0 and nothing else.
  fileprivate func isOf1_0(_ finding: Finding, at place: FilePath) -> Bool {
    let prefix: String
    switch subject() {
    case .object: prefix = "0=ocfl_object_"
    // Its objects declare what they will.
    case .storageRoot where !finding.object.isEmpty: return false
    case .storageRoot: prefix = "0=ocfl_"
    }
    let names = (try? Disk().list(place))?.map(\.name).filter { $0.hasPrefix(prefix) }
    return names == ["\(prefix)1.0"]
  }

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
