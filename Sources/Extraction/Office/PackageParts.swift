// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Which files of an Office package belong to which part of its document.
///
/// Source: ECMA-376-2 §6.5 (relationships)
struct PackageParts {
  /// Relationship to the file that it leads to, inside of the package.
  private(set) var targets: [String: String] = [:]
  /// Kind of relationship, its last word, to the files.
  private(set) var files: [String: [String]] = [:]

  /// - Parameters:
  ///   - file: whose relationships.
  ///   - zip: the package.
  init(of file: String, in zip: inout ZipArchive) {
    let folder = file.split(separator: "/").dropLast().joined(separator: "/")
    let name = file.split(separator: "/").last ?? ""
    let place = folder.isEmpty ? "_rels/\(name).rels" : "\(folder)/_rels/\(name).rels"
    guard let bytes = zip.file(place) else { return }
    var walk = XMLWalk(bytes)
    while let step = walk.next() {
      guard case .start("relationship", let attributes) = step,
        let target = attributes[local: "target"], attributes[local: "targetmode"] != "External"
      else { continue }
      let path = Self.resolved(target, in: folder)
      if let id = attributes[local: "id"] { targets[id] = path }
      if let kind = attributes[local: "type"]?.split(separator: "/").last {
        files[String(kind), default: []].append(path)
      }
    }
  }

  /// The file with the document itself: by the relationship of the whole package, wherever it leads.
  static func main(of zip: inout ZipArchive) -> String? {
    PackageParts(of: "", in: &zip).files["officeDocument"]?.first
  }

  private static func resolved(_ target: String, in folder: String) -> String {
    var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
    for part in target.split(separator: "/") {
      switch part {
      case ".": break
      case "..": _ = parts.popLast()
      default: parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}
