// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import HTTP
import Inflating
import SystemPackage

/// An answer as a WARC file has it: its head, and the document without the codings that it came in.
struct ArchivedAnswer {
  /// Why there is no document in it.
  struct Fault: Error {
    /// A clause.
    let words: String
  }

  let head: ResponseHead

  private static let longestHead = 256 << 10

  /// The head of an answer, and where its body begins; nil where there is none.
  static func head(of block: FilePart) throws -> (ResponseHead, length: Int)? {
    let file = try ReadableFile(block.path)
    let bytes = try file.bytes(
      at: block.offset,
      count: Int(min(block.size, Int64(longestHead)))
    )
    guard bytes.starts(with: "HTTP/".utf8) else { return nil }
    var place = 0
    while let end = bytes[place...].firstIndex(of: 0x0A) {
      let line = bytes[place..<end]
      if line.isEmpty || line.elementsEqual([0x0D]) {
        return ResponseHead(Array(bytes[...end])).map { ($0, end + 1) }
      }
      place = end + 1
    }
    return ResponseHead(bytes).map { ($0, bytes.count) }
  }

  /// Writes the document into a file.
  ///
  /// - Parameters:
  ///   - block: the whole answer.
  ///   - spool: a file to make.
  ///   - limit: how many bytes it may have.
  /// - Throws: ``Fault`` where it cannot be undone, or is cut; where something cannot be read or written.
  init(_ block: FilePart, bodyTo spool: FilePath, limit: Int64) throws {
    guard let (head, length) = try Self.head(of: block) else {
      throw Fault(words: "it is no answer of a web server")
    }
    self.head = head
    let body = FilePart(
      block.path,
      offset: block.offset + Int64(length),
      size: block.size - Int64(length)
    )
    let coding = head.fields["Content-Encoding"]?.lowercased() ?? ""
    let wrapping: InflatingStream.Wrapping?
    switch coding {
    case "", "identity": wrapping = nil
    case "gzip", "x-gzip": wrapping = .gzip
    case "deflate": wrapping = .zlib
    default: throw Fault(words: "its coding “\(coding)” is not undone here")
    }
    let isChunked = head.fields["Transfer-Encoding"]?.lowercased().contains("chunked") ?? false
    if !isChunked, let stated = head.fields["Content-Length"].flatMap({ Int64($0) }),
      stated > body.size
    {
      throw Fault(words: "\(body.size) of \(stated) bytes are there")
    }
    do {
      try Self.write(body, to: spool, isChunked: isChunked, wrapping, limit)
    } catch let fault as Chunks.Fault {
      // Many archivers keep the field of what they have taken apart already.
      guard isChunked, fault == .none else { throw Fault(words: "its chunks are cut short") }
      try Self.write(body, to: spool, isChunked: false, wrapping, limit)
    }
  }

  private static func write(
    _ body: FilePart,
    to spool: FilePath,
    isChunked: Bool,
    _ wrapping: InflatingStream.Wrapping?,
    _ limit: Int64
  ) throws {
    try Disk().removeFile(spool)
    var target = try WritableFile(creating: spool)
    var written: Int64 = 0
    func keep(_ bytes: [UInt8]) throws {
      written += Int64(bytes.count)
      guard written <= limit else { throw Fault(words: "it is longer than limits.documentSize") }
      try target.append(bytes.span)
    }
    var stream = wrapping.flatMap { InflatingStream($0) }
    var (isFirst, begun): (Bool, [UInt8]) = (true, [])
    func decode(_ piece: [UInt8]) throws {
      var bytes = piece
      if isFirst {
        // So, too, of the coding: what does not begin as it would is taken as it is.
        begun += piece
        guard begun.count >= 2 else { return }
        if wrapping == .gzip, !GzipReader.isGzip(begun) { stream = nil }
        (bytes, isFirst) = (begun, false)
      }
      guard let stream else { return try keep(bytes) }
      do {
        try stream.push(bytes, keep)
      } catch is InflatingStream.Damaged {
        throw Fault(words: "what it is packed in is damaged")
      }
    }
    let file = try ReadableFile(body.path)
    var chunks = Chunks()
    var place: Int64 = 0
    while place < body.size {
      let piece = try file.bytes(
        at: body.offset + place,
        count: Int(min(256 << 10, body.size - place))
      )
      guard !piece.isEmpty else { break }
      if isChunked { try chunks.take(piece, decode) } else { try decode(piece) }
      place += Int64(piece.count)
    }
    if isChunked, !chunks.isWhole { throw Chunks.Fault.cut }
    if isFirst {
      stream = nil
      try keep(begun)
    }
    if let stream, !stream.isAtEnd { throw Fault(words: "what it is packed in is cut short") }
  }
}

/// Takes the chunks of a body apart.
///
/// Source: RFC 9112, section 7.1
struct Chunks {
  enum Fault: Error {
    /// It does not begin with a chunk.
    case none
    case cut
  }

  private var line: [UInt8] = []
  private var left: Int64 = 0
  private var isInside = false
  private var isBegun = false
  /// Whether the last chunk came.
  private(set) var isWhole = false

  mutating func take(_ piece: [UInt8], _ body: ([UInt8]) throws -> Void) throws {
    var rest = piece[...]
    while !rest.isEmpty, !isWhole {
      if isInside, left > 0 {
        let part = rest.prefix(Int(min(left, Int64(rest.count))))
        try body(Array(part))
        left -= Int64(part.count)
        rest = rest.dropFirst(part.count)
        continue
      }
      guard let byte = rest.popFirst() else { return }
      guard byte == 0x0A else {
        line.append(byte)
        guard line.count < 1_024 else { throw isBegun ? Fault.cut : Fault.none }
        continue
      }
      let text = String(decoding: line.filter { $0 != 0x0D }, as: UTF8.self)
      line = []
      if isInside {
        // The end of the line behind a chunk.
        guard text.isEmpty else { throw Fault.cut }
        isInside = false
        continue
      }
      let digits = text.prefix { $0 != ";" && $0 != " " }
      guard let size = Int64(digits, radix: 16), size >= 0 else {
        throw isBegun ? Fault.cut : Fault.none
      }
      isBegun = true
      (left, isInside) = (size, true)
      if size == 0 { isWhole = true }
    }
  }
}
