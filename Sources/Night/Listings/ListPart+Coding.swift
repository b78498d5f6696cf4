// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import HTML
import Records
import Text

// A part in lines of text: a head in JSON, then a line for each link, its fields set apart by tabs. A night reads a line
// for every document of every quiet list, and to cut it at tabs is
// the least that can be done.
extension ListPart {
  /// What there is once for a list.
  private struct Head: Codable {
    var sentence: String?
    var limits: [String]
    var sentenceIfEmpty: String?
    var statesWithdrawals: Bool
    var hasMoreReportPages: Bool
    var elsewhere: Int
    var firstElsewhere: WebAddress?
  }

  /// What a line is about.
  private enum Mark: UInt8 {
    case link = 0x6C  // l
    case menuLink = 0x6D  // m
    case reportPage = 0x72  // r
    case onward = 0x6F  // o
    case recording = 0x73  // s
    case beyond = 0x62  // b
  }

  /// Of a list with more links than this, the lines would take more room than the night has to spare.
  private static let mostLinksInLines = 50_000

  /// The part in lines, to be read by ``init(lines:)``.
  ///
  /// - Returns: nil where something in it would break a line, or there are very many.
  package func lines() -> [UInt8]? {
    guard
      (listing.links?.count ?? 0) + listing.menuLinks.count + listing.recordings.count
        + onward.count <= Self.mostLinksInLines
    else { return nil }
    let head = Head(
      sentence: listing.sentence,
      limits: listing.limits.map(\.rawValue).sorted(),
      sentenceIfEmpty: listing.sentenceIfEmpty,
      statesWithdrawals: listing.statesWithdrawals,
      hasMoreReportPages: listing.hasMoreReportPages,
      elsewhere: elsewhere,
      firstElsewhere: firstElsewhere
    )
    guard let head = try? JSONEncoder().encode(head) else { return nil }
    var writer = FieldWriter(head)
    for link in listing.links ?? [] {
      writer.begin(Mark.link.rawValue)
      writer.write(link)
      writer.write(listing.requests[link.address]?.text)
      writer.write(listing.withdrawals[link.address])
    }
    for link in listing.menuLinks {
      writer.begin(Mark.menuLink.rawValue)
      writer.write(link)
    }
    for link in listing.reportPages {
      writer.begin(Mark.reportPage.rawValue)
      writer.write(link)
    }
    for link in beyond {
      writer.begin(Mark.beyond.rawValue)
      writer.write(link)
    }
    for address in listing.recordings {
      writer.begin(Mark.recording.rawValue)
      writer.write(address.text)
    }
    for onward in onward {
      writer.begin(Mark.onward.rawValue)
      writer.write(onward.step.address.text)
      writer.write(onward.step.format.rawValue)
      writer.write(String(onward.step.depth))
      writer.write(String(onward.step.level))
      writer.write(onward.isOfSameSite ? "s" : nil)
      if let link = onward.step.link { writer.write(link) }
    }
    return writer.finish()
  }

  /// Reads a part from its lines; nil where they are not of their form.
  ///
  /// - Parameter lines: what ``lines()`` wrote.
  package init?(lines: [UInt8]) {
    var reader = FieldReader(lines)
    guard let head = reader.next(), reader.isAtLineEnd,
      let head = try? JSONDecoder().decode(Head.self, from: Data(head))
    else { return nil }
    listing = SourceListing([])
    listing.sentence = head.sentence
    listing.limits = Set(head.limits.compactMap(PageLimit.init(rawValue:)))
    guard listing.limits.count == head.limits.count else { return nil }
    listing.sentenceIfEmpty = head.sentenceIfEmpty
    listing.statesWithdrawals = head.statesWithdrawals
    listing.hasMoreReportPages = head.hasMoreReportPages
    elsewhere = head.elsewhere
    firstElsewhere = head.firstElsewhere
    var links: [Link] = []
    while reader.nextLine() {
      guard let mark = reader.next(), mark.count == 1,
        let mark = mark.first.flatMap(Mark.init(rawValue:))
      else { return nil }
      switch mark {
      case .link:
        guard let link = reader.link(), let request = reader.text(), let clause = reader.text()
        else { return nil }
        links.append(link)
        if let request { listing.requests[link.address] = WebAddress(alreadyNormal: request) }
        if let clause { listing.withdrawals[link.address] = clause }
      case .menuLink:
        guard let link = reader.link() else { return nil }
        listing.menuLinks.append(link)
      case .reportPage:
        guard let link = reader.link() else { return nil }
        listing.reportPages.append(link)
      case .beyond:
        guard let link = reader.link() else { return nil }
        beyond.append(link)
      case .recording:
        guard case let address?? = reader.text() else { return nil }
        listing.recordings.append(WebAddress(alreadyNormal: address))
      case .onward:
        guard let step = reader.onward() else { return nil }
        onward.append(step)
      }
      guard reader.isAtLineEnd else { return nil }
    }
    listing.links = links
  }
}

extension FieldWriter {
  fileprivate mutating func write(_ link: Link) {
    write(link.address.text)
    write(link.text)
    write(link.heading)
    write(String(link.position))
    write(String(link.place.rawValue))
    write(link.stated?.kind?.rawValue)
    write(link.stated?.bytes.map { String($0) })
    write(link.menu == 0 ? nil : String(link.menu))
    write(link.publication)
  }
}

extension FieldReader {
  fileprivate mutating func link() -> Link? {
    guard case let address?? = text(), case let text?? = text(), let heading = self.text(),
      let position = number(),
      let place = number().flatMap({ UInt8(exactly: $0) }).flatMap(LinkPlace.init(rawValue:)),
      let kind = self.text(),
      let bytes = self.text(),
      let menu = self.text(),
      let publication = self.text()
    else { return nil }
    let stated =
      kind == nil && bytes == nil
      ? nil
      : StatedBody(kind: kind.flatMap(BodyKind.init(rawValue:)), bytes: bytes.flatMap { Int64($0) })
    return Link(
      address: WebAddress(alreadyNormal: address),
      text: text,
      heading: heading,
      position: position,
      in: place,
      stated: stated,
      menu: menu.flatMap { Int($0) } ?? 0,
      publication: publication
    )
  }

  fileprivate mutating func onward() -> ListPart.Onward? {
    guard case let address?? = text(), case let format?? = text(),
      let format = ListingFormat(rawValue: format), let depth = number(), let level = number(),
      let isOfSameSite = text()
    else { return nil }
    var step = ListStep(
      address: WebAddress(alreadyNormal: address),
      format: format,
      depth: depth,
      level: level
    )
    if !isAtLineEnd {
      guard let link = link() else { return nil }
      step.link = link
    }
    return ListPart.Onward(step: step, isOfSameSite: isOfSameSite != nil)
  }
}
