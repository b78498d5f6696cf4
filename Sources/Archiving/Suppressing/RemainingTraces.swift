// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Cataloguing
import Filing
import Fixity
import OCFL
import Records
import SystemPackage

/// What stays in the archive of a document that is let go of, because it is something else's.
///
/// Kept pages are what their publisher served, and the records of other documents are under the ledger's seal like
/// these: nothing of them is rewritten. They are named, so that a person can let go of them as well.
package struct RemainingTraces: Sendable {
  /// Documents that have the very same bytes.
  package private(set) var copies: [WebAddress] = []
  /// Kept pages in which its address, its file's name or its title stands.
  package private(set) var pages: [WebAddress] = []
  /// Documents whose records of how they came name its address.
  package private(set) var records: [WebAddress] = []

  package var isEmpty: Bool { copies.isEmpty && pages.isEmpty && records.isEmpty }

  private static let longestPage: Int64 = 64 << 20
  /// What is shorter stands in too many texts to say anything.
  private static let shortestWords = 8

  /// - Parameters:
  ///   - own: the address of what is let go of.
  ///   - title: its title.
  ///   - names: its addresses.
  ///   - versions: what is kept of it.
  ///   - archive: where.
  ///   - catalogue: the archive's own.
  /// - Throws: where the catalogue or the storage root cannot be read; a page that cannot be is passed over.
  init(
    of own: WebAddress,
    called title: String,
    _ names: Set<String>,
    _ versions: [Tombstone.Version],
    in archive: Archive,
    _ catalogue: Catalogue
  ) async throws {
    for digest in Set(versions.map(\.digest)) {
      let holders = try await catalogue.documents(withDigestPrefix: digest.hex, limit: .max)
      copies += holders.map(\.address).filter { $0 != own }
    }
    copies = Set(copies).sorted()

    let words = ByteSearch(for: Self.words(for: title, names))
    var found: Set<WebAddress> = []
    try await catalogue.forEachVersion { version in
      guard version.address != own, version.role == .listing || version.kind == .html,
        version.size <= Self.longestPage, !found.contains(version.address)
      else { return }
      let file = archive.path.pushing(FilePath(version.path))
      if (try? words.finds(inFile: file)) == true { found.insert(version.address) }
    }
    pages = found.sorted()

    let addresses = ByteSearch(for: names)
    var named: Set<WebAddress> = []
    for case .success(let object) in try archive.root.objects() {
      guard object != archive.root.directory(of: ObjectID(own.text)),
        Self.captures(in: object).contains(where: { (try? addresses.finds(inFile: $0)) == true }),
        let id = (try? Inventory(readFrom: object))?.id
      else { continue }
      named.insert(WebAddress(alreadyNormal: id))
    }
    records = named.subtracting(pages).sorted()
  }

  private static func captures(in object: FilePath) -> [FilePath] {
    ((try? Disk().list(object)) ?? []).filter { $0.kind == .directory && $0.name.hasPrefix("v") }
      .map { object.appending($0.component).appending("content").appending(Capture.fileName) }
  }

  /// By what a page may name it.
  private static func words(for title: String, _ names: Set<String>) -> [String] {
    let addresses = names.map { WebAddress(alreadyNormal: $0) }
    let parts = addresses.flatMap { [$0.text, String($0.target), $0.lastPathComponent] }
    let titles = [title, title.replacing("&", with: "&amp;")]
    return (parts + titles).filter { $0.utf8.count >= shortestWords }
  }
}
