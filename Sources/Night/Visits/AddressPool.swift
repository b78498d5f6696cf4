// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing

/// Addresses by the hundred thousand, each once, in the order in which they came.
///
/// A text of its own for each would take several times the memory, and a night holds the addresses of
/// everything that is known. So the texts lie end to end in blocks, and an address is a number.
struct AddressPool: Sendable {
  private struct Extent {
    let block: UInt32
    let start: UInt32
    let end: UInt32
    let hash: UInt32
  }

  private static let blockSize = 64 << 10

  private var blocks: [[UInt8]] = []
  private var extents: [Extent] = []
  /// An open hash table of numbers, each one higher than it is; 0 where there is none.
  private var slots = [UInt32](repeating: 0, count: 1 << 6)

  var count: Int { extents.count }

  subscript(number: Int) -> WebAddress {
    WebAddress(alreadyNormal: String(decoding: bytes(of: number), as: UTF8.self))
  }

  /// - Returns: the address's number, and whether it is new here.
  mutating func insert(_ address: WebAddress) -> (number: Int, isNew: Bool) {
    let text = Array(address.text.utf8)
    let hash = UInt32(truncatingIfNeeded: address.hashValue)
    var slot = firstSlot(of: hash)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if extents[number].hash == hash, bytes(of: number).elementsEqual(text) {
        return (number, false)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    extents.append(store(text, hash))
    slots[slot] = UInt32(extents.count)
    // At three quarters chains would get long.
    if extents.count * 4 > slots.count * 3 { growSlots() }
    return (extents.count - 1, true)
  }

  /// The number of an address, or nil where it is not here.
  func number(of address: WebAddress) -> Int? {
    let text = Array(address.text.utf8)
    let hash = UInt32(truncatingIfNeeded: address.hashValue)
    var slot = firstSlot(of: hash)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if extents[number].hash == hash, bytes(of: number).elementsEqual(text) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Whether one address stands before another in the order of their bytes.
  func precedes(_ left: Int, _ right: Int) -> Bool {
    bytes(of: left).lexicographicallyPrecedes(bytes(of: right))
  }

  // MARK: Details

  private func bytes(of number: Int) -> ArraySlice<UInt8> {
    let extent = extents[number]
    return blocks[Int(extent.block)][Int(extent.start)..<Int(extent.end)]
  }

  private mutating func store(_ text: [UInt8], _ hash: UInt32) -> Extent {
    if blocks.last.map({ $0.count + text.count > Self.blockSize }) ?? true {
      var block: [UInt8] = []
      block.reserveCapacity(max(Self.blockSize, text.count))
      blocks.append(block)
    }
    let last = blocks.count - 1
    let start = blocks[last].count
    blocks[last].append(contentsOf: text)
    let end = UInt32(start + text.count)
    return Extent(block: UInt32(last), start: UInt32(start), end: end, hash: hash)
  }

  private func firstSlot(of hash: UInt32) -> Int { Int(hash) & (slots.count - 1) }

  private mutating func growSlots() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (number, extent) in extents.enumerated() {
      var slot = firstSlot(of: extent.hash)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number + 1)
    }
  }
}
