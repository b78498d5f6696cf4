// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
import Cataloguing
import Filing
import Fixity
public import OCFL
import SystemPackage

/// Proves that what is held is what was kept, byte for byte, and that nothing is missing.
///
/// Every object is checked as OCFL has it, each byte read once; then the manifest is held against the
/// objects, which shows an object that is gone as a whole, and the catalogue against both.
public struct Verification: Sendable {
  public struct Outcome: Sendable {
    public var findings: [Finding] = []
    public var objects = 0
    public var files = 0
    public var bytes: Int64 = 0

    public var isIntact: Bool { findings.isEmpty }
  }

  /// How far a verification has come.
  public struct Progress: Sendable {
    public let objects: Int
    public let bytes: Int64
  }

  private let archive: Archive

  public init(of archive: Archive) {
    self.archive = archive
  }

  /// Checks the whole archive, on as many cores as there are.
  public func full(
    cores: Int,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> Outcome {
    var outcome = Outcome()
    var kept = KeptFiles()
    var suspects: [FilePath] = []
    var check = StorageRootCheck(hierarchyOf: archive.root.path)
    let found = check.findings
    await check.forEachObject(cores: cores) { object in
      if object.findings.isEmpty { check.add(object) } else { suspects.append(object.object) }
      kept.add(object, of: archive)
      progress(Progress(objects: check.checked, bytes: check.bytes))
    }
    // Verifying takes no lock, so a run may have been in the middle of writing what seemed wrong.
    for suspect in suspects { check.add(ObjectCheck(of: suspect)) }
    if !found.isEmpty {
      let now = Set(StorageRootCheck(hierarchyOf: archive.root.path).findings)
      let passed = Set(found).subtracting(now)
      outcome.findings = check.findings.filter { !passed.contains($0) }
    } else {
      outcome.findings = check.findings
    }
    (outcome.objects, outcome.files, outcome.bytes) = (check.checked, check.files, check.bytes)
    outcome.findings += try kept.compareManifest(of: archive)
    outcome.findings.sort { ($0.object, $0.path, $0.code) < ($1.object, $1.path, $1.code) }
    return outcome
  }

  /// Checks the objects of some documents only.
  public func objects(of addresses: [WebAddress]) throws -> Outcome {
    var outcome = Outcome()
    for address in addresses {
      let id = ObjectID(address.text)
      guard try archive.root.contains(id) else {
        outcome.findings.append(
          Finding(code: "missing", object: address.text, path: "", message: "the object is missing")
        )
        continue
      }
      outcome.add(ObjectCheck(of: archive.root.directory(of: id)))
    }
    return outcome
  }
}

extension Verification.Outcome {
  fileprivate mutating func add(_ check: ObjectCheck) {
    findings += check.findings
    objects += 1
    files += check.files
    bytes += check.bytes
  }
}

/// The content files that are in the storage root and intact, remembered in eight bytes each.
private struct KeptFiles {
  private var files: Set<Int> = []

  mutating func add(_ check: ObjectCheck, of archive: Archive) {
    guard let id = check.inventory?.objectID else { return }
    for (path, digest) in check.intact {
      files.insert(Self.key(archive.relativePath(of: id, path), digest))
    }
  }

  private static func key(_ file: String, _ digest: Digest) -> Int {
    var hasher = Hasher()
    hasher.combine(file)
    hasher.combine(digest)
    return hasher.finalize()
  }

  /// Holds the manifest's lines against the files: what is stated and missing, held and not stated.
  ///
  /// - Parameter archive: whose manifest.
  /// - Returns: what it shows beyond what is wrong with the objects themselves.
  /// - Throws: `FilingError` where the manifest cannot be read.
  func compareManifest(of archive: Archive) throws -> [Finding] {
    var rest = files
    var findings: [Finding] = []
    var number = 0
    let name = ChecksumManifest.fileName
    func find(_ code: String, _ path: String, _ message: String) {
      findings.append(Finding(code: code, object: name, path: path, message: message))
    }
    guard try Disk().entry(at: archive.manifest.path) == .file else {
      find("missing", "", "the manifest of all content files is missing")
      return findings
    }
    try archive.manifest.forEachLine { line in
      number += 1
      guard let line else {
        return find("manifest", "line \(number)", "it is not a line of a manifest")
      }
      guard rest.remove(Self.key(line.file, line.digest)) == nil else { return }
      // What the object's inventory states as well is the object's own affair: it was told already,
      // or was written since its object was looked at.
      guard !isStatedByInventory(line, in: archive) else { return }
      let path = archive.path.pushing(FilePath(line.file))
      if try Disk().entry(at: path) == nil {
        find("missing", line.file, "the manifest states this file, and it is not there")
      } else if try FileDigest(of: path).value != line.digest {
        find("manifest", line.file, "it states another digest than the file has")
      }
    }
    if !rest.isEmpty {
      find("manifest", "", "it does not state \(rest.count) of the content files that are held")
    }
    return findings
  }

  private func isStatedByInventory(_ line: ChecksumManifest.Line, in archive: Archive) -> Bool {
    let path = archive.path.pushing(FilePath(line.file))
    let version = path.removingLastComponent().removingLastComponent()
    let object = version.removingLastComponent()
    guard let inventory = try? Inventory(readFrom: object) else { return false }
    let stated = inventory.manifest[line.digest.hex] ?? []
    return stated.contains { object.pushing(FilePath($0)) == path }
  }
}
