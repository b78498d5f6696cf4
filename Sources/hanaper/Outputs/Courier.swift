// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Delivery
import Filing
import Foundation
import Reporting
import SystemPackage

/// Brings what a command has to say to the outputs of the configuration, and remembers how that went.
///
/// No run fails by it: what does not work is said on standard error, and by `hanaper status`.
struct Courier {
  private let settings: Settings
  private let deliverer: Deliverer
  private let outputs: Outputs

  /// - Throws: where an output cannot work and never has; one that did is told when it is its turn.
  init(_ settings: Settings) throws(ConfigurationError) {
    let memory = Self.memory(of: settings)
    var outputs = settings.outputs
    for fault in settings.outputFaults {
      guard memory.hasServed(fault.output) else { throw fault.error }
      outputs.unusable[fault.output] = fault.error.description
    }
    self.init(settings, outputs)
  }

  /// For what must not be kept from its work by an output.
  init(whateverIsWrongIn settings: Settings) {
    var outputs = settings.outputs
    for fault in settings.outputFaults { outputs.unusable[fault.output] = fault.error.description }
    self.init(settings, outputs)
  }

  private init(_ settings: Settings, _ outputs: Outputs) {
    (self.settings, self.outputs) = (settings, outputs)
    deliverer = Deliverer(to: outputs, settings.network)
  }

  func tellStart() async { await deliverer.tellStart() }

  /// Brings a message to all outputs that it is for: first by mail, so that what cannot be mailed is printed before anybody is waited for.
  ///
  /// - Parameters:
  ///   - message: the message.
  ///   - isPrinted: whether it was printed already.
  ///   - tell: prints it; not called where that is not needed.
  /// - Throws: what `tell` does.
  func deliver(
    _ message: some DeliverableMessage,
    printed isPrinted: Bool,
    orElse tell: () throws -> Void
  ) async throws {
    let isMailed = await deliver(message, to: [.mail])
    if !isPrinted, !isMailed { try tell() }
    _ = await deliver(message, to: Set(Outputs.Kind.allCases).subtracting([.mail]))
  }

  /// Brings a message to some outputs that it is for.
  ///
  /// A signal ends the waiting for them; what was not served by then is served by the next run.
  ///
  /// - Parameters:
  ///   - message: the message.
  ///   - kinds: only these.
  /// - Returns: whether it was mailed, so that there is no need to print it for a mail.
  private func deliver(
    _ message: some DeliverableMessage,
    to kinds: Set<Outputs.Kind>
  ) async -> Bool {
    guard outputs.kinds.contains(where: kinds.contains) else { return false }
    let now = Date()
    var memory = Self.memory(of: settings)
    let before = memory
    if outputs.atom != nil, memory.feedTag == nil, let archive = try? settings.openedArchive() {
      memory.feedTag = settings.feedTag(of: archive)
    }
    let start = memory
    @Sendable func serve() async -> (Bool, OutputMemory) {
      var memory = start
      let isMailed = await deliverer.deliver(message, to: kinds, noting: &memory, at: now)
      return (isMailed, memory)
    }
    // Of a run that a signal has stopped, all are told.
    let served = Interruption.wasAsked ? await serve() : try? await Interruption.allowing(serve)
    guard let (mailed, after) = served else { return false }
    memory = after
    for problem in memory.problems where kinds.contains(problem.output) {
      Terminal.complain(
        "the output \(problem.output.rawValue) does not work: \(problem.sentence); `\(NextCommand("status"))` says so until it does"
      )
    }
    if memory.text != before.text { keep(memory) }
    return mailed
  }

  private func keep(_ memory: OutputMemory) {
    guard (try? Disk().entryMeant(by: settings.archive.appending("ocfl"))) == .directory else {
      return
    }
    do {
      try Disk().replace(Self.file(of: settings), with: memory.text)
    } catch {
      Terminal.complain("how the outputs went cannot be remembered: \(error)")
    }
  }

  private static func file(of settings: Settings) -> FilePath {
    settings.archive.appending(Archive.outputsName)
  }

  /// How the outputs went last.
  static func memory(of settings: Settings) -> OutputMemory {
    (try? Disk().read(file(of: settings), limit: 1 << 20)).map(OutputMemory.init(reading:))
      ?? OutputMemory()
  }
}

extension Settings {
  /// The names of outputs that lie in the archive's own folder, beside what is kept.
  var outputsInArchive: Set<String> {
    let own = Disk().resolved(archive)
    let names = outputs.files.filter { Disk().resolved($0.removingLastComponent()) == own }
      .compactMap { $0.lastComponent?.string }
    return Set(names + names.map { $0 + ".new" })
  }

  /// What all identifiers of the archive's feed begin with: RFC 4151.
  ///
  /// It follows from the contact and the archive, so that it is the same when nobody remembers it.
  ///
  /// - Parameter archive: its first run tells it from others of the same people; on that day, they had the domain of the contact.
  /// - Returns: the tag, without a slash at its end.
  func feedTag(of archive: Archive) -> String {
    let domain = contact.split(whereSeparator: { "@/".contains($0) })
    let name = contact.hasPrefix("mailto:") ? domain.last : domain.dropFirst().first
    let run = archive.firstRun ?? "2026-01-01"
    return "tag:\(name ?? "localhost"),\(run.prefix(10)):hanaper/\(run)"
  }
}
