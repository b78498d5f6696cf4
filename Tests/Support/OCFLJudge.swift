// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
package import SystemPackage

/// ocfl-py, an OCFL validator by other authors, asked what it thinks of a storage root.
///
///     @Test(.enabled(if: OCFLJudge.isPresent, "\(OCFLJudge.whereToGetIt)"))
///     func `everything is sound in the eyes of another program`() async throws {
///       let complaints = try await OCFLJudge.complaints(about: root.path)
///       #expect(complaints == [])
///     }
///
/// Its exit statuses are not to be trusted: the validator of storage roots ends with 0 whatever it
/// found, and neither looks into objects nor computes digests by itself. So the root and every
/// object are judged by themselves, and only what is called valid in so many words is taken for
/// valid.
///
/// Source: <https://pypi.org/project/ocfl-py/2.1.0/>
package enum OCFLJudge {
  package static let whereToGetIt = Judges.whereToGetThem

  /// Whether the judge is installed.
  package static var isPresent: Bool {
    FileManager.default.isExecutableFile(atPath: program("ocfl-validate.py").string)
  }

  /// All that is wrong with a storage root and the objects in it, warnings too; one text for the
  /// root and one for each object.
  package static func complaints(about root: FilePath) async throws -> [String] {
    let objects = objects(in: root)
    let ofRoot = try await ask("ocfl-root.py", ["validate", "--root", root.string])
    var complaints = complaints(
      in: ofRoot,
      besides: ["Did not check OCFL objects", "Storage root \(root) is VALID"]
    )
    if !objects.isEmpty {
      let ofObjects = try await ask("ocfl-validate.py", objects.map(\.string))
      complaints += self.complaints(in: ofObjects, besides: objects.map(verdict))
    }
    return complaints
  }

  private static func verdict(on object: FilePath) -> String {
    "OCFL v1.1 Object at \(object) is VALID"
  }

  /// What the judge said and should not have, and what it should have said and did not.
  private static func complaints(in run: ProgramRun, besides expected: [String]) -> [String] {
    var (complaints, remarks, unsaid) = ([String](), [String](), Set(expected))
    for line in run.text.split(separator: "\n").map(String.init) {
      let isExpected = unsaid.remove(line) != nil
      // A verdict follows the remarks that led to it.
      if !isExpected || !remarks.isEmpty { remarks.append(line) }
      if line.hasSuffix("VALID") {
        if !remarks.isEmpty { complaints.append(remarks.joined(separator: "\n")) }
        remarks = []
      }
    }
    complaints += remarks + unsaid.sorted().map { "it did not say: \($0)" }
    return complaints.isEmpty || run.errorText.isEmpty ? complaints : complaints + [run.errorText]
  }

  /// The directories below `root` that say of themselves that they are objects.
  private static func objects(in root: FilePath) -> [FilePath] {
    let names = FileManager.default.enumerator(atPath: root.string)?.compactMap { $0 as? String }
    return (names ?? [])
      .map { root.appending($0) }
      .filter { $0.lastComponent?.string.hasPrefix("0=ocfl_object") == true }
      .map { $0.removingLastComponent() }
  }

  private static func ask(_ name: String, _ arguments: [String]) async throws -> ProgramRun {
    // By its Python, so that the environment works wherever it was moved to.
    try await ProgramRun(program("python").string, [program(name).string] + arguments)
  }

  private static func program(_ name: String) -> FilePath { Judges.program(name) }
}
