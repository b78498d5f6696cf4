// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Filing
import Fixity
import Foundation
import Surroundings
import SystemPackage

/// The sample site: what it answers on each of two nights.
struct DemoSite: Sendable {
  enum Night: Sendable {
    case one, two
  }

  struct Answer: Sendable {
    var status = 200
    var type = "text/html; charset=utf-8"
    var body: [UInt8] = []

    /// A strong validator: the same bytes have the same one.
    var etag: String { "\"\(Digest.of(body, by: .sha256).hex.prefix(16))\"" }

    static let missing = Answer(status: 404, body: Array("<title>404 Not Found</title>".utf8))
  }

  static let host = "www.northbrookscp.example"
  static let neighbour = "www.eastmerelscb.example"
  static let listing = "http://\(host)/guidance/case-reviews/"

  private let folder: FilePath

  init(in folder: FilePath) {
    self.folder = folder
  }

  /// Where the site's files are: beside the program as built, or where `make install` puts them.
  static func find() throws -> FilePath {
    let directory = ProgramFile.path?.removingLastComponent() ?? "."
    let places = [
      directory.appending("hanaper_hanaper.resources").appending("DemoSite"),
      directory.removingLastComponent().appending("share/hanaper/DemoSite"),
    ]
    for place in places where try Disk().entry(at: place) == .directory { return place }
    throw CommandFailure(
      "the sample site is missing; it should be in \(places.map(\.string).joined(separator: " or "))"
    )
  }

  func answer(_ host: String, _ path: String, on night: Night) throws -> Answer {
    switch (host, path.removingPercentEncoding ?? path) {
    case (Self.neighbour, "/serious-case-reviews/family-a.html"): return try page("family-a.html")
    case (Self.host, "/guidance/case-reviews/"):
      return try page(night == .one ? "night-one.html" : "night-two.html")
    case (Self.host, let path) where path.hasPrefix(Self.uploads):
      return try document(String(path.dropFirst(Self.uploads.count)), on: night)
    default: return .missing
    }
  }

  private static let uploads = "/wp-content/uploads/"

  private func document(_ path: String, on night: Night) throws -> Answer {
    switch (path, night) {
    case ("2020/03/Triennial-SCR-Report-2014-to-2017.pdf", _): try pdf("triennial-2014-2017.pdf")
    // Replaced in place by another edition.
    case ("2020/02/SCR-Child-D-Final-Report.pdf", .one): try pdf("child-d-first-edition.pdf")
    case ("2020/02/SCR-Child-D-Final-Report.pdf", .two): try pdf("child-d-second-edition.pdf")
    case ("2020/02/SCR Child D Executive Summary.docx", _):
      try word("child-d-executive-summary.docx")
    // Dropped from the page, and still served.
    case ("2017/06/Child-B-SCR-Overview-Report-–-MSCB-2017.pdf", _):
      try pdf("child-b-overview-2017.pdf")
    // A broken link.
    case ("2013/10/Child-A-SCR-Overview-Report-MSCB-2013.pdf", .one):
      try pdf("child-a-overview-2013.pdf")
    // An error page that says 200.
    case ("2014/10/Briefings-October-2014.odt", .one):
      try file("briefings-october-2014.odt", "application/vnd.oasis.opendocument.text")
    case ("2014/10/Briefings-October-2014.odt", .two): try page("not-found.html")
    case ("2014/10/Lessons-and-messages.pdf", _): try pdf("lessons-and-messages.pdf")
    // New.
    case ("2021/06/LSCPR-Jason-report.docx", .two): try word("jason-2021.docx")
    default: .missing
    }
  }

  private func page(_ name: String) throws -> Answer {
    Answer(body: try Disk().read(folder.appending(name)))
  }

  private func pdf(_ name: String) throws -> Answer {
    try file(name, "application/pdf")
  }

  private func word(_ name: String) throws -> Answer {
    try file(name, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
  }

  private func file(_ name: String, _ type: String) throws -> Answer {
    let path = folder.appending("documents").appending(name)
    return Answer(type: type, body: try Disk().read(path))
  }
}
