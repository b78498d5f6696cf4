// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Cataloguing
import Filing
import Records
import SystemPackage

/// What the manifest or the catalogue says, as numbers, read beside the objects.
///
/// Where it is just what the objects ought to have there, it need not be read once more when they are known; a run may
/// have written to both meanwhile, and anything else that is out of the ordinary is left to whoever compares in full.
struct Glance {
  private var keys: Set<Int> = []

  /// Whether it says just this, and nothing twice.
  func isOf(_ expected: Expectations.Keys) -> Bool {
    keys.count == expected.count && expected.keys.allSatisfy(keys.contains)
  }

  private struct Repeated: Error {}

  private mutating func take(_ key: Int) throws {
    if !keys.insert(key).inserted { throw Repeated() }
  }

  /// - Returns: nil where it is not whole.
  static func ofManifest(in archive: Archive) async -> Glance? {
    guard (try? Disk().entry(at: archive.manifest.path)) == .file else { return nil }
    var glance = Glance()
    do {
      try archive.manifest.forEachLine { line in
        guard let line else { throw Repeated() }
        try glance.take(Expectations.key(line.file, line.digest))
      }
    } catch {
      return nil
    }
    return glance
  }

  /// - Returns: nil where it is not as it was left, or cannot be read.
  static func ofCatalogue(in archive: Archive) async -> Glance? {
    guard CatalogueChecksum(of: archive).state() == .asLeft,
      let catalogue = try? await Catalogue(reading: archive.catalogueFile)
    else { return nil }
    var glance = Glance()
    do {
      try await catalogue.forEachVersion { try glance.take(Expectations.key($0)) }
      try await catalogue.forEachDocument { row in
        let document = try await row.withNothingRejected(by: catalogue)
        if document.version != nil { try glance.take(Expectations.key(document)) }
      }
      guard try await catalogue.listedThatIsNoAddress() == nil else { return nil }
    } catch {
      return nil
    }
    return glance
  }
}
