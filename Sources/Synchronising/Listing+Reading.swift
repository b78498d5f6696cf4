// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Fetching
import Filing
import Fixity
import HTTP
import SystemPackage

extension Listing {
  /// Reads a page bit by bit, and no more of it than `PageBudget` allows.
  ///
  /// - Parameters:
  ///   - place: where it is; nil for a page without a byte.
  ///   - address: what answered for it.
  ///   - declaredCharset: the one that the answer names.
  ///   - format: in what form it is meant to be.
  ///   - withParts: whether parts, and links to them, are of interest.
  ///   - headers: what the fields of the answer say of the list.
  /// - Returns: what it offers; ``limits`` says what was not read.
  /// - Throws: where a file cannot be read.
  static func read(
    _ place: BodyPlace?,
    at address: WebAddress,
    declaredCharset: String?,
    as format: ListingFormat = .page,
    withParts: Bool = false,
    headers: ListHeaders = ListHeaders()
  ) throws(FilingError) -> Listing {
    func read(
      from bytes: () throws(FilingError) -> [UInt8]
    ) throws(FilingError) -> Listing {
      try self.read(
        at: address,
        declaredCharset: declaredCharset,
        as: format,
        withParts: withParts,
        headers: headers,
        from: bytes
      )
    }
    switch place {
    case nil: return try read { () throws(FilingError) in [] }
    case .memory(let bytes):
      var rest: [UInt8]? = bytes
      return try read { () throws(FilingError) in rest.take() ?? [] }
    case .file(let path):
      let opened = try ReadableFile(path)
      return try read { () throws(FilingError) in try opened.nextChunk() }
    }
  }

  /// The digest of the ``canonicalText``.
  var fingerprint: Digest {
    var stream = DigestStream(.sha512)
    writeCanonicalText { stream.update($0.span) }
    return stream.finish()
  }
}

extension FetchedResponse {
  /// Reads the page that came; for its charset, its own word comes before that of its markup.
  func listing(
    as format: ListingFormat = .page,
    withParts: Bool = false
  ) throws(FilingError) -> Listing {
    // A file goes with its body.
    try withExtendedLifetime(body) { () throws(FilingError) in
      try Listing.read(
        body?.place,
        at: address,
        declaredCharset: mediaType?.charset,
        as: format,
        withParts: withParts,
        headers: ListHeaders(head)
      )
    }
  }
}

extension ListHeaders {
  init(_ head: ResponseHead?) {
    self.init(
      links: head?.fields.lazy.filter { $0.isNamed("Link") }.prefix(20).map(\.value) ?? [],
      parts: head?.fields["X-WP-TotalPages"],
      refresh: head?.fields.first(named: "Refresh")?.utf8Value
    )
  }
}

extension FilingError {
  /// Whether a body or page cannot be read, which is that one's affair and nobody else's.
  var isOfReading: Bool { operation == .read || operation == .look }
}
