// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl
import Glibc

/// Tells public addresses from those that a page out there has no business to send us to.
///
/// A link or a redirect may name `localhost`, a router, a cloud's metadata service. What counts is the
/// address that the name resolved to, so the check sits where the socket is made.
///
/// Source: IANA special-purpose address registries <https://www.iana.org/assignments/iana-ipv4-special-registry>,
/// <https://www.iana.org/assignments/iana-ipv6-special-registry>
enum AddressGuard {
  /// Whether a socket address lies outside every special-purpose range.
  static func isPublic(_ address: UnsafePointer<sockaddr>) -> Bool {
    switch CInt(address.pointee.sa_family) {
    case AF_INET:
      address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        isPublic(version4: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
      }
    case AF_INET6:
      address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
        withUnsafeBytes(of: pointer.pointee.sin6_addr) { isPublic(version6: Array($0)) }
      }
    default: false
    }
  }

  /// A socket address as text, for people.
  static func text(_ address: UnsafePointer<sockaddr>) -> String {
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let length = socklen_t(
      CInt(address.pointee.sa_family) == AF_INET6
        ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    )
    getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
    return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
  }

  /// Whether an address written as text, as libcurl gives it for a connection, is public.
  static func isPublic(_ text: String) -> Bool {
    var version4 = in_addr()
    if inet_pton(AF_INET, text, &version4) == 1 {
      return isPublic(version4: UInt32(bigEndian: version4.s_addr))
    }
    var version6 = in6_addr()
    guard inet_pton(AF_INET6, text, &version6) == 1 else { return false }
    return withUnsafeBytes(of: version6) { isPublic(version6: Array($0)) }
  }

  private static func isPublic(version4 address: UInt32) -> Bool {
    !special4.contains { range in address >> (32 - range.bits) == range.prefix >> (32 - range.bits)
    }
  }

  private static func isPublic(version6 bytes: [UInt8]) -> Bool {
    if special6.contains(where: { $0.contains(bytes) }) { return false }
    // Only global unicast is handed out; the rest of the space has no machine in it.
    return bytes[0] & 0xE0 == 0x20
  }

  private static func dotted(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ bits: UInt32) -> (
    prefix: UInt32, bits: UInt32
  ) {
    (a << 24 | b << 16 | c << 8, bits)
  }

  private static let special4 = [
    dotted(0, 0, 0, 8), dotted(10, 0, 0, 8), dotted(100, 64, 0, 10), dotted(127, 0, 0, 8),
    dotted(169, 254, 0, 16), dotted(172, 16, 0, 12), dotted(192, 0, 0, 24), dotted(192, 0, 2, 24),
    dotted(192, 88, 99, 24), dotted(192, 168, 0, 16), dotted(198, 18, 0, 15),
    dotted(198, 51, 100, 24), dotted(203, 0, 113, 24), dotted(224, 0, 0, 4), dotted(240, 0, 0, 4),
  ]

  private struct Range6 {
    let prefix: [UInt8]
    let bits: Int

    func contains(_ address: [UInt8]) -> Bool {
      for bit in 0..<bits {
        let mask = UInt8(0x80) >> UInt8(bit % 8)
        let wanted = bit / 8 < prefix.count ? prefix[bit / 8] : 0
        guard address[bit / 8] & mask == wanted & mask else { return false }
      }
      return true
    }
  }

  /// Special ranges within global unicast; those outside it need no row.
  ///
  /// Ranges that wrap an IPv4 address (Teredo, 6to4) are refused whole: no site is reached by them.
  private static let special6 = [
    Range6(prefix: [0x20, 0x01], bits: 23),
    Range6(prefix: [0x20, 0x01, 0x0D, 0xB8], bits: 32),
    Range6(prefix: [0x20, 0x02], bits: 16),
    Range6(prefix: [0x3F, 0xFF], bits: 20),
  ]
}
