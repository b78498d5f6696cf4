// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Discovery
package import Fixity
import Records

/// All that a ``ListPart`` follows from; its digest says whether one that is remembered is still right.
package struct ReadingKey: Sendable {
  /// Raised when the lines of ``ListPart/lines()`` change.
  private static let edition = "2"

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
  var readingTexts: [String] {
    func texts(_ patterns: [AddressPattern]) -> [String] {
      ["\(patterns.count)"] + patterns.map(\.text)
    }
    let place = [format.rawValue] + (listPage.map { [$0.text] } ?? [])
    let followed = texts(follow) + ["\(depth)", "\(mostPages)"]
    return place + texts(include) + texts(exclude) + texts(includePages) + followed
      + ["\(kinds.count)"] + kinds.map(\.rawValue).sorted()
      + ["\(pictures.count)"] + pictures.map(\.rawValue).sorted() + queryNoise.sorted()
  }
}
