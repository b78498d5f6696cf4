// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import HTTP
import Support
import SystemPackage
import Testing

/// Cases and real values from elsewhere.
@Suite(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"), .timeLimit(.minutes(5)))
struct `File names from the outside` {
  private struct Case: Decodable {
    struct Expected: Decodable {
      let type: String
      let parameters: [String: String]
    }

    let `case`: String
    let header: String
    let expected: Expected

    /// The bytes on the wire; a few headers have characters that no wire carries but as UTF-8.
    var octets: [UInt8] {
      let latin1 = header.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
      return latin1.count == header.unicodeScalars.count ? latin1 : Array(header.utf8)
    }
  }

  /// Why our reading may differ from the expected one, which stays closer to the letter.
  private enum Difference: CaseIterable {
    /// The type is missing, and a file name stands in its place: we take it.
    case noType
    /// Two fields in one, by a comma: the first ends there.
    case twoFields
    /// UTF-8 that was sent or declared as Latin-1: it is read as UTF-8.
    case mojibake
    /// A control character of Latin-1: it is read as the character of Windows-1252.
    case windows
    /// A plain name that is plainly percent-encoded: it is decoded.
    case escaped
    /// An encoded word of mail: it is decoded.
    case encodedWord
    /// A name in single quotes: they are taken away.
    case singleQuotes
    /// A long name in pieces: they are put together.
    case pieces
    /// An extended name in quotes, or with a blank in its key: it is decoded all the same.
    case extendedAnyhow
    /// The case turns the extended name off; we have no such switch.
    case extendedOff
    /// The rules for what a browser sends, which is no response.
    case browserForm
  }

  /// What explains a difference; nil where nothing may differ.
  private static func difference(of item: Case) -> Difference? {
    let header = item.header
    let written = header.firstRange(of: "filename=").map { header[$0.upperBound...] } ?? ""
    let expected = item.expected.parameters["filename"] ?? ""
    let latin1 = expected.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
    return if item.case.contains("is false") {
      .extendedOff
    } else if item.case.contains("multipart"), header.contains("%22") {
      .browserForm
    } else if header.contains("html, ") {
      .twoFields
    } else if header.hasPrefix("filename") {
      .noType
    } else if expected.contains(where: { !$0.isASCII }),
      latin1.count == expected.unicodeScalars.count,
      String(validating: latin1, as: UTF8.self) != nil
    {
      .mojibake
    } else if expected.unicodeScalars.contains(where: { (0x80...0x9F).contains($0.value) }) {
      .windows
    } else if written.contains("%c3%a4"), !header.contains("filename*") {
      .escaped
    } else if written.contains("=?") {
      .encodedWord
    } else if written.hasPrefix("'") {
      .singleQuotes
    } else if header.contains("filename*0"), !header.contains("filename*=") {
      .pieces
    } else if header.contains("filename*=\"") || header.contains("filename *=") {
      .extendedAnyhow
    } else {
      nil
    }
  }

  /// What we should read then, worked out without our own reader; nil where it is only to be safe.
  private static func wanted(_ item: Case, _ difference: Difference, all: [Case]) -> String? {
    let expected = item.expected.parameters["filename"] ?? ""
    switch difference {
    case .noType, .twoFields:
      let name = item.header.firstRange(of: "filename=").map { item.header[$0.upperBound...] } ?? ""
      return String(name.prefix { $0 != "," && $0 != ";" }.filter { $0 != "\"" })
    case .mojibake:
      return String(
        validating: expected.unicodeScalars.compactMap { UInt8(exactly: $0.value) },
        as: UTF8.self
      )
    case .windows:
      let octets = expected.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
      return String(bytes: octets, encoding: .windowsCP1252)
    case .escaped: return expected.removingPercentEncoding
    case .encodedWord:
      let word = expected.split(separator: "?").dropFirst(3).first.map { String($0) }
      return word?.replacing("=E4", with: "ä")
    case .singleQuotes: return expected.replacing("'", with: "")
    case .extendedOff:
      // The same header stands among the cases with the switch on.
      return all.first { $0.header == item.header && !$0.case.contains("is false") }?
        .expected.parameters["filename"]
    case .extendedAnyhow:
      let value = item.header.split(separator: "\"").dropFirst().first ?? item.header[...]
      return value.split(separator: "'").last?.removingPercentEncoding
    case .pieces, .browserForm: return nil
    }
  }

  /// A case passes where type, parameters and name are as expected, or with a reason.
  ///
  /// Where one of the reasons above explains another name, that name must be the one it leads to. The
  /// name made of it is safe always.
  @Test
  func `every case is read as expected, or with a reason`() throws {
    let directory = try #require(OutsideData.directory("conformance"))
    let file = directory.appending("content-disposition/cases.json").string
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: URL(filePath: file)))
    var counts: [Difference?: Int] = [:]
    for item in cases {
      let read = ContentDisposition(item.octets)
      let name = read.fileName
      if let name, let published = PublishedName(name) { published.expectSafe() }
      let difference = Self.difference(of: item)
      counts[difference, default: 0] += 1
      if difference == .noType || difference == .twoFields {
        #expect(["", "attachment"].contains(read.type), "\(item.header)")
      } else {
        #expect(read.type == item.expected.type, "\(item.header)")
      }
      for (key, value) in item.expected.parameters {
        // The decoded form of an extended parameter; we give that of the file name only.
        if key == "filename" || item.expected.parameters["\(key)*"] != nil { continue }
        if difference == .browserForm || key.contains(" ") { continue }
        #expect(read[key]?.value == value, "\(item.header)")
      }
      if let difference {
        let wanted = Self.wanted(item, difference, all: cases)
        #expect(name != nil && (wanted == nil || name == wanted), "\(item.header)")
      } else {
        #expect(name == item.expected.parameters["filename"], "\(item.header)")
      }
    }
    #expect(
      counts == [
        nil: 109, .noType: 3, .twoFields: 2, .mojibake: 3, .windows: 1, .escaped: 1,
        .encodedWord: 2, .singleQuotes: 1, .pieces: 6, .extendedAnyhow: 4, .extendedOff: 2,
        .browserForm: 1,
      ]
    )
    #expect(counts.values.reduce(0, +) == 135)
  }

  /// What councils really sent: all but the one without a parameter name a file with a known ending.
  @Test
  func `every real value gives a sensible name`() throws {
    let directory = try #require(OutsideData.directory("http-logs"))
    let file = directory.appending("content-dispositions.tsv").string
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 100)
    for line in lines {
      let value = line.drop { $0 != "\t" }.dropFirst()
      let read = ContentDisposition(Array(value.utf8))
      guard let name = read.fileName.flatMap({ PublishedName($0) }) else {
        #expect(!value.contains("="))
        continue
      }
      name.expectSafe()
      // Nothing had to be cleaned, and no part of the header is left in it.
      #expect(name.text == read.fileName)
      let endings: Set = ["csv", "zip", "xls", "xlsx", "xlsm", "pdf"]
      #expect(name.pathExtension.map { endings.contains($0) } == true, "\(value)")
      for remnant in ["filename", "\"", ";", "%2", "UTF", "="] {
        #expect(!name.text.contains(remnant), "\(value)")
      }
    }
  }
}

extension PublishedName {
  /// Whether it is safe on any disk, by plain rules of its own.
  func expectSafe() {
    #expect(!text.isEmpty && text.utf8.count <= 255)
    #expect(!text.hasPrefix(".") && !text.hasPrefix("-") && !text.hasPrefix(" "))
    #expect(!text.hasSuffix(".") && !text.hasSuffix(" "))
    let bidirectional: Set<UInt32> = [
      0x61C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069,
    ]
    let isHarmless = text.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        && !bidirectional.contains(scalar.value) && !"/\\:*?\"<>|".unicodeScalars.contains(scalar)
    }
    #expect(isHarmless)
    let device = "^(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\\.|$)"
    #expect(text.range(of: device, options: [.regularExpression, .caseInsensitive]) == nil)
    #expect(text.unicodeScalars.contains { !" .-_".unicodeScalars.contains($0) })
    // Cleaning a clean name changes nothing.
    #expect(PublishedName(text)?.text == text)
  }
}
