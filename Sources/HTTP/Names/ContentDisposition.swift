// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// A `Content-Disposition` field: how a server wants a body shown, and under which name.
///
///     inline; filename="Child A.pdf"; filename*=UTF-8''Child%20A%20%E2%80%93%20overview.pdf
///
/// The reading is as forgiving as browsers are: real servers leave out the type, quotes and semicolons,
/// and write raw UTF-8. Whatever comes is read; what makes no sense is left out.
///
/// Source: RFC 6266 §4 <https://www.rfc-editor.org/rfc/rfc6266#section-4>
package struct ContentDisposition: Hashable, Sendable {
  package struct Parameter: Hashable, Sendable {
    /// In lower case, without white space; of an extended parameter with its star.
    package let name: String
    /// The bytes between the quotes, escapes undone, or those of an unquoted value.
    package let octets: [UInt8]
    let isQuoted: Bool

    /// The value as text.
    package var value: String { String(octets: octets) }
  }

  /// `attachment`, `inline` or whatever stands there, in lower case; empty where nothing does.
  package let type: String
  /// In their order, each name once: the first of several counts.
  package let parameters: [Parameter]

  /// Reads the bytes of a field's value.
  package init(_ octets: [UInt8]) {
    var reader = DispositionReader(octets)
    type = reader.type()
    var names: Set<String> = []
    var parameters: [Parameter] = []
    while let parameter = reader.parameter() {
      if names.insert(parameter.name).inserted { parameters.append(parameter) }
    }
    self.parameters = parameters
  }

  /// Reads a field as it was received, whatever its name.
  package init(_ field: HeaderField) {
    let octets = field.value.unicodeScalars.map { UInt8(exactly: $0.value) }
    // A value made by hand may have other characters than bytes.
    self.init(octets.contains(nil) ? Array(field.value.utf8) : octets.compactMap(\.self))
  }

  package subscript(name: String) -> Parameter? {
    parameters.first { $0.name == name }
  }
}
