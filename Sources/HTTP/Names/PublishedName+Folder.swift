// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

extension PublishedName {
  /// A name for a folder, of what a page or a server calls something.
  ///
  /// - Parameters:
  ///   - text: that.
  ///   - id: what tells it from others of the same name; nil where nothing need.
  /// - Returns: the name, cleaned and not too long.
  package static func folder(of text: String, _ id: String? = nil) -> String {
    let longest = 120
    // No part of a title is a folder above it: a year may be written 2019/20.
    let flat = text.mapping { $0 == "/" || $0 == "\\" ? "_" : $0 }
    let clean = PublishedName(flat)?.marked("", longest: longest).text ?? "document"
    return id.map { "\(clean) (\($0))" } ?? clean
  }
}
