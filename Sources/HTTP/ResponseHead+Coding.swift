// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension ResponseHead {
  /// What its `Content-Encoding` names, where that is no coding at all.
  ///
  /// Object stores and download scripts put a charset or a media type there, and send the bytes as they are.
  /// libcurl refuses any coding that it does not know. Nil where all that are named are known, which are
  /// then undone or a fault; and where there is no body.
  ///
  /// Source: RFC 9110 §8.4, and IANA's HTTP Content Coding Registry
  package var unknownCoding: String? {
    guard status != 204, status != 304 else { return nil }
    let names = fields.filter { $0.isNamed("Content-Encoding") }
      .flatMap { $0.value.split(separator: ",") }
      .map { $0.lowercased().filter { $0 != " " && $0 != "\t" } }.filter { !$0.isEmpty }
    let first = names.first { !Self.codings.contains($0) }
    return first.map { String($0.prefix(100)) }
  }

  private static let codings: Set<String> = [
    "identity", "none", "gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "dcb",
    "dcz", "aes128gcm", "exi", "pack200-gzip",
  ]
}
