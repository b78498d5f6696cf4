// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

extension AddressParser {
  /// Whether an address is in normal form, as shows in its characters alone: a host of names, and a path of what stands
  /// for itself or is escaped as it must be.
  ///
  /// Nearly all addresses of documents are such. Of others, a query or a port say, nothing is said.
  static func isPlain(_ address: ArraySlice<UInt8>) -> Bool {
    let scheme = address.prefix { $0 != UInt8(ascii: ":") }
    guard address.count <= WebAddress.longestText,
      scheme.elementsEqual("https".utf8) || scheme.elementsEqual("http".utf8),
      address.dropFirst(scheme.count).starts(with: "://".utf8)
    else { return false }
    let rest = address.dropFirst(scheme.count + 3)
    let host = rest.prefix { $0 != UInt8(ascii: "/") }
    return isName(host) && isPath(rest[host.endIndex...])
  }

  /// Labels with dots between them; one that begins with a digit at the end could be an IPv4 address.
  private static func isName(_ host: ArraySlice<UInt8>) -> Bool {
    var previous = UInt8(ascii: ".")
    var start = host.startIndex
    for (place, byte) in zip(host.indices, host) {
      switch byte {
      case UInt8(ascii: "."):
        guard previous != byte else { return false }
        start = place + 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        break
      default: return false
      }
      previous = byte
    }
    guard start < host.endIndex else { return false }
    return host.count <= 253 && host[start].isLetter
  }

  private static func isPath(_ path: ArraySlice<UInt8>) -> Bool {
    guard path.first == UInt8(ascii: "/") else { return false }
    let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
    var last = slash
    var place = path.startIndex
    while place < path.endIndex {
      let byte = path[place]
      if byte == UInt8(ascii: "%") {
        guard isEscape(path[place...]) else { return false }
        place += 2
      } else {
        // A step upwards, or none, begins with a dot.
        guard byte == slash || byte.isUnreserved, byte != dot || last != slash else { return false }
      }
      last = byte
      place += 1
    }
    return true
  }

  /// Whether a text begins with an escape that there has to be, in upper case.
  private static func isEscape(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.dropFirst().prefix(2)
    guard let value = digits.hexByte, digits.allSatisfy({ $0 < UInt8(ascii: "G") }) else {
      return false
    }
    return value > 0x20 && value != 0x7F && !value.isUnreserved
  }
}

extension WebAddress {
  /// Whether a text is an address in normal form, and one of the kind that nearly all are; nothing is said of others.
  package static func isPlain(_ text: ArraySlice<UInt8>) -> Bool { AddressParser.isPlain(text) }
}
