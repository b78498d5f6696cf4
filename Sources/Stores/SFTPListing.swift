// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What an SFTP server says is in a folder: lines as `ls -l` writes them, which is all that libcurl hands on.
///
///     drwx------    2 1000     1000         4096 Nov 30 12:00 v1
///     -rw-------    1 1000     1000          614 Nov 30 12:00 inventory.json
struct SFTPListing {
  struct Entry: Hashable {
    enum Kind: Hashable {
      case folder
      /// So many bytes long.
      case file(Int64)
      case other
    }

    let name: String
    let kind: Kind
  }

  let entries: [Entry]

  /// - Parameter text: as it came; a line that is none of these says nothing.
  init(_ text: [UInt8]) {
    entries = text.split(separator: UInt8(ascii: "\n")).compactMap { Self.entry($0) }
  }

  private static func entry(_ line: ArraySlice<UInt8>) -> Entry? {
    var rest = line
    var words: [ArraySlice<UInt8>] = []
    while words.count < 8 {
      rest = rest.drop { $0 == UInt8(ascii: " ") }
      let word = rest.prefix { $0 != UInt8(ascii: " ") }
      guard !word.isEmpty else { return nil }
      words.append(word)
      rest = rest.dropFirst(word.count)
    }
    guard rest.first == UInt8(ascii: " "),
      let name = String(validating: rest.dropFirst(), as: UTF8.self)
    else { return nil }
    guard StoreLayout.isName(name), !name.contains("/") else { return nil }
    switch words[0].first {
    case UInt8(ascii: "d"): return Entry(name: name, kind: .folder)
    case UInt8(ascii: "-"):
      guard let size = Int64(String(decoding: words[4], as: UTF8.self)), size >= 0 else {
        return nil
      }
      return Entry(name: name, kind: .file(size))
    default: return Entry(name: name, kind: .other)
    }
  }
}
