// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTML
import Support
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `Hostile markup` {
  @Test func `however tags are piled up, the tree stays shallow`() throws {
    var noise = MarkupNoise(seed: 1_952)
    for _ in 0..<60 {
      let unit = (0..<1 + noise.next(below: 12)).map { _ in noise.tag() }.joined()
      let page = repeatElement(unit, count: 8_000 / unit.utf8.count + 1).joined()
      try Self.expectShallow(page)
    }
  }

  private static func expectShallow(_ page: String) throws {
    let pieces = PageTrees.pieces(of: Array(page.utf8))
    #expect(!pieces.isEmpty)
    for piece in pieces {
      var depths: [Int] = []
      for node in piece.tree.nodes { depths.append(depths.isEmpty ? 0 : depths[node.parent] + 1) }
      #expect(depths.count > 1)
      // Rows and table bodies that the parser adds itself come on top.
      #expect(depths.allSatisfy { $0 < 3 * PageBudget.nesting }, "\(page.prefix(80))")
    }
  }

  /// Each begins what a parser takes for markup and a hasty reader for the value of an attribute, or the
  /// other way round.
  @Test(arguments: [
    "<script><!--<script></script><a x=\"--></script>", "<svg><![CDATA[><a x=\"]]></svg>",
    "<math><annotation-xml><![CDATA[><a x=\"]]></math>", "<!--!><a x=\"-->", "<!--><a x=\"-->",
    "<select><textarea><a x=\"</textarea></select>", "<select><xmp><a x=\"</xmp></select>",
    "<svg><desc><p></desc><script/><a x=\"", "<svg><title><a x=\"</title></svg>",
    "<svg><style><a x=\"</style></svg>", "<frameset><style><a x=\"</style>", "<!-- --!><a x='\"'>",
    "<plaintext><a x=\"", "<noscript><a x=\"</noscript>", "<iframe><a x=\"</iframe>",
  ])
  func `what hides tags from a reader does not hide nesting`(opening: String) throws {
    let nesting = repeatElement("<div>", count: 5_000).joined()
    try Self.expectShallow(opening + nesting + "\"><a href=/x.pdf>X</a>")
  }
}
