// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import Filing
import Foundation
import OCFL
import SystemPackage

/// Takes documents into a new storage root, without manifest, visits and catalogue.
///
/// All of them come with one and the same `capture.json`, so that encoding it is not in the figures.
struct OCFLIntake {
  private static let versionsPerBatch = 64

  private let folder: FilePath
  private let count: Int

  init(_ folder: FilePath, _ count: Int) {
    self.folder = folder
    self.count = count
  }

  func run() throws -> String {
    let disk = Disk()
    try disk.makeDirectory(folder)
    let root = try StorageRoot.create(at: folder.appending("ocfl"))
    let spool = folder.appending("spool")
    try disk.makeDirectory(spool)
    let user = Inventory.User(name: "hanaper/benchmark", address: "mailto:records@example.org")
    let time = Date().wholeSecond
    var documents = SampleDocuments()
    var capture: [UInt8]?
    var figures = Figures(of: count)

    var batches = 1
    var batch = try CommitBatch(in: root, staging: folder.appending("batch-1"))
    for number in 1...count {
      let document = try documents.spool(number, in: spool)
      let record =
        try capture ?? Array(RecordCoding.encode(document.capture(at: time, run: "run")).utf8)
      capture = record
      var version = try batch.stage(ObjectID(document.address.text))
      try disk.rename(document.file, to: version.contentFile("document.pdf"))
      try version.add("document.pdf", digest: document.digest)
      try version.add(Capture.fileName, holding: record)
      batch.add(try version.prepare(created: time, message: "benchmark", user: user))
      try figures.passed(number)
      guard batch.count == Self.versionsPerBatch || number == count else { continue }
      _ = try batch.commit()
      try batch.finish()
      batches += 1
      batch = try CommitBatch(in: root, staging: folder.appending("batch-\(batches)"))
    }
    try batch.finish()
    return try figures.finish()
  }
}
