// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import SystemPackage

/// Where an export is written until it is whole: a folder beside its place, which says what it is, and is one process's at a
/// time.
///
/// Nothing is written into a folder of somebody else's, nor through a link.
struct ExportPlace: ~Copyable {
  private let target: FilePath
  private let folder: FilePath
  private let lock: FileLock

  private static let markName = "hanaper-export.txt"
  private static let lockName = "lock"

  /// - Parameters:
  ///   - target: what it becomes.
  ///   - form: in which form; what was begun in another is not gone on with.
  /// - Throws: ``Export/Failure``, or where nothing can be written there.
  init(for target: FilePath, as form: Export.Form) throws {
    let name = (target.lastComponent?.string ?? "export") + ".partial"
    let folder = target.removingLastComponent().appending(name)
    let mark = folder.appending(Self.markName)
    let text = "What is left of an export that was cut off: \(form.rawValue)\n"
    switch try Disk().entry(at: folder) {
    case nil: try Disk().makeDirectory(folder)
    case .directory:
      let said = try Disk().entry(at: mark) == .file ? try Disk().readText(mark, limit: 4_096) : nil
      let isEmpty = try Disk().list(folder).isEmpty
      guard said == text || isEmpty else { throw Export.Failure.stranger(folder) }
    default: throw Export.Failure.stranger(folder)
    }
    if try Disk().entry(at: mark) == nil { try Disk().replace(mark, with: text) }
    do throws(FileLock.Failure) {
      let process = "process \(ProcessInfo.processInfo.processIdentifier)"
      lock = try FileLock(folder.appending(Self.lockName), as: process)
    } catch {
      switch error {
      case .held(let holder): throw Export.Failure.running(folder, holder.description)
      case .filing(let error): throw error
      }
    }
    (self.target, self.folder) = (target, folder)
  }

  /// What is written.
  var content: FilePath { folder.appending("export") }

  /// Puts it in its place, when it is whole.
  consuming func takePlace() throws {
    try Disk().rename(content, to: target)
    let parent = target.removingLastComponent()
    try Disk().sync(parent.isEmpty ? "." : parent)
    try Disk().removeTree(folder)
  }
}
