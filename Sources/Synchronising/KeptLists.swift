// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Archiving
package import Cataloguing
package import Discovery
import Fetching
import Filing
import HTTP
package import Night
import Records

/// The lists of a source as they are kept: what stands on them, whether or not anybody visits it.
package struct KeptLists: Sendable {
  /// So many lists of a source are looked into.
  private static let most = 50

  private let archive: Archive
  private let catalogue: Catalogue

  package init(_ archive: Archive, _ catalogue: Catalogue) {
    (self.archive, self.catalogue) = (archive, catalogue)
  }

  /// A link on a list, under the name of what it leads to.
  package struct Mention: Sendable {
    package let link: Link
    package let page: WebAddress
    /// How many steps that list lies from the source's own.
    package let depth: Int
  }

  /// Looks for a link on the lists of a source.
  ///
  /// A list that is not held, or that cannot be read, is passed over: whatever is wrong with it is told elsewhere.
  ///
  /// - Parameters:
  ///   - address: what it leads to.
  ///   - source: whose lists are looked into.
  /// - Returns: the first; nil where there is none.
  /// - Throws: where the catalogue cannot be read.
  package func mention(of address: WebAddress, by source: Source) async throws -> Mention? {
    guard let page = source.listPage else { return nil }
    let name = address.dropping(queryParameters: source.queryNoise).droppingSessions
    var gathering = ListGathering(source, from: page)
    var count = 0
    while let step = gathering.next, count < Self.most {
      count += 1
      guard let (listing, place) = try await listing(of: step) else {
        gathering.fail(.notFound, because: "it is not held")
        continue
      }
      for link in listing.links {
        let called = link.address.dropping(queryParameters: source.queryNoise).droppingSessions
        if called == name {
          return Mention(
            link: link.changed(address: called),
            page: step.address,
            depth: step.depth
          )
        }
      }
      gathering.take(listing, at: place, .page)
    }
    return nil
  }

  private func listing(of step: ListStep) async throws -> (Listing, WebAddress)? {
    guard let known = try await catalogue.document(at: step.address), let version = known.version
    else { return nil }
    return await BlockingThreads.shared.run { [archive] in
      guard let file = try? archive.soundContentFile(of: step.address, version: version),
        let capture = try? archive.capture(of: step.address, version: version)
      else { return nil }
      let head = ResponseHead(kept: capture.response.head)
      let listing = try? Listing.read(
        .file(file),
        at: capture.response.address,
        declaredCharset: head?.mediaType?.charset,
        as: step.format,
        headers: ListHeaders(head)
      )
      return listing.map { ($0, capture.response.address) }
    }
  }
}
