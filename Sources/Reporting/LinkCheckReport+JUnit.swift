// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Night
import Text

extension LinkCheckReport {
  /// The report in the XML of JUnit, which what builds and tests things shows: a suite for each page, a test for each
  /// link on it.
  ///
  /// There is no standard; this is what its readers have in common.
  /// Source: <https://github.com/testmoapp/junitxml>
  ///
  /// - Parameter failing: the classes of links that make a test fail. Of the others, what is uncertain was skipped,
  ///   and the rest passed.
  /// - Returns: the text of a file, in UTF-8.
  package func junit(failing: Set<Class>) -> String {
    var suites: [String: Suite] = [:]
    for page in pages {
      var suite = suites[page.page] ?? Suite()
      if let sentence = page.sentence {
        suite.add(
          page.isRead ? .skipped : .error,
          XML.element("testcase", [("classname", page.page), ("name", "the page itself")]) {
            XML.element(page.isRead ? "skipped" : "error", [("message", sentence)])
          }
        )
      }
      suites[page.page] = suite
    }
    for finding in findings {
      // What was named itself stands on no page.
      let places = finding.places.isEmpty ? [nil] : finding.places.map(Optional.some)
      for place in places {
        let name = place?.page ?? finding.target
        let (outcome, inside) = Self.outcome(of: finding, at: place, failing)
        suites[name, default: Suite()].add(
          outcome,
          XML.element("testcase", [("classname", name), ("name", finding.target)]) { inside }
        )
      }
    }
    return Self.document(suites)
  }

  private struct Suite {
    enum Outcome: CaseIterable {
      case passed, failure, error, skipped
    }

    var cases: [String] = []
    var counts: [Outcome: Int] = [:]

    mutating func add(_ outcome: Outcome, _ text: String) {
      cases.append(text)
      counts[outcome, default: 0] += 1
    }

    var totals: [(String, String)] {
      [
        ("tests", "\(cases.count)"), ("failures", "\(counts[.failure] ?? 0)"),
        ("errors", "\(counts[.error] ?? 0)"), ("skipped", "\(counts[.skipped] ?? 0)"),
      ]
    }
  }

  private static func outcome(
    of finding: Finding,
    at place: Place?,
    _ failing: Set<Class>
  ) -> (Suite.Outcome, String) {
    guard finding.class != .alive else { return (.passed, "") }
    let moved = finding.movedTo.map { "now at \($0)" }
    let message = moved ?? finding.sentence
    let words = place.map { $0.words.description }
    let text = [finding.target, message, words].compactMap(\.self).joined(separator: "\n")
    let kind = ("type", finding.class.rawValue)
    if failing.contains(finding.class) {
      return (
        .failure, XML.element("failure", [kind, ("message", message)]) { XML.text(text) }
      )
    }
    if finding.class == .uncertain {
      return (.skipped, XML.element("skipped", [("message", message)]))
    }
    return (
      .passed, XML.element("system-out", []) { XML.text("\(finding.class.rawValue): \(text)") }
    )
  }

  private static func document(_ suites: [String: Suite]) -> String {
    var all = Suite()
    for suite in suites.values {
      all.cases += suite.cases
      all.counts.merge(suite.counts) { $0 + $1 }
    }
    let text = suites.sorted { $0.key < $1.key }.map { name, suite in
      XML.element("testsuite", [("name", name)] + suite.totals) { suite.cases.joined() }
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + XML.element("testsuites", [("name", "hanaper check")] + all.totals) { text.joined() }
  }
}

/// The little XML that is written.
enum XML {
  /// An element with what stands in it, each on lines of its own.
  static func element(
    _ name: String,
    _ attributes: [(name: String, value: String)],
    _ inside: () -> String = { "" }
  ) -> String {
    let attributes = attributes.map { " \($0.name)=\"\(text($0.value))\"" }.joined()
    let content = inside()
    if content.isEmpty { return "<\(name)\(attributes)/>\n" }
    let gap = content.hasPrefix("<") ? "\n" : ""
    return "<\(name)\(attributes)>\(gap)\(content)</\(name)>\n"
  }

  /// A text that may stand in an element or an attribute.
  ///
  /// What no XML may hold becomes U+FFFD; what a reader would take for something else, or a screen would obey, a
  /// reference.
  ///
  /// Source: XML 1.0 §2.2 <https://www.w3.org/TR/xml/#charsets>
  static func text(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&apos;"
      case "\t", "\n", "\r": safe += "&#\(scalar.value);"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": safe.unicodeScalars.append("\u{FFFD}")
      case _ where scalar.isHidden: safe += "&#\(scalar.value);"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
