// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// Takes some members out of a file that holds one JSON object, and reads over the others.
///
/// It finds where members begin and end, and leaves it to a real reader whether what it took out is
/// sound: of a file that is not JSON comes something that is not JSON either.
struct JSONMembers {
  private let names: Set<[UInt8]>
  private var taken: [UInt8] = [UInt8(ascii: "{")]

  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// Of the object itself: the name that was read last, and whether its value has begun.
  private var name: [UInt8] = []
  private var isInValue = false
  private var isTaking = false

  /// - Returns: a JSON object with the members of these names, as they stand in the file.
  static func read(_ names: Set<String>, of path: FilePath) throws -> [UInt8] {
    var members = JSONMembers(names: Set(names.map { Array($0.utf8) }))
    let file = try ReadableFile(path)
    var chunk = try file.nextChunk(from: 0)
    while !chunk.isEmpty {
      for byte in chunk { members.take(byte) }
      chunk = try file.nextChunk()
    }
    return members.taken + [UInt8(ascii: "}")]
  }

  private init(names: Set<[UInt8]>) {
    self.names = names
  }

  private mutating func take(_ byte: UInt8) {
    if isInString { return takeInString(byte) }
    switch byte {
    case UInt8(ascii: "\""):
      isInString = true
      if depth == 1, !isInValue { return name.removeAll() }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      if depth == 1 { return }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      if depth == 0 { return endValue() }
    case UInt8(ascii: ",") where depth == 1: return endValue()
    case UInt8(ascii: ":") where depth == 1: return beginValue()
    default: break
    }
    if isTaking { taken.append(byte) }
  }

  private mutating func takeInString(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
      if depth == 1, !isInValue { return }
    }
    if depth == 1, !isInValue {
      name.append(byte)
    } else if isTaking {
      taken.append(byte)
    }
  }

  private mutating func beginValue() {
    isInValue = true
    isTaking = names.contains(name)
    guard isTaking else { return }
    if taken.count > 1 { taken.append(UInt8(ascii: ",")) }
    taken += [UInt8(ascii: "\"")] + name + [UInt8(ascii: "\""), UInt8(ascii: ":")]
  }

  private mutating func endValue() {
    isInValue = false
    isTaking = false
  }
}
