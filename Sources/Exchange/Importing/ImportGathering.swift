// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Filing
import Foundation
import HTTP
import Records
import SystemPackage

/// Finds what may be imported in files of web archives, in a folder with a list, or in another archive of ours.
struct ImportGathering {
  private let spool: FilePath
  let now: Date
  let note: String?
  var candidates: [ImportCandidate] = []
  var refusals: [ImportRefusal] = []
  /// What of the files themselves is damaged, sentences.
  var damage: [String] = []

  /// Redirects, by where they lead.
  private var redirects: [WebAddress: [(hop: Hop, date: Date)]] = [:]
  /// Provenance of ours, by the record that it is of.
  private var captures: [String: FilePart] = [:]
  private var bodies: [String: ImportCandidate.Body] = [:]
  private var revisits: [(WARCReader.Record, software: String?, file: String)] = []
  private var count = 0
  private var doubtful: [Range<Int64>] = []

  /// So far apart a redirect and what it led to are of one visit, in seconds.
  private static let oneVisit: TimeInterval = 600
  private static let sameBytes = "identical-payload-digest"

  /// - Parameters:
  ///   - spool: a folder for what is unpacked.
  ///   - now: what time it is.
  ///   - note: why, in the person's words.
  init(unpackingAt spool: FilePath, at now: Date, note: String?) {
    (self.spool, self.now, self.note) = (spool, now, note)
  }

  // MARK: Web archives

  /// Reads a WARC or WACZ file.
  ///
  /// - Parameter path: it.
  /// - Throws: where it cannot be read.
  mutating func read(webArchive path: FilePath) throws {
    let name = path.lastComponent?.string ?? "\(path)"
    let whole = try FilePart(all: path)
    let head = try ReadableFile(path).bytes(at: 0, count: 4)
    guard head.starts(with: [0x50, 0x4B, 3, 4]) else {
      return try read(warc: whole, called: name)
    }
    guard let listing = try ZipListing(path) else {
      damage.append("\(name) has no directory: it is cut short, or no WACZ file")
      return
    }
    let entries = listing.entries.filter {
      let name = $0.name.lowercased()
      return name.hasPrefix("archive/") && (name.hasSuffix(".warc") || name.hasSuffix(".warc.gz"))
    }
    if entries.isEmpty { damage.append("\(name) has no web archive in it (archive/…warc.gz)") }
    if listing.isCut { damage.append("\(name) names more files than its directory has") }
    for entry in entries {
      let place = "\(name), \(entry.name)"
      guard entry.method == 0, !entry.isEncrypted else {
        damage.append("\(place) is compressed or encrypted once more, which no WACZ file is")
        continue
      }
      guard let part = try listing.part(of: entry) else {
        damage.append("\(place) lies outside of the file")
        continue
      }
      try read(warc: part, called: place)
    }
  }

  private mutating func read(warc part: FilePart, called name: String) throws {
    count += 1
    let plain = try PlainArchive(part, unpackedAt: spool.appending("web-archive-\(count)"))
    damage += plain.damage.map { "\(name): \($0)" }
    doubtful = plain.doubtful
    var reader = try WARCReader(plain.path)
    var (software, isAny): (String?, Bool) = (nil, false)
    while let record = try reader.next() {
      try Task.checkCancellation()
      isAny = true
      switch record.type {
      case "warcinfo": software = try Self.software(in: record.block) ?? software
      case "response": try take(response: record, software, name)
      case "resource": try take(resource: record, software, name)
      case "revisit":
        if record["WARC-Profile"]?.contains(Self.sameBytes) == true {
          revisits.append((record, software, name))
        }
      case "metadata":
        if let of = record["WARC-Concurrent-To"], record["Content-Type"] == "application/json" {
          captures[of] = record.block
        }
      default: continue
      }
    }
    if isAny { damage += reader.damage.map { "\(name): \($0)" } }
    if !isAny { damage.append("\(name) is no WARC or WACZ file: it has no record in it") }
  }

  private mutating func take(
    response record: WARCReader.Record,
    _ software: String?,
    _ name: String
  ) throws {
    guard let (head, _) = try ArchivedAnswer.head(of: record.block) else {
      return leave(record, .noDocument, "it is no answer of a web server", name)
    }
    let body = ImportCandidate.Body.answer(record.block)
    learn(record, body)
    guard let address = address(of: record, name), let date = record.date else { return }
    if (300..<400).contains(head.status), let location = head.fields["Location"],
      let target = try? WebAddress(location, relativeTo: address)
    {
      let hop = Hop(address: address, status: head.status, target: target)
      redirects[target, default: []].append((hop, date))
      return
    }
    guard head.status == 200 else {
      return leave(record, .noDocument, "its status is \(head.status)", name)
    }
    candidates.append(try candidate(record, address, date, body, software, name))
  }

  private mutating func leave(
    _ record: WARCReader.Record,
    _ reason: ImportRefusal.Reason,
    _ detail: String,
    _ name: String
  ) {
    refusals.append(
      ImportRefusal(
        reason: reason,
        place: "\(name), record at byte \(record.offset)",
        address: Self.shown(record.target ?? ""),
        detail: detail
      )
    )
  }

  /// An address as it may be printed: no password, and no end without an end.
  private static func shown(_ target: String) -> String {
    let part = target.split(separator: "@", maxSplits: 1).last.map(String.init) ?? ""
    let scheme = target.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
    let text = target.contains("@") ? "\(scheme)://…@\(part)" : target
    return text.count > 200 ? "\(text.prefix(200))…" : text
  }

