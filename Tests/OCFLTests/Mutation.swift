// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support

/// Random changes to good objects: of bytes, of JSON, and of what lies on the disk.
struct Mutation {
  var random: Seeded

  /// - Parameters:
  ///   - seed: of a row of changes.
  ///   - round: which one of the row; each is made from the two numbers alone.
  init(seed: UInt64, round: UInt64) {
    random = Seeded(seed: seed &* 1_000_003 &+ round)
  }

  mutating func pick<Choices: Collection>(_ choices: Choices) -> Choices.Element {
    guard let choice = choices.randomElement(using: &random) else {
      preconditionFailure("there is nothing to choose from")
    }
    return choice
  }

  // MARK: Bytes

  /// Flips, inserts, deletes, doubles and swaps bytes, a few times.
  mutating func change(_ bytes: inout [UInt8]) {
    let signs = Array("{}[]\":,\\/.0v-+eE\n\t ntfu".utf8) + [0, 0x7F, 0x80, 0xC0, 0xED, 0xFF]
    for _ in 0...pick(0..<3) where !bytes.isEmpty {
      let place = pick(bytes.indices)
      let end = min(bytes.count, place + pick(1...40))
      switch pick(0..<7) {
      case 0: bytes[place] ^= 1 << UInt8(pick(0..<8))
      case 1: bytes[place] = pick(signs)
      case 2: bytes.insert(pick(signs), at: place)
      case 3: bytes.removeSubrange(place..<end)
      case 4: bytes.insert(contentsOf: bytes[place..<end], at: pick(bytes.indices))
      case 5: bytes.swapAt(place, pick(bytes.indices))
      default: bytes.removeSubrange(place...)
      }
    }
  }

  // MARK: JSON

  private static let texts = [
    "", ".", "..", "/", "//", "../../../../etc/passwd", "/etc/passwd", "v1", "v2", "v0", "v01", "v",
    "v99999999999999999999", "v9223372036854775807", "v-1", "v1/content", "v1/content/a.txt",
    "v1/content/a.txt/", "v1/content/a.txt/b", "v1/content/a.txt\u{0}", "inventory.json",
    "extensions/x",
    "0=ocfl_object_1.1", "content", "logs", "sha512", "sha256", "md5", "size", "cafe\u{301}",
    "\u{0}",
    "\u{FFFD}", "urn:x", "2026-03-01T12:00:00Z", "https://ocfl.io/1.0/spec/#inventory",
    String(repeating: "a/", count: 3_000), String(repeating: "9", count: 400),
  ]
  private static let keys = [
    "id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity",
    "created", "state", "message", "user", "name", "address",
  ]
  private static let verbatim = [
    "null", "true", "0", "-1", "9223372036854775807", "9223372036854775808", "1e400", "-0.0", "[]",
    "{}",
    "[null]", "[[]]", "{\"\": null}", "\"\\ud800\"", "\"\\u0000\"", "NaN", "", ",",
    String(repeating: "[", count: 500),
    String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
    String(repeating: "9", count: 5_000),
  ]

  /// Swaps, retypes, doubles, renames and removes values of an inventory, a few times.
  mutating func change(_ text: inout JSONText) {
    for _ in 0...pick(0..<3) {
      let other = text.value(at: pick(0..<text.count))
      text.change(at: pick(0..<text.count)) { change(one: &$0, other: other) }
    }
  }

  private mutating func change(one value: inout JSONText, other: JSONText) {
    let keys = value.keys
    switch pick(0..<(keys.isEmpty ? 4 : 9)) {
    case 0: value = other
    case 1: value = .string(pick(Self.texts))
    case 2: value = .verbatim(pick(Self.verbatim))
    case 3: value = .array(value.elements + [other, .string(pick(Self.texts))])
    case 4: value.remove(pick(keys))
    case 5: value.append(pick(keys), other)
    case 6: value.rename(pick(keys), to: pick(Self.texts))
    case 7: value.append(pick(Self.texts + Self.keys), other)
    default:
      let key = pick(keys)
      value.rename(key, to: pick([key.uppercased(), key + "0", String(key.dropLast())]))
    }
  }

  // MARK: What lies on the disk

  /// Changes one thing of a tree: a file's bytes, or what there is and where.
  mutating func change(_ tree: inout TreePlan) {
    let files = tree.entries.compactMap { entry in
      if case .file(let bytes) = entry.entry { (path: entry.path, bytes: bytes) } else { nil }
    }
    let (path, bytes) = pick(files)
    let other = pick(files).path
    switch pick(0..<12) {
    case 0:
      var changed = bytes
      change(&changed)
      tree.put(.file(changed), at: path)
    case 1: tree.put(.file(bytes + [0]), at: path)
    case 2: tree.remove(path)
    case 3: tree.move(path, to: beside(path, "stranger"))
    case 4: tree.put(.file([]), at: beside(path, "stranger"))
    case 5: tree.put(.directory, at: beside(path, "strange/directory"))
    case 6:
      tree.put(pick([.link(to: "nowhere"), .link(to: "."), .pipe]), at: beside(path, "stranger"))
    case 7: tree.put(pick([.link(to: "nowhere"), .link(to: "/"), .pipe, .directory]), at: path)
    case 8: tree.move(folder(of: path), to: .init(folder(of: path).bytes + Array("x".utf8)))
    case 9: tree.remove(folder(of: path))
    case 10:
      tree.move(path, to: "swap")
      tree.move(other, to: path)
      tree.move("swap", to: other)
    default: tree.put(.hole(1 << 20), at: path)
    }
  }

  private func folder(of path: TreePlan.PathBytes) -> TreePlan.PathBytes {
    guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return .init(Array(path.bytes[..<slash]))
  }

  private func beside(_ path: TreePlan.PathBytes, _ name: String) -> TreePlan.PathBytes {
    let folder = folder(of: path)
    return folder == path ? .init(name) : .init(folder.bytes + Array("/\(name)".utf8))
  }
}

extension JSONText {
  /// How many values there are, those that hold others counted as well.
  var count: Int { 1 + children.reduce(0) { $0 + $1.count } }

  private var children: [JSONText] { elements + members.map(\.value) }

  /// The value of that number, counted as they are written.
  func value(at index: Int) -> JSONText {
    guard index > 0 else { return self }
    var index = index - 1
    for child in children {
      if index < child.count { return child.value(at: index) }
      index -= child.count
    }
    preconditionFailure("there are only so many values")
  }

  mutating func change(at index: Int, _ edit: (inout JSONText) -> Void) {
    guard index > 0 else { return edit(&self) }
    var index = index - 1
    for (place, child) in children.enumerated() {
      guard index >= child.count else {
        var child = child
        child.change(at: index, edit)
        return put(child, at: place)
      }
      index -= child.count
    }
  }

  private mutating func put(_ child: JSONText, at place: Int) {
    switch self {
    case .array(var elements):
      elements[place] = child
      self = .array(elements)
    case .object(var members):
      members[place].value = child
      self = .object(members)
    case .string, .verbatim: break
    }
  }
}
