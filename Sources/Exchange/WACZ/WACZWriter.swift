// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Filing
import Fixity
import Foundation
import Records
import SystemPackage

/// A web archive in one file: a WARC file, its index, its pages, and the proofs of what is in it.
///
/// Source: WACZ 1.1.1 <https://specs.webrecorder.net/wacz/1.1.1/>; WACZ signing and verification 0.1.0
/// <https://specs.webrecorder.net/wacz-auth/0.1.0/>
struct WACZWriter: ExportWriter {
  private struct Resource: Encodable {
    let name: String
    let path: String
    let hash: String
    let bytes: Int64
  }

  private struct Package: Encodable {
    let profile = "data-package"
    let wacz_version = "1.1.1"
    let title = "Documents"
    let software: String
    let created: Date
    let resources: [Resource]
  }

  private struct PackageDigest: Encodable {
    struct Signed: Encodable {
      let hash: String
      let created: Date
      let software: String
      let signature: String
      let publicKey: String
    }

    let path = "datapackage.json"
    let hash: String
    let signedData: Signed?
  }

  private struct Page: Encodable {
    let id: String
    let url: String
    let ts: Date
    let title: String
  }

  private static let warcName = "documents.warc"

  private let place: FilePath
  private var zip: StoredZip
  private var warc: WARCFile
  private var pages = ""
  private var proofs: [(name: String, text: String)] = []
  private var resources: [Resource] = []
  private let software: String
  private let checkpoint: String?
  private let date: Date

  /// - Parameters:
  ///   - place: the file.
  ///   - facts: what is said of all of it.
  ///   - checkpoint: the ledger's, as it is signed; nil where there is none.
  ///   - date: when the newest version in it was kept.
  /// - Throws: where it cannot be written.
  init(
    at place: FilePath,
    _ facts: [(String, String)],
    checkpoint: String?,
    date: Date
  ) throws {
    zip = try StoredZip(at: place, date: date)
    try zip.begin("archive/\(Self.warcName)")
    zip.file.beginsTapping()
    warc = try WARCFile(in: zip.file, named: Self.warcName, facts, date: date)
    software = facts.first { $0.0 == "software" }?.1 ?? "hanaper"
    (self.place, self.checkpoint, self.date) = (place, checkpoint, date)
  }

  mutating func append(_ item: ExportItem) throws {
    try warc.append(item)
    let (document, version) = (item.document, item.version)
    let name = "\(document.address.shortID)-v\(version.number)"
    pages += try RecordCoding.encodeLine(
      Page(id: name, url: version.address.text, ts: version.capturedAt, title: document.title)
    )
    if let proof = item.proof { proofs.append(("proofs/\(name).\(FileProof.ending)", proof.text)) }
  }

  mutating func finish() throws {
    guard let tapped = zip.file.endsTapping() else { return }
    let head = zip.end(tapped.sum)
    note("archive/\(Self.warcName)", tapped.digest, tapped.size)
    try add("indexes/index.cdx.gz", CaptureIndex.bytes(of: warc.entries, in: Self.warcName))
    let list = #"{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}"#
    try add("pages/pages.jsonl", Array("\(list)\n\(pages)".utf8))
    if let checkpoint { try add("proofs/checkpoint.txt", Array(checkpoint.utf8)) }
    for proof in proofs { try add(proof.name, Array(proof.text.utf8)) }
    let package = Package(software: software, created: date, resources: resources)
    let bytes = Array(try RecordCoding.encode(package).utf8)
    try zip.add("datapackage.json", bytes)
    let hash = Digest.of(bytes, by: .sha256).description
    let signed = OneTimeSignature(over: Array(hash.utf8)).map {
      PackageDigest.Signed(
        hash: hash,
        created: date,
        software: software,
        signature: Data($0.bytes).base64EncodedString(),
        publicKey: Data($0.publicKey).base64EncodedString()
      )
    }
    let digest = PackageDigest(hash: hash, signedData: signed)
    try zip.add("datapackage-digest.json", Array(try RecordCoding.encode(digest).utf8))
    try zip.finish()
    try zip.file.finish()
    // Its size and checksum are known only now.
    try Disk().patch(place, at: head.offset, with: head.bytes)
    try Disk().sync(place)
  }

  private mutating func add(_ path: String, _ bytes: [UInt8]) throws {
    try zip.add(path, bytes)
    note(path, .of(bytes, by: .sha256), Int64(bytes.count))
  }

  private mutating func note(_ path: String, _ digest: Digest, _ size: Int64) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    resources.append(
      Resource(name: name.lowercased(), path: path, hash: digest.description, bytes: size)
    )
  }
}
