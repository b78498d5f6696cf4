// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
package import Records
import Surroundings
package import SystemPackage

/// Reads the text of documents, each in a process of its own (``WorkerProcess``).
///
/// What is read comes from strangers, and the programs that read it have had faults: none of it is looked into here, but for
/// the text that comes back.
package struct TextWorker: Sendable {
  /// Why documents cannot be read here at all.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// What reading one came to.
  package struct Outcome: Sendable {
    package let reading: Reading
    /// The package that has the program which is missing; nil where none is.
    package let missing: String?

    /// The same, in a language that the document states where its text does not.
    package func stating(_ language: String?) -> Outcome {
      guard case .text(var text) = reading, text.language == nil else { return self }
      text.language = language
      return Outcome(reading: .text(text), missing: missing)
    }
  }

  /// This program's file.
  private let program: FilePath
  /// A reader that waits for nothing takes no longer; a wall clock besides the processor's.
  private static let longest = Duration.seconds(60)
  static let environment = [
    "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=/nonexistent",
  ]

  /// - Parameter program: its file; nil for the one that runs.
  /// - Throws: where the system does not say which that is.
  package init(program: FilePath? = nil) throws(Failure) {
    guard let path = program ?? ProgramFile.path else {
      throw Failure(description: "the system does not say where this program's file is")
    }
    self.program = path
  }

  /// Reads one.
  ///
  /// - Parameters:
  ///   - file: the document, open at its beginning.
  ///   - head: its first bytes.
  ///   - kind: what it is.
  ///   - charset: the encoding that was stated when it came.
  /// - Returns: its text, or why it has none.
  /// - Throws: where there is no fence, or no process can be started: then none can be read.
  package func read(
    _ file: FileDescriptor,
    beginning head: [UInt8],
    as kind: BodyKind,
    charset: String? = nil
  ) throws(Failure) -> Outcome {
    guard let reader = TextReader(for: kind, beginning: head) else {
      let isLocked = kind == .ole && Self.isEncryptedPackage(head)
      return Outcome(reading: .none(isLocked ? .password : .kind), missing: nil)
    }
    switch reader {
    case .own:
      let run = try start("own", [kind.rawValue] + (charset.map { [$0] } ?? []), file)
      return Outcome(reading: Self.reading(of: run), missing: nil)
    case .program(let program): return try read(file, by: program)
    }
  }

  private func read(
    _ file: FileDescriptor,
    by program: TextReader.Program
  ) throws(Failure) -> Outcome {
    let run = try start(program.rawValue, [], file)
    guard run.status != WorkerProcess.Ending.noProgram.rawValue else {
      return Outcome(reading: .none(.noProgram), missing: program.package)
    }
    let text = PlainWords.read(pages: run.printed, of: program.part)
    let complaint = run.errors
    if let reading = Reading(printed: text, status: run.status, complaint: complaint) {
      guard program == .pdftotext, case .text(let text) = reading else {
        return Outcome(reading: reading, missing: nil)
      }
      return Outcome(reading: .text(try visible(of: text, in: file)), missing: nil)
    }
    guard program == .pdftotext, let pictures = try again(.pdfimages, file) else {
      return Outcome(reading: .none(.empty), missing: nil)
    }
    let isScan = Reading.showsScan(pictures.output)
    // A few words on each page are a text, where the page is no picture.
    if !isScan, text.parts.contains(where: { PageLayout.letters(of: $0) > 0 }) {
      return Outcome(reading: .text(try visible(of: text, in: file)), missing: nil)
    }
    return Outcome(reading: .none(isScan ? .scan : .empty), missing: nil)
  }

  /// Has a further program look at a document from its beginning.
  ///
  /// - Parameters:
  ///   - program: which.
  ///   - file: the document.
  ///   - pages: those to look at; nil for all.
  /// - Returns: what it said; nil where the document cannot be read again.
  /// - Throws: where there is no fence, or no process can be started.
  func again(
    _ program: TextReader.Program,
    _ file: FileDescriptor,
    _ pages: ClosedRange<Int>? = nil
  ) throws(Failure) -> OutsideProgram? {
    try again(program.rawValue, file, pages.map { ["\($0.lowerBound)", "\($0.upperBound)"] } ?? [])
  }

  /// The same, by the name of a reader.
  func again(
    _ reader: String,
    _ file: FileDescriptor,
    _ words: [String] = []
  ) throws(Failure) -> OutsideProgram? {
    guard (try? file.seek(offset: 0, from: .start)) != nil else { return nil }
    return try start(reader, words, file)
  }

  private func start(
    _ reader: String,
    _ words: [String],
    _ file: FileDescriptor
  ) throws(Failure) -> OutsideProgram {
    let run: OutsideProgram?
    do {
      run = try OutsideProgram.run(
        program.string,
        [WorkerProcess.word, reader] + words,
        input: .file(file),
        environment: Self.environment,
        within: Self.longest
      )
    } catch {
      throw Failure(description: "the process that reads documents cannot be started: \(error)")
    }
    guard let run else {
      throw Failure(description: "this program's file is not at \(program) any more")
    }
    guard run.status != WorkerProcess.Ending.noFence.rawValue else {
      throw Failure(
        description:
          "documents are not read, because a process that reads them cannot be fenced in: \(run.complaint)"
      )
    }
    return run
  }

  private static func reading(of run: OutsideProgram) -> Reading {
    switch WorkerProcess.Ending(rawValue: run.status) {
    case .done:
      let remarks =
        (try? JSONDecoder().decode(WorkerProcess.Remarks.self, from: Data(run.errors.utf8)))
        ?? WorkerProcess.Remarks()
      var text = PlainWords.read(pages: run.printed, of: remarks.kind)
      text.language = remarks.language.flatMap(StatedLanguage.tag)
      text.hidden = Array(remarks.hidden.prefix(HiddenContent.Kind.allCases.count))
      text.isCut = text.isCut || remarks.isCut
      return text.parts.allSatisfy(\.isEmpty) ? .none(.empty) : .text(text)
    case .password: return .none(.password)
    case .damaged: return .none(.damaged)
    case .cut, .tooMuch, .noFence, .noProgram, nil: return .none(.tooMuch)
    }
  }

  /// Whether a compound file holds a document of Office under a password: its directory names the parts of that.
  private static func isEncryptedPackage(_ head: [UInt8]) -> Bool {
    let name = Array("EncryptedPackage".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    return head.indices.dropLast(name.count).contains {
      head[$0] == name[0] && head[$0..<($0 + name.count)].elementsEqual(name)
    }
  }
}
