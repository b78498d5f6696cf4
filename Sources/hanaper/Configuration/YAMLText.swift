// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import SystemPackage
import Yams

/// What a YAML text may hold, for refusing what nobody reads.
indirect enum YAMLShape: Sendable {
  case scalar
  case list(YAMLShape)
  case mapping([String: YAMLShape])
  /// A mapping with any keys, each with a scalar.
  case openMapping

  /// Whether nothing may stand behind a key: all that could is a section, of which every line may be a comment.
  fileprivate var mayBeEmpty: Bool {
    switch self {
    case .mapping, .openMapping, .list(.mapping): true
    case .scalar, .list: false
    }
  }
}

/// A YAML text with the places of its parts.
struct YAMLText {
  let file: FilePath
  private let root: Node

  /// Parses a text and checks its shape.
  init(_ text: String, file: FilePath, shape: YAMLShape) throws(ConfigurationError) {
    self.file = file
    try Self.refuseControls(in: text, of: file)
    try YAMLAliases.refuseGrowth(in: text, of: file)
    do {
      root = try Yams.compose(yaml: text) ?? .mapping(Node.Mapping([]))
    } catch let error as YamlError {
      throw ConfigurationError(error, of: text, in: file)
    } catch {
      throw ConfigurationError(file: file, line: nil, column: nil, message: "\(error)")
    }
    try check(root, shape)
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws(ConfigurationError) -> Value {
    do {
      return try YAMLDecoder().decode(type, from: root, userInfo: [:])
    } catch let error as DecodingError {
      throw fault(at: error.path, error.saying)
    } catch {
      throw fault(at: [], "\(error)")
    }
  }

  /// An error at the place that a path of keys and indexes leads to.
  func fault(at path: [any CodingKey], _ message: String) -> ConfigurationError {
    var node = root
    for key in path {
      let next = key.intValue.flatMap { index in
        node.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
      guard let found = next ?? node.mapping?[Node(key.stringValue)] else { break }
      node = found
    }
    return fault(at: node, message)
  }

  private func fault(at node: Node, _ message: String) -> ConfigurationError {
    ConfigurationError(
      file: file,
      line: node.mark?.line,
      column: node.mark?.column,
      message: message
    )
  }

  /// Refuses what no editor shows, and what could end a path early.
  private static func refuseControls(
    in text: String,
    of file: FilePath
  ) throws(ConfigurationError) {
    var (line, column) = (1, 0)
    for scalar in text.unicodeScalars {
      column += 1
      if isControl(scalar) {
        let message = "there is a control character here, U+\(hex(scalar)); take it out"
        throw ConfigurationError(file: file, line: line, column: column, message: message)
      }
      if scalar == "\n" { (line, column) = (line + 1, 0) }
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && !"\t\n\r\u{85}".unicodeScalars.contains(scalar)
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Refuses what is written as an escape in a text and means such a character.
  private func refuseControls(in node: Node) throws(ConfigurationError) {
    switch node {
    case .scalar(let scalar):
      guard let control = scalar.string.unicodeScalars.first(where: Self.isControl) else { return }
      throw fault(
        at: node,
        "there is a control character in this, U+\(Self.hex(control)); take it out"
      )
    case .mapping(let mapping):
      for (key, value) in mapping {
        try refuseControls(in: key)
        try refuseControls(in: value)
      }
    case .sequence, .alias: return
    }
  }

  private func check(_ node: Node, _ shape: YAMLShape) throws(ConfigurationError) {
    switch shape {
    case .scalar, .openMapping: try refuseControls(in: node)
    case .list, .mapping: break
    }
    switch (shape, node) {
    case (_, .scalar(let scalar)) where scalar.isNothing: return
    case (.scalar, .scalar), (.openMapping, .mapping): return
    case (.list(let element), .sequence(let sequence)):
      for node in sequence {
        if node.scalar?.isNothing == true {
          throw fault(
            at: node,
            "nothing stands in this entry; write what belongs there, or take the line out"
          )
        }
        try check(node, element)
      }
    case (.mapping(let known), .mapping(let mapping)):
      for (key, value) in mapping {
        let name = key.string ?? ""
        guard let shape = known[name] else {
          let nearest = Spelling.nearest(to: name, among: known.keys)
          let advice =
            nearest.map { "did you mean “\($0)”?" }
            ?? "the keys here are \(known.keys.sorted().joined(separator: ", "))"
          throw fault(at: key, "unknown key “\(name)”; \(advice)")
        }
        if !shape.mayBeEmpty, value.scalar?.isNothing == true, value.scalar?.string.isEmpty == true
        {
          let advice = if case .list = shape { "a line “- …” for each entry" } else { "a value" }
          throw fault(
            at: key,
            "nothing stands behind “\(name)”; write \(advice), or take the line out"
          )
        }
        try check(value, shape)
      }
    case (.scalar, _): throw fault(at: node, "a single value belongs here")
    case (.list, _): throw fault(at: node, "a list belongs here: one line “- …” for each entry")
    case (.mapping, _), (.openMapping, _): throw fault(at: node, "keys with values belong here")
    }
  }
}

extension Node.Scalar {
  /// Whether it is written as nothing, or as null; a text in quotes is a text.
  fileprivate var isNothing: Bool {
    style != .singleQuoted && style != .doubleQuoted
      && ["", "~", "null", "Null", "NULL"].contains(string)
  }
}

extension ConfigurationError {
  fileprivate init(_ error: YamlError, of text: String, in file: FilePath) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      // A carriage return and a line feed are one character.
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      let line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
      // The reader counts code points.
      let before = String(line.unicodeScalars.prefix(max(0, mark.column - 1)))
      let message = YAMLProblem(words: problem, line: line, offset: before.count).message
      self.init(file: file, line: mark.line, column: mark.column, message: message)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let name = duplicates.first ?? ""
      let others = Self.lines(of: name, in: text, after: context.mark)
      let places = ([context.mark.line] + others).map(String.init)
      let which =
        others.isEmpty
        ? "" : ", in lines \(places.dropLast().joined(separator: ", ")) and \(places.last ?? "")"
      let count = others.count > 1 ? "\(others.count + 1) times" : "twice"
      let message = "the key “\(name)” stands here \(count)\(which); keep one of them"
      self.init(file: file, line: context.mark.line, column: context.mark.column, message: message)
    default:
      self.init(file: file, line: nil, column: nil, message: "this is not valid YAML: \(error)")
    }
  }
}

extension ConfigurationError {
  /// In which lines a key stands once more.
  ///
  /// - Parameters:
  ///   - name: the key.
  ///   - text: all of it.
  ///   - mark: where it stands first.
  /// - Returns: the lines' numbers; none where both stand between braces.
  private static func lines(of name: String, in text: String, after mark: Mark) -> [Int] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var found: [Int] = []
    for (index, line) in lines.enumerated().dropFirst(mark.line) {
      let words = line.drop { $0 == " " }
      guard let first = words.first, first != "#" else { continue }
      let depth = line.count - words.count
      // What is less deep is of another mapping.
      if depth < mark.column - 1 { break }
      guard depth == mark.column - 1 else { continue }
      let key = words.prefix { $0 != ":" }.trimmingCharacters(
        in: CharacterSet(charactersIn: " \"'")
      )
      if key == name { found.append(index + 1) }
    }
    return found
  }
}

extension DecodingError {
  fileprivate var path: [any CodingKey] {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context), .dataCorrupted(let context):
      context.codingPath
    @unknown default: []
    }
  }

  fileprivate var saying: String {
    switch self {
    case .typeMismatch(let type, _), .valueNotFound(let type, _):
      switch type {
      case is Bool.Type: "true or false belongs here"
      case is any BinaryInteger.Type: "a whole number belongs here"
      default: "a value of another kind belongs here"
      }
    case .keyNotFound(let key, _): "the key “\(key.stringValue)” is missing"
    case .dataCorrupted(let context): context.debugDescription
    @unknown default: "this cannot be read"
    }
  }
}
