// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fencing
import Fixity
import Foundation
import Records
import Surroundings
import SystemPackage

/// The process in which a document is read: behind a fence, with the document on its standard input and nothing else.
///
/// This program starts itself for it (``TextWorker``). Readers of our own print the text, a form feed between the parts,
/// and what else there is to say as JSON on standard error; a program of the machine's takes the process's place.
package enum WorkerProcess {
  /// The word by which this program is told to be one; it is no command, and no help names it.
  package static let word = "read-text-behind-a-fence"

  /// The reader that tells of the pictures in an office file.
  static let pictures = "pictures"

  /// How it ends where it has no text.
  enum Ending: Int32 {
    case done = 0
    case noFence = 90
    case noProgram = 91
    case password = 92
    case damaged = 93
    case cut = 94
    case tooMuch = 95
  }

  /// What is said beside the text.
  struct Remarks: Codable {
    var kind: ExtractedText.Part?
    var language: String?
    var hidden: [HiddenContent] = []
    var isCut = false
  }

  /// Documents are not longer than this, in bytes.
  static let longestDocument = 512 << 20

  /// - Parameter program: what reads; pictures of pages are longer than texts.
  /// - Returns: what it may use up.
  static func limits(of program: TextReader.Program?) -> Limits {
    let output = program == .pdftoppm ? Int(PageLayout.mostPixels) * 3 : TextBuilder.longest
    return Limits(seconds: 20, memory: 2 << 30, output: UInt(output) + (1 << 20), openFiles: 64)
  }

  private static let programFolders = ["/usr/bin", "/usr/local/bin"]
  private static let readable: [FilePath] = [
    "/etc/ld.so.cache", "/etc/catdocrc", "/etc/localtime", "/etc/fonts", "/usr/share/poppler",
    "/usr/share/catdoc", "/usr/share/locale", "/usr/share/fonts", "/usr/share/fontconfig",
    "/usr/local/share/fonts", "/var/cache/fontconfig", "/usr/share/zoneinfo", "/dev/null",
  ]
  private static let runnable: [FilePath] = [
    "/usr/bin", "/usr/local/bin", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64",
  ]

  /// Is one, where the arguments say so; else nothing happens.
  ///
  /// It must be called before any thread but the first is there.
  ///
  /// - Parameter arguments: those of the process, its name first.
  package static func runIfAsked(_ arguments: [String]) {
    guard arguments.count >= 3, arguments[1] == word else { return }
    exit(run(reader: arguments[2], Array(arguments.dropFirst(3))).rawValue)
  }

  /// - Parameters:
  ///   - reader: the program; what is none is one of our own readers.
  ///   - words: for a program the first and the last page, or nothing; for ours the kind and the charset.
  /// - Returns: how it ended; a program that takes its place ends for itself.
  private static func run(reader: String, _ words: [String]) -> Ending {
    let program = TextReader.Program(rawValue: reader)
    let file = program.flatMap { program in
      programFolders.map { "\($0)/\(program.file)" }.first(where: ProgramFile.mayBeRun)
    }
    if program != nil, file == nil { return .noProgram }
    do {
      try Fence(limits(of: program), readable: readable, runnable: runnable).close()
    } catch {
      try? StandardStream.error.write("\(error)\n")
      return .noFence
    }
    if let program, let file {
      ProgramFile.become(
        file,
        [program.file] + program.arguments(for: pages(words)),
        environment: TextWorker.environment
      )
      return .noProgram
    }
    if reader == pictures { return tellPictures() }
    let charset = words.dropFirst().first
    guard let kind = words.first.flatMap(BodyKind.init(rawValue:)),
      let bytes = StandardInputBytes.all(limit: longestDocument)
    else { return .damaged }
    switch TextReader.read(bytes, as: kind, charset: charset) {
    case .failure(.password): return .password
    case .failure(.damaged): return .damaged
    case .failure(.tooMuch): return .tooMuch
    case .success(let text): return tell(text)
    }
  }

  private static func pages(_ words: [String]) -> ClosedRange<Int>? {
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == 2, numbers[0] <= numbers[1] else { return nil }
    return numbers[0]...numbers[1]
  }

  /// Prints the digests of all pictures, a line for each.
  private static func tellPictures() -> Ending {
    guard let bytes = StandardInputBytes.all(limit: longestDocument),
      var zip = ZipArchive(bytes)
    else { return .damaged }
    guard let pictures = zip.pictures else { return .damaged }
    let lines = pictures.map { "\($0.hex)\n" }.joined()
    return (try? StandardStream.output.write(lines)) == nil ? .cut : .done
  }

  private static func tell(_ text: ExtractedText) -> Ending {
    let remarks = Remarks(
      kind: text.kind,
      language: text.language,
      hidden: text.hidden,
      isCut: text.isCut
    )
    do {
      try StandardStream.output.write(text.parts.joined(separator: "\u{0C}"))
      let said = try JSONEncoder().encode(remarks)
      try StandardStream.error.write(String(decoding: said, as: UTF8.self))
      return .done
    } catch {
      return .cut
    }
  }
}
