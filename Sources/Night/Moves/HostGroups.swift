// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Hosts that are one by now, because documents of the one are found at the other.
struct HostGroups: Sendable {
  private var groups: [String: Set<String>] = [:]

  /// All hosts that are one with a host, itself among them.
  func members(with host: String) -> Set<String> { groups[host] ?? [host] }

  /// What they are called together.
  func name(of host: String) -> String { groups[host]?.min() ?? host }

  /// Takes in that two hosts are one.
  ///
  /// - Returns: the names of the groups that were two until now; nil where they were one.
  @discardableResult
  mutating func unite(_ one: String, _ other: String) -> (String, String)? {
    let names = (name(of: one), name(of: other))
    guard names.0 != names.1 else { return nil }
    let all = members(with: one).union(members(with: other))
    for host in all { groups[host] = all }
    return names
  }
}
