// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Discovery
import HTML
package import Records

/// What reading the lists of one source came to so far, and which are to be read next.
///
/// Most sources have one list, and some go on: an index names sitemaps. What of these could not be read, or is too much, is
/// told, and then nothing is concluded from what is missing.
package struct ListGathering: Sendable {
  /// A list to read.
  package struct Step: Hashable, Sendable {
    package let address: WebAddress
    package let format: ListingFormat
    /// How many lists lie before it.
    let depth: Int
  }

  /// An index of sitemaps may name others, which the protocol does not know; so deep they are read.
  private static let mostLevels = 3

  private let source: Source
  private var waiting: [Step] = []
  private var seen: Set<WebAddress> = []
  private var reading: SourceListing?
  private var unread: [String] = []
  private var gone: [WebAddress] = []
  private var passedOver = 0
  private var elsewhere = 0
  private var firstElsewhere: WebAddress?

  /// - Parameters:
  ///   - source: the source.
  ///   - page: its first list.
  package init(_ source: Source, from page: WebAddress) {
    self.source = source
    waiting = [Step(address: page, format: source.format, depth: 0)]
    seen = [page]
  }

  /// What is to be read now; nil when all was.
  package var next: Step? { waiting.first }

  /// Takes in the list that was next.
  ///
  /// - Parameters:
  ///   - listing: the list as it was read.
  ///   - address: where it was found.
  ///   - verdict: the one on it.
  package mutating func take(_ listing: Listing, at address: WebAddress, _ verdict: Verdict) {
    guard let step = waiting.first else { return }
    if let fault = listing.fault {
      return fail(.softMissing(.wrongType), because: fault.sentence(wanting: listing.format))
    }
    waiting.removeFirst()
    let part = SourceListing(listing, at: address, of: source, verdict)
    if reading == nil { reading = part } else { reading?.add(part) }
    for further in listing.further {
      add(Step(address: further, format: step.format, depth: step.depth + 1), after: address)
    }
    if reading?.links?.count ?? 0 > PageBudget.links { endAtTooMany() }
  }

  /// Takes in that the list that was next could not be read.
  ///
  /// - Parameters:
  ///   - verdict: the one on it.
  ///   - sentence: why.
  ///   - isGone: whether it is known to be gone, so that it lists nothing; else it may list what it did.
  package mutating func fail(_ verdict: Verdict, because sentence: String, isGone: Bool = false) {
    guard !waiting.isEmpty else { return }
    let step = waiting.removeFirst()
    if reading == nil {
      reading = SourceListing(notRead: verdict, because: sentence)
      waiting = []
    } else if isGone {
      gone.append(step.address)
    } else {
      unread.append("\(step.address): \(sentence)")
    }
  }

  private mutating func add(_ step: Step, after page: WebAddress) {
    guard !seen.contains(step.address) else { return }
    guard step.address.isOfSite(of: page) else {
      firstElsewhere = firstElsewhere ?? step.address
      elsewhere += 1
      return
    }
    guard step.depth < Self.mostLevels, seen.count < source.mostPages else {
      passedOver += 1
      return
    }
    seen.insert(step.address)
    waiting.append(step)
  }

  private mutating func endAtTooMany() {
    reading?.limits.insert(.links)
    passedOver += waiting.count
    waiting = []
  }

  // MARK: What came of it

  /// What the source lists, once there is no ``next``.
  package var listing: SourceListing {
    guard var reading else { return SourceListing(notRead: nil, because: nil) }
    if passedOver > 0 || !unread.isEmpty { reading.limits.insert(.pages) }
    reading.sentence =
      ([reading.sentence].compactMap { $0 } + sentences).joined(separator: "; ").nonEmpty
    return reading
  }

  private var sentences: [String] {
    var sentences: [String] = []
    if let first = unread.first {
      sentences.append("\(count(unread.count)) it goes on to could not be read: \(first)")
    }
    if let first = gone.first {
      sentences.append("\(count(gone.count)) it goes on to is gone: \(first)")
    }
    if passedOver > 0 {
      sentences.append(
        "\(count(passedOver)) it goes on to would be too many and was not read; "
          + "a source is read from \(source.mostPages) of them, \(Self.mostLevels) deep"
      )
    }
    if let first = firstElsewhere {
      sentences.append(
        "\(count(elsewhere)) it goes on to is on another site and was not read: \(first); "
          + "make a source of it if it is wanted"
      )
    }
    return sentences
  }

  private func count(_ number: Int) -> String {
    number == 1 ? "1 \(source.format.noun)" : "\(number) \(source.format.noun)s"
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