  private mutating func take(
    resource record: WARCReader.Record,
    _ software: String?,
    _ name: String
  ) throws {
    let body = ImportCandidate.Body.bytes(record.block)
    learn(record, body)
    // Many tools put their logs there, under addresses of their own.
    guard let target = record.target, target.lowercased().hasPrefix("http") else {
      return leave(record, .otherKind, "it has no address of the web", name)
    }
    guard let address = address(of: record, name), let date = record.date
    else { return }
    candidates.append(try candidate(record, address, date, body, software, name))
  }

  private mutating func learn(_ record: WARCReader.Record, _ body: ImportCandidate.Body) {
    if let id = record.id { bodies[id] = body }
    if let digest = record["WARC-Payload-Digest"] { bodies[digest.lowercased()] = body }
    if let target = record.target, let date = record["WARC-Date"] {
      bodies["\(target) \(date)"] = body
    }
  }

  private func candidate(
    _ record: WARCReader.Record,
    _ address: WebAddress,
    _ date: Date,
    _ body: ImportCandidate.Body,
    _ software: String?,
    _ name: String
  ) throws -> ImportCandidate {
    var candidate = ImportCandidate(
      address: address,
      date: date,
      body: body,
      place: "\(name), record at byte \(record.offset)",
      origin: Capture.Origin(
        from: name,
        record: record.id,
        software: software,
        at: now,
        note: note
      ),
      final: address,
      peer: record["WARC-IP-Address"] ?? "",
      note: note
    )
    candidate.payloadDigest = record["WARC-Payload-Digest"]
    candidate.fault = try record.fault(besides: doubtful)
    return candidate
  }

  private mutating func address(of record: WARCReader.Record, _ name: String) -> WebAddress? {
    guard let text = record.target, text.lowercased().hasPrefix("http") else {
      // Crawlers put down what they asked of name servers, and more.
      leave(record, .otherKind, "it has no address of the web", name)
      return nil
    }
    guard record.date != nil, let address = try? WebAddress(text) else {
      let words = record["WARC-Date"].map { "“\($0.prefix(40))” is no time" }
      leave(
        record,
        .incomplete,
        record.date == nil
          ? words ?? "it does not say when it was captured" : "its address is none of the web",
        name
      )
      return nil
    }
    return address
  }

  private static func software(in block: FilePart) throws -> String? {
    let bytes = try ReadableFile(block.path).bytes(
      at: block.offset,
      count: Int(min(block.size, 64 << 10))
    )
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let line = lines.first { $0.lowercased().hasPrefix("software:") }
    return line.map { $0.dropFirst("software:".count).trimmingCharacters(in: .whitespaces) }
  }

  // MARK: What belongs together

  /// Brings together what stands in several records: to be called when all files were read.
  ///
  /// - Throws: where a record cannot be read again.
  mutating func conclude() throws {
    let bodies = bodies
    for (record, software, name) in revisits {
      guard let address = address(of: record, name), let date = record.date else { continue }
      let names = [
        record["WARC-Refers-To"],
        record["WARC-Refers-To-Target-URI"].flatMap { target in
          record["WARC-Refers-To-Date"].map { "\(target) \($0)" }
        }, record["WARC-Payload-Digest"]?.lowercased(),
      ]
      guard let body = names.compactMap({ $0 }).lazy.compactMap({ bodies[$0] }).first else {
        refusals.append(
          ImportRefusal(
            reason: .incomplete,
            place: "\(name), record at byte \(record.offset)",
            address: address.text,
            detail:
              "the record with its bytes is in none of the files; name the one that has it, too"
          )
        )
        continue
      }
      candidates.append(try candidate(record, address, date, body, software, name))
    }
    candidates = try candidates.map { try joined($0) }
    candidates.sort { ($0.date, $0.address.text) < ($1.date, $1.address.text) }
  }

  /// A candidate with the provenance that we wrote of it, or with the redirects that led to it.
  private func joined(_ candidate: ImportCandidate) throws -> ImportCandidate {
    // What it says is only believed of the very record that it is of.
    if let id = candidate.origin.record, let block = captures[id],
      let capture = try Self.capture(in: block),
      [capture.address, capture.response.address].contains(candidate.address),
      abs(capture.capturedAt.timeIntervalSince(candidate.date)) < 1
    {
      return candidate.with(capture, from: candidate.origin, at: now, note: note)
    }
    var (hops, first): ([Hop], WebAddress) = ([], candidate.address)
    while hops.count < 10, let known = redirects[first] {
      let near = known.filter { abs($0.date.timeIntervalSince(candidate.date)) < Self.oneVisit }
      let origins = Set(near.map(\.hop.address))
      // Where several lead there, nobody can say which of them is meant.
      guard origins.count == 1, let hop = near.first?.hop, !hops.contains(hop) else { break }
      hops.insert(hop, at: 0)
      first = hop.address
    }
    guard !hops.isEmpty else { return candidate }
    return candidate.reached(from: first, by: hops)
  }

  private static func capture(in block: FilePart) throws -> Capture? {
    guard block.size <= 4 << 20 else { return nil }
    let bytes = try ReadableFile(block.path).bytes(at: block.offset, count: Int(block.size))
    return try? RecordCoding.decode(
      Capture.self,
      from: bytes,
      schema: Capture.schema,
      of: block.path
    )
  }
}
