// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Where content may lie by an inventory's word: below the content directory of one of its versions.
///
/// Source: OCFL 1.1 §3.3.1, §3.5.2 <https://ocfl.io/1.1/spec/#content-directory>
struct ContentPlaces {
  private let directory: String
  /// Whether the inventory names the directory itself.
  private let isNamed: Bool
  private let versions: Set<ExactText>
  private let numbers: Set<Int>

  init(of inventory: StatedInventory) {
    directory = inventory.contentDirectoryName
    isNamed = inventory.contentDirectory != nil
    let names = (inventory.versions ?? []).map(\.name)
    versions = Set(names.map(ExactText.init))
    numbers = Set(names.compactMap { VersionName($0)?.number })
  }

  /// Whether a path leads into the content directory of something that is named like a version.
  func holds(_ path: String) -> Bool {
    let elements = elements(of: path)
    return elements.count == 3 && elements[1].elementsEqual(directory.utf8)
      && VersionName(String(decoding: elements[0], as: UTF8.self)) != nil
  }

  /// Finds what is wrong with the place of a path of the manifest.
  func check(_ path: String, in file: String, _ findings: inout FindingList) {
    let elements = elements(of: path)
    guard let first = elements.first.map({ String(decoding: $0, as: UTF8.self) }),
      !first.isEmpty, first != ".", first != ".."
    else { return }
    guard versions.contains(ExactText(first)) else {
      if let name = VersionName(first), numbers.contains(name.number) {
        findings.add("E014", file, "“\(path)” names its version otherwise than the versions do")
      } else {
        findings.add("E042", file, "“\(path)” does not begin with a version of the object")
      }
      return
    }
    guard elements.count < 3 || !elements[1].elementsEqual(directory.utf8) else { return }
    findings.add("E016", file, "“\(path)” is not in the content directory of its version")
    if !isNamed {
      findings.add("E021", file, "“\(path)” is not in “\(directory)”, and no other name is stated")
    }
  }

  /// Version, content directory and rest.
  private func elements(of path: String) -> [Substring.UTF8View] {
    path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
  }
}
