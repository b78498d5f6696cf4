// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A key of the configuration: what stands behind it, and what that means.
///
/// The one list of them: the shape of the file is made of it, and `hanaper config --explain` prints it.
struct ConfigurationKey: Sendable {
  enum Form: Sendable {
    case scalar, list
    /// Any keys, each with a value.
    case openMapping
  }

  /// The keys that lead to it, with a dot between two; of a list, those of its entries.
  let path: String
  let form: Form
  /// How it is written, in words or by examples.
  let writing: String
  /// What holds without it; nil where nothing does.
  let standard: String?
  let meaning: String

  init(
    _ path: String,
    _ form: Form = .scalar,
    as writing: String,
    without standard: String? = nil,
    _ meaning: String
  ) {
    (self.path, self.form, self.writing, self.standard) = (path, form, writing, standard)
    self.meaning = meaning
  }

  var steps: [Substring] { path.split(separator: ".") }

  /// Sections that are lists of mappings.
  private static let lists: Set = ["sources", "ledger.witnesses", "replicas"]

  // MARK: The shape of the file

  /// The shape of the whole file.
  static var shape: YAMLShape { shape(below: "") }

  /// The shape of a file named by `sourceFiles`: sources and nothing else.
  static var sourceFileShape: YAMLShape { .mapping(["sources": shape(below: "sources")]) }

  private static func shape(below section: String) -> YAMLShape {
    let prefix = section.isEmpty ? "" : section + "."
    var shapes: [String: YAMLShape] = [:]
    for key in all where key.path.hasPrefix(prefix) {
      let rest = key.path.dropFirst(prefix.count)
      let name = String(rest.prefix { $0 != "." })
      shapes[name] =
        rest.contains(".")
        ? shapes[name] ?? shape(below: prefix + name)
        : key.form == .scalar
          ? .scalar : key.form == .list ? .list(.scalar) : .openMapping
    }
    return lists.contains(section) ? .list(.mapping(shapes)) : .mapping(shapes)
  }

  // MARK: Finding one

  /// The keys that a person means: one, or all of a section.
  ///
  /// - Parameter text: a key, with those that lead to it or, where only one is called so, without.
  /// - Returns: none where there is no such key.
  static func meant(by text: String) -> [ConfigurationKey] {
    let exact = all.filter { $0.path == text }
    if !exact.isEmpty { return exact }
    let section = all.filter { $0.path.hasPrefix(text + ".") }
    if !section.isEmpty { return section }
    return all.filter { $0.steps.last.map(String.init) == text }
  }

  /// The names that a misspelt one may be meant for.
  static var names: [String] {
    all.flatMap { key in
      let steps = key.steps
      // Sections have names, too: outputs.mail.
      return steps.indices.map { steps[...$0].joined(separator: ".") } + steps.map(String.init)
    }
  }
}
