// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// What a store says in XML: the text of each element, under its name, in order.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
struct S3Answer {
  private(set) var root = ""
  /// Names of elements below the root's children are put behind those of their parents: `contents/key`.
  private(set) var values: [(name: String, text: String)] = []
  /// Whether it ends before its end.
  private(set) var isCut = false

  init(_ bytes: [UInt8]) {
    var scanner = XMLScanner(bytes)
    var path: [String] = []
    var texts: [[UInt8]] = []
    while let event = scanner.next() {
      switch event {
      case .start(let name, _):
        if path.isEmpty { root = name.local }
        path.append(name.local)
        texts.append([])
      case .text(let text): if !texts.isEmpty { texts[texts.count - 1] += text }
      case .end:
        while path.count > scanner.depth {
          let name = path.dropFirst().joined(separator: "/")
          let text = String(decoding: texts.removeLast(), as: UTF8.self)
          if path.count > 1 { values.append((name, text)) }
          path.removeLast()
        }
      }
    }
    isCut = scanner.isCut || root.isEmpty
  }

  subscript(_ name: String) -> String? { values.first { $0.name == name }?.text }

  /// The code of an error: `NoSuchBucket`.
  var code: String { root == "error" ? self["code"] ?? "" : "" }

  /// A page of a list.
  struct Page {
    let files: [StoredFile]
    /// How the next one is asked for; nil for the last.
    let next: String?
  }

  /// Reads a page of a list whose names are encoded; nil where it is none, or is cut.
  var page: Page? {
    guard root == "listbucketresult", !isCut else { return nil }
    var files: [StoredFile] = []
    var key: String?
    var size: Int64?
    for (name, text) in values {
      switch name {
      case "contents/key":
        // A space is a plus in some of these.
        let bytes = PercentCoding.decodeStrictly(text.utf8.map { $0 == 0x2B ? 0x20 : $0 })
        key = bytes.flatMap { String(validating: $0, as: UTF8.self) }
        if key == nil { return nil }
      case "contents/size":
        size = Int64(text)
        guard (size ?? -1) >= 0 else { return nil }
      case "contents":
        // In whatever order the two came.
        guard let key = key.take(), let size = size.take() else { return nil }
        files.append(StoredFile(name: key, size: size))
      default: break
      }
    }
    let isMore = self["istruncated"] == "true"
    let next = self["nextcontinuationtoken"]
    return isMore && next == nil ? nil : Page(files: files, next: isMore ? next : nil)
  }
}
