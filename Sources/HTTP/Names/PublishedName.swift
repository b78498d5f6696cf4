// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Text
/// The name that a publisher gave to a file, made safe to use on any disk.
///
/// It is one path component: without separators, control and bidirectional characters and what
/// Windows forbids, not hidden, no device's name, at most ``longest`` bytes. It is told to people and
/// offered when a copy is taken out; no file of the archive is ever called by it.
///
///     PublishedName("../reviews/Child A:\u{202E} overview.pdf")?.text  // Child A_ overview.pdf
///
/// Cleaning a clean name changes nothing.
package struct PublishedName: Hashable, Sendable {
  /// The most that common file systems take, in bytes of UTF-8.
  package static let longest = 255

  package let text: String

  /// Cleans a name, or the last part of a path that means something.
  ///
  /// - Returns: nil where nothing is left that could be called a name.
  package init?(_ given: String) {
    let parts = given.unicodeScalars.split { $0 == "/" || $0 == "\\" }
    guard let name = parts.reversed().lazy.compactMap(Self.cleaned).first else { return nil }
    text = Self.fitting(stem: name.dropLast(Self.ending(of: name).count), Self.ending(of: name))
  }

  private init(stem: Substring, _ ending: Substring, _ longest: Int = PublishedName.longest) {
    text = Self.fitting(stem: stem, ending, longest)
  }

  /// What stands behind the last dot, in lower case, or nil.
  package var pathExtension: String? {
    let ending = Self.ending(of: text)
    return ending.isEmpty ? nil : ending.dropFirst().lowercased()
  }

  /// The name with an ending that tells the truth, added unless it is there.
  package func ending(in pathExtension: String) -> PublishedName {
    guard self.pathExtension != pathExtension.lowercased() else { return self }
    return PublishedName(stem: text[...], ".\(pathExtension)")
  }

  /// The name with a mark before its ending, to tell it from others: `Child A-v2.pdf`.
  ///
  /// It is cut to `longest` bytes, for a file system that takes less than others; mark and ending stay.
  package func marked(_ mark: String, longest: Int = PublishedName.longest) -> PublishedName {
    let ending = Self.ending(of: text)
    return PublishedName(stem: text.dropLast(ending.count), "\(mark)\(ending)", longest)
  }
}

extension PublishedName: CustomStringConvertible {
  package var description: String { text }
}

extension PublishedName {
  /// The name that a response gives to its body: in its header, or else in its address.
  ///
  /// Source: RFC 6266 §4.3 <https://www.rfc-editor.org/rfc/rfc6266#section-4.3>
  package init?(_ fields: [HeaderField], at address: WebAddress) {
    guard let name = Self.given(by: fields) ?? PublishedName(lastPartOf: address) else {
      return nil
    }
    self = name
  }

  /// The name that the header gives; nil where it gives none.
  package static func given(by fields: [HeaderField]) -> PublishedName? {
    fields.lazy.filter { $0.isNamed("Content-Disposition") }
      .compactMap { ContentDisposition($0).fileName }
      .compactMap { PublishedName($0) }
      .first
  }

  /// The last part of an address's path; a site's front page has none.
  package init?(lastPartOf address: WebAddress) {
    guard let part = address.path.utf8.split(separator: UInt8(ascii: "/")).last else { return nil }
    let octets = Array(part)
    self.init(String(octets: PercentCoding.decodeStrictly(octets) ?? octets))
  }
}
