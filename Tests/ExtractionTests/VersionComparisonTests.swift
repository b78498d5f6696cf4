// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Fixity
import Support
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `A comparison of two versions` {
  private static func look(_ pages: String) -> DocumentLook {
    .pages(
      pages.map {
        $0 == "?" ? nil : Digest(.sha256, bytes: Array(repeating: $0.asciiValue ?? 0, count: 32))
      }
    )
  }

  private static func sentence(
    _ old: (text: [String]?, look: DocumentLook?),
    _ new: (text: [String]?, look: DocumentLook?),
    in part: ExtractedText.Part? = .page
  ) -> String? {
    func text(_ parts: [String]?) -> ExtractedText? {
      parts.map { ExtractedText(parts: $0, kind: part) }
    }
    return VersionComparison((text(old.text), old.look), (text(new.text), new.look))?.sentence
  }

  private static let pages = ["The first page.", "The second page.", "The third page."]

  @Test(arguments: [
    (
      "abc", "abc",
      "The text is the same, word for word, and every page looks the same: what changed is what no reader sees, such as dates in the file"
    ),
    ("abc", "axc", "The text is the same, word for word; page 2 looks different"),
    ("abc", "xyz", "The text is the same, word for word; pages 1–3 look different"),
    ("abc", "ab?", "The text is the same, word for word; page 3 could not be drawn to be compared"),
  ]) func `says of the same words which pages look different`(
    old: String,
    new: String,
    said: String
  ) {
    #expect(Self.sentence((Self.pages, Self.look(old)), (Self.pages, Self.look(new))) == said)
  }

  @Test func `names no page twice whose words changed, and goes by the words where one was put in`()
  {
    var other = Self.pages
    other[1] = "The second leaf."
    #expect(
      Self.sentence((Self.pages, Self.look("abc")), (other, Self.look("axy")))
        == "1 paragraph changed on page 2; page 3 looks different with the same words"
    )
    #expect(
      Self.sentence(
        (Self.pages, Self.look("abc")),
        (["A letter from somebody else."] + Self.pages, Self.look("xaby"))
      ) == "Page 1 is new; page 4 looks different with the same words"
    )
  }

  @Test(arguments: [
    (
      "abc", "abc",
      "Every page looks the same: what changed is what no reader sees, such as dates in the file"
    ),
    ("abc", "axc", "Page 2 looks different"),
    ("abc", "xabc", "Page 1 is new"),
    ("abcd", "ad", "Pages 2 and 3 of before are gone"),
    ("abc", "axyc", "Page 2 looks different; page 3 is new"),
  ]) func `of scans goes by the pages alone`(old: String, new: String, said: String) {
    #expect(Self.sentence((nil, Self.look(old)), (nil, Self.look(new))) == said)
  }

  @Test
  func `says of office files how many pictures are new or gone, and else what is not compared`() {
    func pictures(_ names: String) -> DocumentLook {
      guard case .pages(let digests) = Self.look(names) else { return .pictures([]) }
      return .pictures(digests.compactMap(\.self))
    }
    let text = ["One text."]
    #expect(
      Self.sentence((text, pictures("aab")), (text, pictures("abxy")), in: nil)
        == "The text is the same, word for word; 2 pictures are new; 1 picture of before is gone"
    )
    #expect(
      Self.sentence((text, pictures("ab")), (text, pictures("ab")), in: nil)
        == "The text is the same, word for word, and the pictures are the same: what changed is its form or what no reader sees, such as dates in the file"
    )
    #expect(
      Self.sentence((text, nil), (text, nil), in: nil)
        == "The text is the same, word for word; pictures and form are not compared"
    )
    #expect(Self.sentence((nil, nil), (text, nil)) == nil)
    // A scan that became a text has pages of another sort.
    #expect(Self.sentence((nil, Self.look("a")), (text, Self.look("b"))) == nil)
  }

  @Test func `goes to programs in the unified form, of which the numbers add up`() throws {
    var random = Seeded(seed: 14)
    for _ in 0..<200 {
      let old = (0..<Int.random(in: 0...40, using: &random)).map { "Paragraph \($0 % 30) of it." }
      var new = old.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
      for number in 0..<Int.random(in: 0...5, using: &random) {
        new.insert("New \(number).", at: Int.random(in: 0...new.count, using: &random))
      }
      func text(_ paragraphs: [String]) -> ExtractedText {
        ExtractedText(parts: [paragraphs.joined(separator: "\n\n")], kind: .page)
      }
      var lines: [String] = []
      let comparison = UnifiedComparison(text(old), text(new))
      comparison.forEachLine { lines.append($0) }
      #expect(comparison.isSame == lines.isEmpty)
      #expect(try Self.patched(old, by: lines) == new)
      #expect(lines.isEmpty == (old == new))
    }
  }

  private struct Misfit: Error {}

  /// Does what patch(1) does, and as strictly.
  private static func patched(_ old: [String], by lines: [String]) throws -> [String] {
    guard !lines.isEmpty else { return old }
    var (new, place): ([String], Int) = ([], 0)
    var rest = lines[...]
    while let head = rest.popFirst() {
      let words = head.split(separator: " ")
      guard words.count == 6, words[0] == "@@", words[3] == "@@", words[4] == "page" else {
        throw Misfit()
      }
      func range(_ word: Substring) throws -> (start: Int, count: Int) {
        let numbers = word.dropFirst().split(separator: ",").compactMap { Int($0) }
        guard let start = numbers.first else { throw Misfit() }
        let count = numbers.count == 2 ? numbers[1] : 1
        return (count == 0 ? start : start - 1, count)
      }
      let (from, to) = (try range(words[1]), try range(words[2]))
      new += old[place..<from.start]
      guard new.count == to.start else { throw Misfit() }
      place = from.start
      while let line = rest.first, !line.hasPrefix("@@") {
        rest = rest.dropFirst()
        let text = String(line.dropFirst())
        if line.first != "+" {
          guard old[place] == text else { throw Misfit() }
          place += 1
        }
        if line.first != "-" { new.append(text) }
      }
      guard place == from.start + from.count, new.count == to.start + to.count else {
        throw Misfit()
      }
    }
    return new + old[place...]
  }
}
