// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Foundation
import Inflating
import Records

/// The index of a WARC file by which players find an address: a line for each answer, in the order of its bytes.
///
/// Source: CDXJ 0.1.0 <https://specs.webrecorder.net/cdxj/0.1.0/>
enum CaptureIndex {
  private struct Facts: Encodable {
    let url: String
    let mime: String
    let status: String
    let digest: String
    let length: String
    let offset: String
    let filename: String
  }

  /// - Parameters:
  ///   - entries: where answers stand.
  ///   - file: what the WARC file is called.
  /// - Returns: the lines, in a wrapping of gzip without compression.
  /// - Throws: never, but where a text cannot be encoded.
  static func bytes(of entries: [WARCFile.Entry], in file: String) throws -> [UInt8] {
    let lines = try entries.map { entry in
      let facts = Facts(
        url: entry.target,
        mime: entry.kind == .revisit ? "warc/revisit" : entry.mediaType,
        status: "\(entry.status)",
        digest: entry.digest.description,
        length: "\(entry.length)",
        offset: "\(entry.offset)",
        filename: file
      )
      return try "\(key(of: entry.target)) \(stamp(entry.date)) \(RecordCoding.encodeLine(facts))"
    }
    // By bytes, as those who search in it do.
    let sorted = lines.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    return stored(sorted.flatMap(\.self))
  }

  /// Fourteen digits.
  static func stamp(_ date: Date) -> String {
    String(date.formatted(.iso8601).filter(\.isNumber).prefix(14))
  }

  /// An address as it is sorted: its host backwards, and nothing that two spellings of one differ in.
  ///
  /// Source: <https://github.com/internetarchive/surt>
  static func key(of address: String) -> String {
    let lower = address.lowercased()
    guard let scheme = lower.range(of: "://") else { return lower }
    let rest = lower[scheme.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    var host = rest[..<end]
    if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
    var port = ""
    if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") {
      port = String(host[colon...])
      host = host[..<colon]
    }
    if [":80", ":443"].contains(port) { port = "" }
    var labels = host.split(separator: ".").map(String.init)
    if let first = labels.first, first.hasPrefix("www"), first.dropFirst(3).allSatisfy(\.isNumber),
      labels.count > 2
    {
      labels.removeFirst()
    }
    let isNumeric = labels.allSatisfy { $0.allSatisfy(\.isNumber) }
    let name = (isNumeric ? [labels.joined(separator: ".")] : labels.reversed()).joined(
      separator: ","
    )
    let path = rest[end...].prefix { $0 != "#" }
    return "\(name)\(port))\(path.isEmpty ? "/" : String(path))"
  }

  /// Bytes in gzip's wrapping, stored: so they depend on no library.
  ///
  /// Source: RFC 1952, RFC 1951 section 3.2.4
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    var place = 0
    repeat {
      let count = min(bytes.count - place, 0xFFFF)
      let isLast = place + count == bytes.count
      output += [isLast ? 1 : 0, UInt8(count & 0xFF), UInt8(count >> 8)]
      output += [UInt8(~count & 0xFF), UInt8(~count >> 8 & 0xFF)] + bytes[place..<(place + count)]
      place += count
    } while place < bytes.count
    var sum = CyclicSum()
    sum.update(bytes.span)
    for value in [sum.value, UInt32(truncatingIfNeeded: bytes.count)] {
      output += (0..<4).map { UInt8(value >> (8 * UInt32($0)) & 0xFF) }
    }
    return output
  }
}
