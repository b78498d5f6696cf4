// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Whether two inventories mean the same by the state of a version: the same logical paths, each with
/// the same bytes.
///
/// Where their digest algorithms differ, bytes are told apart by the content paths that both manifests
/// give them.
struct StateComparison {
  private let isSameAlgorithm: Bool
  /// Of the earlier inventory: digest to one of its content paths.
  private let contentPaths: [String: ExactText]
  /// Of the current inventory: content path to digest.
  private let digests: [ExactText: String]

  init(_ earlier: StatedInventory, _ current: StatedInventory) {
    isSameAlgorithm = earlier.digestAlgorithm == current.digestAlgorithm
    guard !isSameAlgorithm else {
      contentPaths = [:]
      digests = [:]
      return
    }
    contentPaths = Dictionary(
      (earlier.manifest ?? []).compactMap { block in
        block.paths.first.map { (block.digest.lowercased(), ExactText($0)) }
      },
      uniquingKeysWith: { first, _ in first }
    )
    digests = Dictionary(
      (current.manifest ?? []).flatMap { block in
        block.paths.map { (ExactText($0), block.digest.lowercased()) }
      },
      uniquingKeysWith: { first, _ in first }
    )
  }

  func isSame(_ earlier: [StatedInventory.Block], _ current: [StatedInventory.Block]) -> Bool {
    // Inventories of one program have the same order, as a rule.
    if isSameAlgorithm, isSameInOrder(earlier, current) { return true }
    return meaning(of: earlier) { isSameAlgorithm ? $0 : currentDigest($0) }
      == meaning(of: current) { $0 }
  }

  private func isSameInOrder(
    _ earlier: [StatedInventory.Block],
    _ current: [StatedInventory.Block]
  ) -> Bool {
    earlier.count == current.count
      && zip(earlier, current).allSatisfy { one, other in
        one.digest == other.digest && one.paths.count == other.paths.count
          && zip(one.paths, other.paths).allSatisfy { ExactText($0) == ExactText($1) }
      }
  }

  private func currentDigest(_ digest: String) -> String {
    contentPaths[digest].flatMap { digests[$0] } ?? "unknown \(digest)"
  }

  private func meaning(
    of state: [StatedInventory.Block],
    by resolved: (String) -> String
  ) -> [ExactText: String] {
    Dictionary(
      state.flatMap { block in
        let digest = resolved(block.digest.lowercased())
        return block.paths.map { (ExactText($0), digest) }
      },
      uniquingKeysWith: { "\($0) \($1)" }
    )
  }
}
