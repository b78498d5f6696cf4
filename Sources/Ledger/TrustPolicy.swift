// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Whose signatures somebody wants to see under a checkpoint before they believe it.
///
///     log example.org/reports+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
///     witness east  example.net/east+…
///     witness west  example.net/west+…
///     group   either 1 east west
///     quorum  either
///
/// Source: C2SP tlog-policy <https://c2sp.org/tlog-policy>
package struct TrustPolicy: Hashable, Sendable {
  /// A policy that is longer is not read.
  static let longest = 1_000_000

  package let logs: [NoteKey]
  private let witnesses: [String: NoteKey]
  /// In the order of their lines: each has members of lines above its own, and no others.
  private let groups: [Group]
  /// The witness or group that has to have signed; nil where none has to.
  private let quorum: String?

  private struct Group: Hashable, Sendable {
    let name: String
    let needed: Int
    let members: [String]
  }

  /// One that asks for the signature of one log and of nobody else.
  package init(log: NoteKey) {
    logs = [log]
    witnesses = [:]
    groups = []
    quorum = nil
  }

  /// Reads a policy.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: ``NoteError``, with the line at fault.
  package init(_ bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= Self.longest else {
      throw NoteError("policy", "it is longer than \(Self.longest) bytes")
    }
    let bytes = bytes.droppingByteOrderMark
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw NoteError("policy", line: bytes.firstLineNotUTF8, "it is not text in UTF-8")
    }
    var reading = Reading()
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      reading.line += 1
      // The rest of a line behind a mark is a remark, where the mark begins a word.
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
        .prefix { !$0.hasPrefix("#") }
      try reading.take(words.map { String($0) })
    }
    guard !reading.logs.isEmpty else { throw reading.error("no line names a log (“log <key>”)") }
    guard let quorum = reading.quorum else {
      throw reading.error(
        "no line says whose signatures are asked for (“quorum <name>” or “quorum none”)"
      )
    }
    logs = reading.logs
    witnesses = reading.witnesses
    groups = reading.groups
    self.quorum = quorum == Reading.none ? nil : quorum
  }

  private struct Reading {
    static let none = "none"

    var line = 0
    var logs: [NoteKey] = []
    var witnesses: [String: NoteKey] = [:]
    var groups: [Group] = []
    private var groupNames: Set<String> = []
    var quorum: String?

    func error(_ reason: String) -> NoteError { NoteError("policy", reason) }

    private func fault(_ reason: String) -> NoteError {
      NoteError("policy", line: line, reason)
    }

    private func key(_ text: String) throws(NoteError) -> NoteKey {
      do {
        return try NoteKey(text)
      } catch {
        throw fault("the key: \(error.reason)")
      }
    }

    private func isKnown(_ name: String) -> Bool {
      witnesses[name] != nil || groupNames.contains(name)
    }

    private func checkNew(_ name: String) throws(NoteError) {
      guard name != Self.none else { throw fault("“none” cannot be a name") }
      guard !isKnown(name) else { throw fault("“\(name)” is named twice") }
    }

    mutating func take(_ words: [String]) throws(NoteError) {
      guard let keyword = words.first else { return }
      switch (keyword, words.count) {
      case ("log", 2), ("log", 3): logs.append(try key(words[1]))
      case ("witness", 3), ("witness", 4):
        try checkNew(words[1])
        let key = try key(words[2])
        guard !witnesses.values.contains(key) else {
          throw fault("the key of “\(words[1])” is another witness's too, and would count twice")
        }
        witnesses[words[1]] = key
      case ("group", 4...): try takeGroup(words)
      case ("quorum", 2):
        guard quorum == nil else { throw fault("there is a second “quorum”") }
        guard words[1] == Self.none || isKnown(words[1]) else {
          throw fault("“\(words[1])” is neither a witness nor a group of a line above")
        }
        quorum = words[1]
      case ("log", _), ("witness", _), ("group", _), ("quorum", _):
        throw fault(
          "“\(keyword)” has \(words.count - 1) words behind it, which is too many or too few"
        )
      default:
        throw fault(
          "“log”, “witness”, “group” or “quorum” was expected, not “\(keyword.prefix(40))”"
        )
      }
    }

    private mutating func takeGroup(_ words: [String]) throws(NoteError) {
      try checkNew(words[1])
      let members = Array(words[3...])
      for member in members where !isKnown(member) {
        throw fault("“\(member)” is neither a witness nor a group of a line above")
      }
      guard Set(members).count == members.count else { throw fault("a member is named twice") }
      let needed: Int?
      switch words[2] {
      case "any": needed = 1
      case "all": needed = members.count
      default: needed = Int(words[2])
      }
      guard let needed, needed >= 1, needed <= members.count else {
        throw fault("of \(members.count) members, “any”, “all” or a number up to that was expected")
      }
      groups.append(Group(name: words[1], needed: needed, members: members))
      groupNames.insert(words[1])
    }
  }

  // MARK: Checking

  /// Why a checkpoint is not to be believed.
  package enum Fault: Error, Hashable, Sendable {
    /// Its origin is that of no log of the policy.
    case otherLog(String)
    /// The log did not sign it.
    case unsigned
    /// A signature that says whose it is, and is not.
    case badSignature(String)
    /// Too few witnesses signed it.
    case quorum(String)
  }

  /// Checks the signatures of a checkpoint.
  ///
  /// - Parameter checkpoint: as it came.
  /// - Returns: the names of those who signed it well.
  /// - Throws: ``Fault``.
  package func check(_ checkpoint: SignedCheckpoint) throws(Fault) -> [String] {
    let origin = checkpoint.checkpoint.origin
    // Names that look alike are not the same unless their bytes are.
    let ours = logs.filter { $0.name.utf8.elementsEqual(origin.utf8) }
    guard !ours.isEmpty else { throw .otherLog(origin) }
    var names: [String] = []
    for key in ours {
      switch checkpoint.note.check(key) {
      case .good: names = [key.name]
      case .bad: throw .badSignature(key.name)
      case .absent: continue
      }
    }
    guard !names.isEmpty else { throw .unsigned }
    var signed: Set<String> = []
    for (name, key) in witnesses.sorted(by: { $0.key < $1.key }) {
      switch checkpoint.note.check(key) {
      case .good:
        signed.insert(name)
        names.append(key.name)
      case .bad: throw .badSignature(key.name)
      case .absent: continue
      }
    }
    if let quorum, !isMet(quorum, by: signed) { throw .quorum(quorum) }
    return names
  }

  // Each group is looked at once, after its members: groups of groups may name the same one very often.
  private func isMet(_ name: String, by signed: Set<String>) -> Bool {
    groups.reduce(into: signed) { met, group in
      if group.members.count(where: met.contains) >= group.needed { met.insert(group.name) }
    }.contains(name)
  }
}

extension TrustPolicy.Fault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherLog(let origin): "it is of the log “\(origin)”, which is not the one expected"
    case .unsigned: "the log's own key did not sign it"
    case .badSignature(let name): "the signature of “\(name)” does not belong to this text"
    case .quorum(let name): "too few of those signed it who are asked for (quorum “\(name)”)"
    }
  }
}
