// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import Filing
import Foundation
import Reporting
import Surroundings
import Synchronising
import Synchronization
import SystemPackage

/// How this program was called, for commands that are printed: they are given the same configuration.
enum Invocation {
  private static let configuration = Mutex<FilePath?>(nil)

  /// Takes in that a configuration was named.
  static func named(_ file: FilePath) {
    configuration.withLock { $0 = file }
  }

  /// How reports write commands and pages of the manual.
  static let wording = Wording(command: line, page: place)

  /// A command as it is to be typed where this one was.
  static func line(_ command: NextCommand) -> String {
    // These two need none.
    guard !["demo", "validate"].contains(command.name), let file = configuration.withLock({ $0 })
    else { return command.line() }
    return command.line(with: "--config \(file.quoted)")
  }

  /// The program that runs: its version, and its file as that was put there.
  static var program: String {
    "\(Settings.tool) \(ProgramFile.state ?? "")"
  }

  /// Where a page of the manual lies: below the place that `make install` put the program to, or else in the
  /// sources.
  static func place(of page: ManualPage) -> String {
    guard let program = ProgramFile.path else { return page.description }
    let prefix = program.removingLastComponent().removingLastComponent()
    let file = prefix.appending("share/doc/hanaper").appending(page.description)
    return (try? Disk().entry(at: file)) == .file ? file.string : page.description
  }
}

extension NextCommand {
  var typed: String { Invocation.line(self) }
}

extension Advice {
  var typed: Advice { worded(Invocation.line, Invocation.place) }
}

extension CleanText.Interpolation {
  mutating func appendInterpolation(_ command: NextCommand) {
    appendInterpolation(command.typed)
  }

  mutating func appendInterpolation(_ page: ManualPage) {
    appendInterpolation(Invocation.place(of: page))
  }

  mutating func appendInterpolation(_ advice: Advice) {
    appendInterpolation(advice.typed.description)
  }
}

extension ArchiveFinding {
  /// With the commands in it as they are to be typed, for JSON.
  var typed: ArchiveFinding {
    var finding = self
    finding.next = next.typed
    return finding
  }
}

extension UnfinishedWork {
  var typed: UnfinishedWork {
    var work = self
    work.next = next.typed
    return work
  }
}

extension RunReport {
  /// With the commands in it as they are to be typed.
  var typed: RunReport {
    var report = self
    report.damaged = damaged.map(\.typed)
    report.unread = unread?.map(\.typed)
    return report
  }
}

extension RunReport.DamagedItem {
  fileprivate var typed: RunReport.DamagedItem {
    var item = self
    let isOfCatalogue = next == NextCommand.reindex.description
    let more = address.map { NextCommand("verify", $0.text) } ?? .verify
    item.next = (isOfCatalogue ? .reindex : more).typed
    return item
  }
}
