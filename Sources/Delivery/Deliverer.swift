// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Curl
import Filing
package import Foundation
import Surroundings
import SystemPackage

/// Brings what a run has to say to where it is asked for.
///
/// Each output is served whatever became of those before it.
package struct Deliverer: Sendable {
  private let outputs: Outputs
  private let network: NetworkSettings
  /// Before what is tried again is tried again.
  private let pauses: [Duration]

  package init(
    to outputs: Outputs,
    _ network: NetworkSettings,
    pauses: [Duration] = [.seconds(2), .seconds(10)]
  ) {
    (self.outputs, self.network, self.pauses) = (outputs, network, pauses)
  }

  /// Tells the monitor that a run begins.
  ///
  /// That it could not be told is told at the end, when it is tried again.
  package func tellStart() async {
    guard let ping = outputs.ping else { return }
    try? await send(ping.start, to: "the monitor \(ping.address.host)")
  }

  /// Serves outputs.
  ///
  /// Where the task is cancelled, those that are not served yet are not.
  ///
  /// - Parameters:
  ///   - message: what there is to say.
  ///   - kinds: only these; nil for all.
  ///   - memory: how they went before; afterwards, how they went.
  ///   - now: what time it is.
  /// - Returns: whether it was mailed.
  package func deliver(
    _ message: some DeliverableMessage,
    to kinds: Set<Outputs.Kind>? = nil,
    noting memory: inout OutputMemory,
    at now: Date
  ) async -> Bool {
    var isMailed = false
    memory.keepOnly(outputs.kinds)
    var tried: Set<Outputs.Kind> = []
    for kind in outputs.kinds where kinds?.contains(kind) != false && message.isFor(kind) {
      // Of no news, there is no mail.
      if kind == .mail, !message.isNews, !memory.hasSomethingToMail { continue }
      // What went wrong tonight, and what did when it was its turn last and has not come yet.
      let known = memory.problems.filter { $0.output != kind }
        .map { $0.seen(tonight: tried.contains($0.output)) }
      tried.insert(kind)
      let problem = await problem { try await serve(kind, message, known, now) }
      if Task.isCancelled { break }
      memory.note(kind, problem, at: now)
      guard kind == .mail, problem == nil else { continue }
      isMailed = true
      memory.noteMailed()
    }
    return isMailed
  }

  private func problem(of work: () async throws -> Void) async -> String? {
    do {
      try await work()
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func serve(
    _ kind: Outputs.Kind,
    _ message: some DeliverableMessage,
    _ problems: [OutputProblem],
    _ now: Date
  ) async throws {
    if let sentence = outputs.unusable[kind] { throw DeliveryFailure(sentence) }
    switch kind {
    case .exec: if let words = outputs.program { try await run(words, message.json()) }
    case .webhook:
      if let webhook = outputs.webhook { try await post(message, to: webhook, now) }
    case .mail: if let mail = outputs.mail { try await post(message, problems, by: mail, now) }
    case .html: try await write(message, .html, problems, to: outputs.html)
    case .atom: try await write(message, .atom, problems, to: outputs.atom)
    case .metrics: try await write(message, .metrics, problems, to: outputs.metrics)
    case .ping:
      guard let ping = outputs.ping else { return }
      let end = ping.end(message.status, message.text(telling: problems))
      try await send(end, to: "the monitor \(ping.address.host)")
    }
  }

  // MARK: One by one

  private func write(
    _ message: some DeliverableMessage,
    _ page: Outputs.Page,
    _ problems: [OutputProblem],
    to file: FilePath?
  ) async throws {
    guard let file, let text = try await message.page(page, telling: problems) else { return }
    let before = try Disk().entry(at: file)
    guard before == nil || before == .file else {
      throw DeliveryFailure("\(file) is no plain file")
    }
    do {
      try Disk().replaceKeepingRights(file, with: text)
    } catch {
      // On a full disk, its beginning would take the last room.
      try? Disk().removeFile(FilePath("\(file).new"))
      throw error
    }
    // Its reader is another user.
    if before == nil { try Disk().makePublic(file) }
  }

  private func post(
    _ message: some DeliverableMessage,
    _ problems: [OutputProblem],
    by mail: Mailing,
    _ now: Date
  ) async throws {
    let letter = MailMessage(
      from: mail.from,
      to: mail.to,
      subject: message.subject,
      date: now,
      name: message.name,
      body: message.text(telling: problems)
    )
    try await waiting {
      if let server = mail.server {
        var refused: [String] = []
        for address in mail.to {
          do throws(MailError) {
            try MailTransfer(to: server, from: mail.from.text, to: address.text, letter.bytes)
              .send(by: network)
          } catch {
            refused.append("\(address): \(error)")
            // One that does not answer, or knows no such password, is not asked again for each.
            guard error.isOfRecipient else { break }
          }
        }
        if let first = refused.first {
          let rest = refused.count > 1 ? ", and \(refused.count - 1) more" : ""
          throw DeliveryFailure("\(first)\(rest)")
        }
      } else {
        let text = String(decoding: letter.bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        try Self.run(["sendmail", "-t", "-i"], text)
      }
    }
  }

  private func run(_ words: [String], _ json: [UInt8]) async throws {
    try await waiting { try Self.run(words, String(decoding: json, as: UTF8.self)) }
  }

  /// Does what waits for somebody else, on a thread that nobody else waits for.
  private func waiting(_ work: @Sendable () throws -> Void) async throws {
    try await withTaskExecutorPreference(BlockingThreads.shared) { try work() }
  }

  /// So long a program may take.
  private static let longest = Duration.seconds(60)

  private static func run(_ words: [String], _ input: String) throws {
    guard let name = words.first else { return }
    let arguments = Array(words.dropFirst())
    guard
      let ran = try OutsideProgram.run(
        name,
        arguments,
        input: .text(input),
        within: longest,
        orUntil: { Task.isCancelled }
      )
    else { throw DeliveryFailure("there is no program \(name)") }
    guard ran.status == 0 else {
      let said = ran.complaint == "status \(ran.status)" ? "" : ": \(ran.complaint)"
      throw DeliveryFailure("\(name) ended with \(ran.status)\(said)")
    }
  }

  private func post(
    _ message: some DeliverableMessage,
    to webhook: Webhook,
    _ now: Date
  ) async throws {
    let began = ContinuousClock.now
    let body = try message.json()
    for pause in pauses + [.zero] {
      // A signature of long ago would be refused.
      let time = now.addingTimeInterval((ContinuousClock.now - began) / .seconds(1))
      let request = webhook.request(with: body, delivery: message.name, at: time)
      do {
        return try await send(request, to: "the webhook \(webhook.address.host)")
      } catch let failure as DeliveryFailure where failure.isForNow && pause > .zero {
        try await Task.sleep(for: pause)
      }
    }
  }

  /// Asks a service once.
  private func send(_ request: Request?, to name: String) async throws {
    guard let request else { throw DeliveryFailure("the address of \(name) takes no path") }
    let status: Int
    do {
      status = try await TransferLoop.withLoop(network) { try await $0.ask(request).status }
    } catch let error as TransferError {
      throw DeliveryFailure("\(name) gave no answer: \(error)", isForNow: error.isTransient)
    }
    guard !(200...299).contains(status) else { return }
    let word = (300...399).contains(status) ? ", and a redirect is not followed" : ""
    throw DeliveryFailure(
      "\(name) answered \(status)\(word)",
      isForNow: Webhook.isWorthAnother(after: status)
    )
  }
}

/// What there is to say, in every form in which it may be wanted.
package protocol DeliverableMessage: Sendable {
  /// What a delivery of it is called: the run's name.
  var name: String { get }
  /// For a mail: what it is about, in a line.
  var subject: String { get }
  /// The exit status.
  var status: Int32 { get }
  /// Whether a person should read it tonight.
  var isNews: Bool { get }

  /// Whether it is for that output at all.
  func isFor(_ output: Outputs.Kind) -> Bool
  /// As a program reads it.
  func json() throws -> [UInt8]
  /// As a person reads it, with what outputs could not do.
  func text(telling problems: [OutputProblem]) -> String
  /// A file's whole text; nil where it says nothing that stands there.
  func page(_ page: Outputs.Page, telling problems: [OutputProblem]) async throws -> String?
}

/// Why an output could not be served.
struct DeliveryFailure: Error, CustomStringConvertible {
  let description: String
  /// Whether it may go better in a moment.
  let isForNow: Bool

  init(_ description: String, isForNow: Bool = false) {
    (self.description, self.isForNow) = (description, isForNow)
  }
}
