// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import HTTP
import Support
import SystemPackage
import Testing

@testable import Appraisal
import Records

@Suite(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"), .timeLimit(.minutes(20)))
struct `Judging real bodies` {
  /// All files in a folder of the collections and below, by path.
  static func files(in folder: String) throws -> [String] {
    let root = try #require(OutsideData.directory(folder)).string
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root)
    return paths.sorted().map { "\(root)/\($0)" }.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }

  /// The appraisal of a file, as if it were served without any word about itself.
  static func appraise(
    _ path: String,
    type: String = "application/octet-stream",
    _ expectation: ResponseEvidence.Expectation = .document(known: nil)
  ) throws -> AppraisalRecord {
    let body = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let response = ResponseEvidence(
      requested: try WebAddress("https://example.org/v1/file/50004183"),
      status: 200,
      headers: [HeaderField("Content-Type", type)],
      body: BodyEvidence(whole: body),
      expectation: expectation
    )
    return Appraiser.appraise(response)
  }

  @Test
  func `inspection reports are whole documents`() throws {
    let paths = try Self.files(in: "ofsted/pdf")
    #expect(!paths.isEmpty)
    for path in paths {
      let appraisal = try Self.appraise(path)
      #expect(appraisal.verdict == .document(.pdf), "\(path)")
      #expect(appraisal.evidence.fault == nil, "\(path)")
    }
  }

  @Test
  func `“Report not found” is not a report`() throws {
    let paths = try Self.files(in: "ofsted/not-found-as-pdf")
    #expect(paths.count >= 3)
    for path in paths {
      let appraisal = try Self.appraise(path)
      if path.contains("GOOD") {
        #expect(appraisal.verdict == .document(.pdf), "\(path)")
        #expect(appraisal.evidence.fault == nil, "\(path)")
      } else {
        #expect(appraisal.verdict == .softMissing(.notFoundPage), "\(path)")
        #expect((appraisal.evidence.score ?? 0) >= PageAssessment.certainScore, "\(path)")
      }
    }
  }

  @Test(arguments: ["ofsted/index-history", "govuk/html"])
  func `listings are pages, and no challenge or error`(folder: String) throws {
    let paths = try Self.files(in: folder).filter { $0.hasSuffix(".html") }
    #expect(!paths.isEmpty)
    for path in paths {
      for expectation in [ResponseEvidence.Expectation.page, .unknown] {
        let appraisal = try Self.appraise(path, type: "text/html", expectation)
        #expect(appraisal.verdict == .page, "\(path)")
        #expect((appraisal.evidence.score ?? 0) < 4, "\(path)")
      }
    }
  }

  @Test
  func `odd documents are kept, and a lost byte is doubted`() throws {
    let paths = try Self.files(in: "pdf-corner-cases")
    #expect(!paths.isEmpty)
    for path in paths {
      let appraisal = try Self.appraise(path)
      let name = FilePath(path).lastComponent?.string ?? ""
      let kind = FilePath(path).extension.flatMap(BodyKind.init(pathExtension:))
      guard let kind else {
        // A note beside the collection.
        #expect(appraisal.kind == .text, "\(name)")
        continue
      }
      #expect(appraisal.verdict == .document(kind), "\(name)")
      // In these, offsets or first lines are out; readers open them all.
      let isOdd = name.hasPrefix("T01_") || name == "opf-corruptionOneByteMissing.pdf"
      #expect((appraisal.doubt != nil) == isOdd, "\(name)")
    }
  }

  @Test
  func `a report cut off anywhere is damaged`() throws {
    let path = try #require(try Self.files(in: "ofsted/pdf").first)
    let body = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for length in stride(from: 1_000, to: body.count, by: body.count / 40) {
      let cut = BodyEvidence(whole: Array(body.prefix(length)))
      let fault = Structure.check(cut, kind: .pdf, declaredLength: nil)
      #expect(fault?.damage == .truncated, "cut to \(length) of \(body.count)")
    }
  }
}
