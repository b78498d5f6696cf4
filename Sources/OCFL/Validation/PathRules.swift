// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a list of paths of an inventory breaks: a path element that could lead elsewhere, a path given
/// twice, a file where another path needs a directory.
struct PathRules {
  /// The codes of one kind of path.
  struct Codes {
    /// An element is `.`, `..` or empty.
    let element: String
    /// The path begins or ends with a slash.
    let slash: String
    /// The path is there twice, or is the beginning of another.
    let conflict: String
    let kind: String
  }

  /// Those of a manifest or a fixity block.
  ///
  /// Source: OCFL 1.1 §3.5.2 <https://ocfl.io/1.1/spec/#manifest>
  static let content = Codes(
    element: "E099",
    slash: "E100",
    conflict: "E101",
    kind: "content path"
  )
  /// Those of a version's state.
  ///
  /// Source: OCFL 1.1 §3.5.3.1 <https://ocfl.io/1.1/spec/#version>
  static let logical = Codes(
    element: "E052",
    slash: "E053",
    conflict: "E095",
    kind: "logical path"
  )

  let codes: Codes

  /// Whether a path leads where it seems to, with nothing found.
  static func isSafe(_ path: String) -> Bool {
    var findings = FindingList()
    PathRules(codes: content).check(path, in: "", &findings)
    // A path of the file system ends at a zero byte, so it would lead to another file.
    return findings.isEmpty && !path.utf8.contains(0)
  }

  func check(_ path: String, in file: String, _ findings: inout FindingList) {
    let bytes = path.utf8
    if bytes.first == UInt8(ascii: "/") || bytes.last == UInt8(ascii: "/") {
      findings.add(
        codes.slash,
        file,
        "the \(codes.kind) “\(path)” begins or ends with a slash"
      )
    }
    // A slash at either end makes an empty element as well; that is one fault, not two.
    if !Self.hasPlainElements(bytes) {
      findings.add(
        codes.element,
        file,
        "the \(codes.kind) “\(path)” has an element that is empty, “.” or “..”"
      )
    }
  }

  /// Whether all between slashes are names: none is empty but at the ends, none is `.` or `..`, and there is one.
  private static func hasPlainElements(_ path: String.UTF8View) -> Bool {
    var (length, dots) = (0, 0)
    var (hasElement, hasGap) = (false, false)
    for byte in path {
      if byte == UInt8(ascii: "/") {
        if dots == length, 1...2 ~= length { return false }
        if length == 0 { hasGap = hasElement } else { hasElement = true }
        (length, dots) = (0, 0)
      } else {
        if hasGap { return false }
        length += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      }
    }
    if dots == length, 1...2 ~= length { return false }
    return hasElement || length > 0
  }

  /// Holds all paths of one manifest, fixity block or state against each other.
  func checkConflicts(among paths: [String], in file: String, _ findings: inout FindingList) {
    guard paths.count > 1 else { return }
    // With the slash before every other byte a path is followed at once by those below it; the bytes
    // before the slash move up by one to make room.
    let slash = UInt8(ascii: "/")
    func ordered(_ path: String) -> [UInt8] {
      path.utf8.map { $0 == slash ? 0 : $0 < slash ? $0 + 1 : $0 }
    }
    let sorted = paths.map { (key: ordered($0), path: $0) }.sorted {
      $0.key.lexicographicallyPrecedes($1.key)
    }
    for (first, second) in zip(sorted, sorted.dropFirst()) where second.key.starts(with: first.key)
    {
      let path = first.path
      if first.key.count == second.key.count {
        findings.add(codes.conflict, file, "the \(codes.kind) “\(path)” is there twice")
      } else if second.key[first.key.count] == 0 {
        findings.add(
          codes.conflict,
          file,
          "the \(codes.kind) “\(path)” is a file and a directory of another path"
        )
      }
    }
  }
}
