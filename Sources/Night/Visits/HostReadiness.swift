// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing

/// Which hosts may be visited while some sources are still to be read.
///
/// A host is ready as soon as all sources are read that are expected to name documents on it: whose page is there,
/// or that listed a document there before. So a slow site holds up no other. A source that was never read may name
/// anything, and a host of which nobody is expected to speak waits for all.
///
/// What is expected is known before the first source is read, so that no conclusion depends on which one answers
/// first.
struct HostReadiness: Sendable {
  /// By source, the hosts by their numbers; nil for one that may name any.
  private let expected: [Set<Int>?]
  private var unread: Set<Int>
  /// How many of the unread may name any host.
  private var unreadOfAny: Int
  private var numbers: [Substring: Int] = [:]
  private var names: [String] = []
  /// By host, how many sources are expected to name it, and how many of these are unread.
  private var naming: [(all: Int, unread: Int)] = []

  /// - Parameter hosts: by source, those that it is expected to name; nil where it may be any.
  init(_ hosts: [Set<String>?]) {
    var numbers: [Substring: Int] = [:]
    var naming: [(all: Int, unread: Int)] = []
    var names: [String] = []
    expected = hosts.map { hosts in
      hosts.map { hosts in
        Set(
          hosts.map { host in
            let number = numbers[host[...], default: naming.count]
            if number == naming.count {
              numbers[host[...]] = number
              naming.append((0, 0))
              names.append(host)
            }
            naming[number].all += 1
            naming[number].unread += 1
            return number
          }
        )
      }
    }
    (self.numbers, self.naming, self.names) = (numbers, naming, names)
    unread = Set(hosts.indices)
    unreadOfAny = hosts.count { $0 == nil }
  }

  /// - Returns: the number of an address's host.
  mutating func host(of address: WebAddress) -> Int {
    let host = address.authority
    if let number = numbers[host] { return number }
    // What is kept must not keep the whole address.
    names.append(String(host))
    numbers[names[naming.count][...]] = naming.count
    naming.append((0, 0))
    return naming.count - 1
  }

  /// - Returns: the number of a host that is known; else nil.
  func number(of name: String) -> Int? { numbers[name[...]] }

  /// What a host is called, by its number.
  func name(of host: Int) -> String { names[host] }

  mutating func read(_ source: Int) {
    guard unread.remove(source) != nil else { return }
    guard let hosts = expected[source] else {
      unreadOfAny -= 1
      return
    }
    for host in hosts { naming[host].unread -= 1 }
  }

  var isWhole: Bool { unread.isEmpty }

  func isReady(_ host: Int) -> Bool {
    isWhole || unreadOfAny == 0 && naming[host].all > 0 && naming[host].unread == 0
  }

  /// Whether a source names a host that is visited without waiting for it.
  func isSurprise(_ host: Int, from source: Int) -> Bool {
    naming[host].all > 0 && expected[source]?.contains(host) == false
  }
}
