// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// How records are written: keys sorted, times in UTC and whole seconds, slashes as they are.
package enum RecordCoding {
  package static func encode(_ record: some Encodable) throws -> String {
    try String(decoding: pages.encode(record), as: UTF8.self) + "\n"
  }

  /// One line, with its end.
  package static func encodeLine(_ record: some Encodable) throws -> String {
    try String(decoding: lines.encode(record), as: UTF8.self) + "\n"
  }

  package static func decode<Record: Decodable>(
    _ type: Record.Type,
    from bytes: some Sequence<UInt8>
  ) throws -> Record {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(type, from: Data(bytes))
  }

  // Made once, not for each record.
  private static let lines = encoder([.sortedKeys, .withoutEscapingSlashes])
  private static let pages = encoder([.sortedKeys, .withoutEscapingSlashes, .prettyPrinted])

  private static func encoder(_ formatting: JSONEncoder.OutputFormatting) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    encoder.dateEncodingStrategy = .iso8601
    return encoder
  }
}

extension Date {
  /// The second that a time falls in, which is as fine as the archive's records are.
  package var wholeSecond: Date {
    Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down))
  }
}
