// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Foundation
import Text

/// A connection over SFTP.
///
/// - No name is renamed onto one that is there: libssh2 does not ask for that (`posix-rename@openssh.com`). So the old file goes before the
///   new one has its name, and for a moment there is none.
/// - SFTP has no digests; who wants to know what arrived reads it back.
///
/// Source: <https://curl.se/libcurl/c/CURLOPT_QUOTE.html>; draft-ietf-secsh-filexfer-02.
final class SFTPConnection: StoreConnection {
  private let store: SFTPStore
  private let line: StoreLine
  private var asked: StoreAbilities?
  private let ownName = "new-\(UInt64.random(in: 0 ... .max))"
  private var isStagingThere = false

  init(to store: SFTPStore, over line: StoreLine) { (self.store, self.line) = (store, line) }

  func abilities() throws -> StoreAbilities {
    if let asked { return asked }
    let probe = "\(StoreLayout.staging)/probe-\(UInt64.random(in: 0 ... .max))"
    try write(StoreContent(Array("may be removed\n".utf8)), to: "\(probe)/a/file")
    var abilities = StoreAbilities(movesFolders: false)
    do {
      try moveFolder("\(probe)/a", to: "\(probe)/b")
      var names: [String] = []
      try forEachFile(below: probe) { names.append($0.name) }
      abilities.movesFolders = names == ["\(probe)/b/file"]
    } catch let error as StoreError where error.kind == .refused {
      abilities.movesFolders = false
    }
    try removeFolder(probe)
    asked = abilities
    return abilities
  }

  /// What OpenSSH answered for is in its host's memory; nobody can ask for more over SFTP as libcurl speaks it.
  func settle() {}

  // MARK: Reading

  func forEachFile(below folder: String, _ body: (StoredFile) throws -> Void) throws {
    var folders = [folder]
    while let folder = folders.popLast() {
      for entry in try list(folder) where !(folder.isEmpty && entry.name == "lost+found") {
        let name = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
        switch entry.kind {
        case .folder: folders.append(name)
        case .file(let size): try body(StoredFile(name: name, size: size))
        case .other: continue
        }
      }
    }
  }

  private func list(_ folder: String) throws -> [SFTPListing.Entry] {
    var text: [UInt8] = []
    do {
      try perform(
        .get,
        path(folder) + "/",
        receive: { piece in
          guard text.count + piece.count <= 256 << 20 else {
            throw StoreError(.rubbish, self.store.place, "a list without an end")
          }
          for index in piece.indices { text.append(piece[index]) }
        },
        beforeEach: { text = [] }
      )
    } catch let error as StoreError where error.kind == .missing && !folder.isEmpty {
      return []
    } catch let error as StoreError where error.kind == .missing {
      throw StoreError(.noPlace, store.place, "there is no such folder")
    }
    return SFTPListing(text).entries
  }

  func read(_ name: String, _ body: (Span<UInt8>) throws -> Void) throws {
    var isBegun = false
    try perform(
      .get,
      path(name),
      mayBeAgain: { !isBegun },
      receive: { piece in
        isBegun = true
        try body(piece)
      }
    )
  }

  // MARK: Writing

  func write(_ content: StoreContent, to name: String) throws {
    let isAside = name.hasPrefix(StoreLayout.staging + "/")
    if isAside { return try put(content, to: name) }
    let new = "\(StoreLayout.staging)/\(ownName)"
    try put(content, to: new)
    var commands = folders(above: name).map { "*mkdir \(quoted(path($0)))" }
    commands.append("*rm \(quoted(path(name)))")
    commands.append("rename \(quoted(path(new))) \(quoted(path(name)))")
    try command(commands)
  }

  private func put(_ content: StoreContent, to name: String) throws {
    try perform(.put, path(name), content)
  }

  func moveFolder(_ folder: String, to name: String) throws {
    var commands = folders(above: name).map { "*mkdir \(quoted(path($0)))" }
    commands.append("rename \(quoted(path(folder))) \(quoted(path(name)))")
    try command(commands)
  }

  func remove(_ name: String) throws { try command(["*rm \(quoted(path(name)))"]) }

  func removeFolder(_ folder: String) throws {
    var (folders, all, files) = ([folder], [folder], [String]())
    while let folder = folders.popLast() {
      for entry in try list(folder) {
        let name = "\(folder)/\(entry.name)"
        if entry.kind == .folder {
          folders.append(name)
          all.append(name)
        } else {
          files.append(name)
        }
      }
    }
    // The deepest first; and no folder of a storage root is empty.
    let above = self.folders(above: folder).reversed().filter { $0 != StoreLayout.staging }
    let commands =
      files.map { "*rm \(quoted(path($0)))" } + all.reversed().map { "*rmdir \(quoted(path($0)))" }
      + above.map { "*rmdir \(quoted(path($0)))" }
    var rest = commands[...]
    while !rest.isEmpty {
      try command(Array(rest.prefix(500)))
      rest = rest.dropFirst(500)
    }
  }

  // MARK: Asking

  private func path(_ name: String) -> String {
    name.isEmpty ? store.path : "\(store.path)/\(name)"
  }

  /// The folders on the way to a name, the highest first.
  private func folders(above name: String) -> [String] {
    let parts = name.split(separator: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }

  /// A path as a command has it.
  private func quoted(_ path: String) -> String {
    "\"\(path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  private func command(_ commands: [String]) throws {
    try perform(.head, store.path + "/", commands: commands)
  }

  private func perform(
    _ method: StoreRequest.Method,
    _ path: String,
    _ content: StoreContent? = nil,
    commands: [String] = [],
    mayBeAgain: () -> Bool = { true },
    receive: (Span<UInt8>) throws -> Void = { _ in },
    beforeEach: () -> Void = {}
  ) throws {
    var attempt = 0
    while true {
      beforeEach()
      do {
        do { try content?.rewind() } catch { throw StoreFault.body(error) }
        _ = try line.perform(
          StoreRequest(
            method,
            "sftp://\(store.host):\(store.port)\(PercentCoding.encode(path, keepingSlashes: true))",
            login: .ssh(user: store.user, keyFile: store.keyFile, hostKey: store.hostKey),
            body: content,
            commands: commands
          ),
          receive: receive
        )
        return
      } catch let fault as StoreFault {
        guard case .unreachable = fault, commands.isEmpty, mayBeAgain(),
          attempt < store.pauses.count
        else { throw StoreError.of(fault, at: store.place) }
        try Task.checkCancellation()
        Thread.sleep(forTimeInterval: store.pauses[attempt])
        attempt += 1
      }
    }
  }
}
