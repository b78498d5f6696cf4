// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Discovery
package import HTTP

/// Where documents are found now that moved with their host, as far as earlier nights have proved it.
///
/// A document keeps the name under which it was first kept. What a list calls by the new address is that document, asked for
/// at the new address: just as a session in a link is asked for and is no part of the name.
package struct KnownPlaces: Sendable {
  private let places: [WebAddress: WebAddress]
  /// By its place, the names of what is found there; nearly always one.
  private let names: [WebAddress: [WebAddress]]

  /// - Parameter places: by the name of a document, where it is found. What is no address, from a damaged catalogue say,
  ///   counts for nothing.
  package init(_ places: [WebAddress: WebAddress] = [:]) {
    let sound = places.filter { $0 != $1 && $0.isNormal && $1.isNormal }
    self.places = sound
    names = Dictionary(grouping: sound) { $0.value }.mapValues { $0.map(\.key).sorted() }
  }

  /// The hosts that are one by it.
  var hosts: HostGroups {
    var groups = HostGroups()
    for (name, place) in places { groups.unite(String(name.authority), String(place.authority)) }
    return groups
  }

  package func place(of name: WebAddress) -> WebAddress? { places[name] }

  /// The document that is found at an address; nil where that is no more than its own name.
  package func name(at place: WebAddress) -> WebAddress? { names[place]?.first }

  /// What a source lists, with every document under its name.
  package func named(_ reading: SourceListing) -> SourceListing {
    guard !places.isEmpty, reading.links?.contains(where: { names[$0.address] != nil }) == true
    else { return reading }
    var reading = reading
    reading.rename(by: name)
    return reading
  }
}

extension KnownPlaces {
  /// Where an answer proves that what was asked for is: there, or where permanent redirects led from one host to another,
  /// all else in the address being as it was.
  ///
  /// A redirect for the moment proves nothing, nor one to another path: that may be the front page, or another document.
  ///
  /// - Parameters:
  ///   - request: what was asked for.
  ///   - hops: the redirects that were followed.
  /// - Returns: the address; nil where nothing is proved.
  package static func proven(asking request: WebAddress, _ hops: [Hop]) -> WebAddress? {
    guard let last = hops.last else { return request }
    let arePermanent = hops.allSatisfy { $0.status == 301 || $0.status == 308 }
    return arePermanent && last.target.target == request.target ? last.target : nil
  }
}
