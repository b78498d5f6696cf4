// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Testing

@testable import Inflating

@Suite(.timeLimit(.minutes(10)))
struct `Unpacking gzip` {
  /// A sitemap of forty addresses, packed by another program with codes of its own.
  private static let packedSitemap = """
    H4sIAAAAAAACA7XXS27CMBSF4TmrQJkn9vXbVRJmXUG7AAQGIuWlOC0sv1CYeoDkM/Tj/rNPluvdbei3v2GJ3TQ2BV\
    W82IbxMB278dwU31+fpSt27ab+WfoY1u398hib4rKu8wdj1+u1it0ahv0cq2k5s3i43BeRvTYZr3zxHG7rfjq0j7n4\
    Ggy3/TD34X/u1PUhsiXM07KWvJqPp5o97tf9Pq7DdGwFF6bkVBLdD157NXt036178sm+yNB30iX7MkPfapvsqwx9Y0\
    2yrzP0tdfJvsnRJ5Xs2wx9JWWy7zL0pRbJvs/QF5agvshzqC/iHupLOCgvryyUlzMGyss6DeVluYLyMkJCeWkloLyU\
    ISgv6TiWl/dQX4Ic1BdJi32+DJSXtxrKy3kF5eVIQnlZKaC8jCYoL205lJdyHspLcQflJYWF+hLKQH2R0VhfCspLQn\
    F5IaC4nKI3cbHnt7nd/AHEo0uCZw8AAA==
    """
  /// The same program, with the codes that are fixed.
  private static let packedWithFixedCodes = """
    H4sIAAAAAAACA7MpLcopTi2xswHSdjY5+cl2GSUlBcVW+vrl5eV6qRWJuQU5qXr5Ren6iXoFKWk2+iAlNvpg1fpQvQAc\
    QAKlRAAAAA==
    """

  private static func bytes(_ text: String) throws -> [UInt8] {
    [UInt8](try #require(Data(base64Encoded: text)))
  }

  @Test func `gives what was packed, whatever the codes`() throws {
    let sitemap = GzipReader(try Self.bytes(Self.packedSitemap), limit: 10_000)
    #expect(sitemap.ending == .whole)
    let text = String(decoding: sitemap.bytes, as: UTF8.self)
    #expect(text.utf8.count == 3_943)
    #expect(text.contains("<loc>https://www.example.org/files/report-919.pdf</loc>"))
    let fixed = GzipReader(try Self.bytes(Self.packedWithFixedCodes), limit: 10_000)
    #expect(fixed.ending == .whole)
    #expect(
      String(decoding: fixed.bytes, as: UTF8.self)
        == "<urlset><url><loc>https://www.example.org/a.pdf</loc></url></urlset>"
    )
  }

  @Test func `reads one member after another`() throws {
    let one = try Self.bytes(Self.packedWithFixedCodes)
    #expect(GzipReader(one + one, limit: 10_000).bytes.count == 136)
    // Zeros behind the end are padding.
    let padded = GzipReader(one + [0, 0, 0], limit: 10_000)
    #expect(padded.bytes.count == 68 && padded.ending == .whole)
  }

  @Test func `ends at the limit`() throws {
    let cut = GzipReader(try Self.bytes(Self.packedSitemap), limit: 1_000)
    #expect(cut.ending == .limit)
    #expect(cut.bytes.count == 1_000)
  }

  @Test func `keeps what came before the damage, and says that there is some`() throws {
    let whole = try Self.bytes(Self.packedSitemap)
    for length in whole.indices {
      let cut = GzipReader(Array(whole.prefix(length)), limit: 10_000)
      #expect(cut.ending == .damaged)
    }
    let half = GzipReader(Array(whole.prefix(whole.count - 100)), limit: 10_000)
    #expect(String(decoding: half.bytes, as: UTF8.self).hasPrefix("<?xml"))
    var wrong = whole
    wrong[wrong.count - 6] ^= 1
    #expect(GzipReader(wrong, limit: 10_000).ending == .damaged, "the checksum does not fit")
  }

  @Test func `nothing makes it run away`() throws {
    let whole = try Self.bytes(Self.packedSitemap)
    Fuzz.run(2_000) { random in
      let bytes = whole.mutated(with: [[0x1F, 0x8B, 8, 0], [0xFF, 0xFF], [0]], &random)
      #expect(GzipReader(bytes, limit: 20_000).bytes.count <= 20_000)
    }
  }
}
