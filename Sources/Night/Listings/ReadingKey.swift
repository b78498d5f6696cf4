// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Discovery
package import Fixity
import Records

/// All that a ``ListPart`` follows from; its digest says whether one that is remembered is still right.
package struct ReadingKey: Sendable {
  /// Raised when the lines of ``ListPart/lines()`` change.
  private static let edition = "5"

  package let digest: Digest

  /// - Parameters:
  ///   - body: the digest of the list's bytes.
  ///   - page: where it was found.
  ///   - charset: the one that its answer named.
  ///   - step: how it was come by.
  ///   - source: what is wanted of it.
  ///   - program: which program reads it; another may read it otherwise.
  package init(
    _ body: Digest,
    at page: WebAddress,
    charset: String?,
    _ step: ListStep,
    of source: Source,
    by program: String
  ) {
    let list = [
      Self.edition, program, body.hex, page.text, charset ?? "", step.format.rawValue,
      String(step.depth), String(step.level),
    ]
    // Each with its length, so that no two lists of texts read the same.
    let texts = (list + source.readingTexts).map { "\($0.utf8.count) \($0)\n" }
    digest = Digest.of(texts.joined())
  }
}

extension Source {
  /// All of a source that decides what a list says for it.
  ///
  /// Each is stated by its name, and only where it is not as it is by default: a program that knows more properties,
  /// or more kinds, than the one of the night before says the same of the same configuration.
  var readingTexts: [String] {
    func texts(_ name: String, _ values: some Sequence<String>) -> [String] {
      values.sorted().map { "\(name) \($0)" }
    }
    let place = [format.rawValue] + (listPage.map { [$0.text] } ?? [])
    return place
      + texts("include", include.map(\.text)) + texts("exclude", exclude.map(\.text))
      + texts("includePages", includePages.map(\.text)) + texts("follow", follow.map(\.text))
      + texts("depth", depth == 1 ? [] : ["\(depth)"])
      + texts("pages", mostPages == Self.defaultPages ? [] : ["\(mostPages)"])
      + texts("kinds", kinds == self.place.defaultKinds ? [] : kinds.map(\.rawValue))
      + texts("pictures", pictures.map(\.rawValue)) + texts("queryNoise", queryNoise)
  }

  /// Their digest, which no program's version is part of.
  var readingDigest: Digest {
    // Each with its length, as in ``ReadingKey``.
    Digest.of(readingTexts.map { "\($0.utf8.count) \($0)\n" }.joined())
  }
}
