// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Foundation

/// How records are written: keys sorted, times in UTC and whole seconds, slashes as they are.
public enum RecordCoding {
  public static func encode(_ record: some Encodable) throws -> String {
    let encoder = encoder
    encoder.outputFormatting.insert(.prettyPrinted)
    return try String(decoding: encoder.encode(record), as: UTF8.self) + "\n"
  }

  /// One line, with its end.
  public static func encodeLine(_ record: some Encodable) throws -> String {
    try String(decoding: encoder.encode(record), as: UTF8.self) + "\n"
  }

  public static func decode<Record: Decodable>(
    _ type: Record.Type,
    from bytes: some Sequence<UInt8>
  ) throws -> Record {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(type, from: Data(bytes))
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return encoder
  }
}

extension Date {
  /// The second that a time falls in, which is as fine as the archive's records are.
  public var wholeSecond: Date {
    Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down))
  }
}
