// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// An `Allow` or `Disallow` line.
public struct RobotsRule: Hashable, Sendable {
  public let line: RobotsLine
  public let isAllow: Bool
  /// What it covers.
  let pattern: RobotsPattern
  /// For `Allow: /folder/index.html`: the folder itself, which such a file is served for.
  private let folder: RobotsPattern?

  init(_ line: RobotsLine, isAllow: Bool, path: ArraySlice<UInt8>) {
    self.line = line
    self.isAllow = isAllow
    pattern = RobotsPattern(path)
    folder = isAllow ? Self.folder(of: pattern.bytes) : nil
  }

  /// How many bytes of the rule count for `target`; nil where it does not cover it.
  func weight(for target: RobotsTarget) -> Int? {
    if pattern.fits(target) { return pattern.length }
    guard let folder, folder.fits(target) else { return nil }
    return folder.length
  }

  /// How many bytes are compared at most to find the weight.
  func cost(for target: RobotsTarget) -> Int {
    pattern.cost(for: target) + (folder?.cost(for: target) ?? 0)
  }

  private static func folder(of path: [UInt8]) -> RobotsPattern? {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")),
      path[slash...].starts(with: "/index.htm".utf8)
    else { return nil }
    return RobotsPattern(path[...slash] + [UInt8(ascii: "$")])
  }
}
