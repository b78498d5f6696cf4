// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Foundation

/// A search that works from a disk: which words stand in which documents, in small files by the first letters of the words, so that
/// a browser loads those few that it needs.
struct SiteSearch: Sendable {
  /// Short names, titles and days, in the order of their numbers.
  private var documents: [[String]] = []
  /// By the name of a file: each word, with the numbers of documents and how often it stands in each.
  private var shards: [String: [String: [Int]]] = [:]

  /// - Parameters:
  ///   - id: the short name of a document.
  ///   - title: its title, in which words count more.
  ///   - day: when its newest version was kept.
  ///   - parts: its text; none where it has none.
  mutating func add(_ id: String, title: String, day: String, parts: [String]) {
    let number = documents.count
    documents.append([id, title, day])
    var counts: [String: Int] = [:]
    for word in Watchwords.words(of: title) { counts[word, default: 0] += Self.titleWeight }
    for part in parts {
      for word in Watchwords.words(of: part) { counts[word, default: 0] += 1 }
    }
    for (word, count) in counts where word.utf8.count <= Self.longestWord {
      shards[Self.shard(of: word), default: [:]][word, default: []] += [number, count]
    }
  }

  private static let titleWeight = 50
  private static let longestWord = 40

  /// The two first letters, where these are plain ones.
  static func shard(of word: String) -> String {
    let first = word.utf8.prefix(2)
    let isPlain = first.count == 2 && first.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 }
    return isPlain ? String(decoding: first, as: UTF8.self) : "other"
  }

  /// Names and texts of the files in the folder of the search.
  ///
  /// - Returns: scripts, because a page that was opened from a disk may load nothing else.
  /// - Throws: where the encoder does.
  func files() throws -> [(name: String, text: String)] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    let names = shards.keys.sorted()
    let list = "hanaper.documents = \(try json(documents));\nhanaper.shards = \(try json(names));\n"
    return [("documents.js", list)]
      + (try names.map { name in
        ("\(name).js", "hanaper.take(\(try json(name)), \(try json(shards[name] ?? [:])));\n")
      })
  }

  /// Looks for what the address of the page says, and shows it.
  ///
  /// It makes text, and never markup, of what it shows.
  static let script = """
    "use strict";
    // Looks for the words of the page's address in the files of the folder "search", of which it loads those that it needs.
    const hanaper = {
      loaded: {},
      take(name, words) { this.loaded[name] = words; },
      load(name) {
        return new Promise((done) => {
          const script = document.createElement("script");
          script.src = "search/" + name + ".js";
          script.onload = script.onerror = () => done();
          document.head.append(script);
        });
      },
      shard(word) { return /^[0-9a-z]{2}/.test(word) ? word.slice(0, 2) : "other"; },
      words(text) {
        return (text.normalize("NFKD").replace(/\\p{Mn}/gu, "").toLowerCase().replace(/ς/g, "σ").match(/[\\p{L}\\p{N}\\p{M}]+/gu) || []);
      },
      async find(text) {
        const terms = text.split(/\\s+/).flatMap((piece) => {
          const words = this.words(piece);
          return words.map((word, at) => ({ word, isBeginning: piece.endsWith("*") && at === words.length - 1 }));
        });
        let found = null;
        for (const { word, isBeginning } of terms) {
          const name = this.shard(word);
          if (this.shards.includes(name) && !this.loaded[name]) await this.load(name);
          const counts = new Map();
          for (const [known, pairs] of Object.entries(this.loaded[name] || {})) {
            if (isBeginning ? !known.startsWith(word) : known !== word) continue;
            for (let at = 0; at < pairs.length; at += 2) {
              counts.set(pairs[at], (counts.get(pairs[at]) || 0) + pairs[at + 1]);
            }
          }
          const before = found;
          found = before === null ? counts
            : new Map([...before].filter(([one]) => counts.has(one)).map(([one, count]) => [one, count + counts.get(one)]));
        }
        return [...(found || [])].sort((a, b) => b[1] - a[1]).map(([one]) => this.documents[one]);
      },
      async run() {
        const text = new URLSearchParams(location.search).get("q") || "";
        document.getElementById("q").value = text;
        const said = document.getElementById("said");
        if (!this.words(text).length) {
          said.textContent = "Type words above; injur* finds all that begins so.";
          return;
        }
        await this.load("documents");
        const found = await this.find(text);
        said.textContent = found.length === 0 ? "No document has all of these words. Fewer words find more."
          : found.length === 1 ? "1 document." : found.length + " documents, the best first.";
        for (const [id, title, day] of found.slice(0, 200)) {
          const item = document.createElement("li");
          const heading = document.createElement("h2");
          const link = document.createElement("a");
          link.href = "documents/" + id + ".html";
          link.textContent = title;
          const place = document.createElement("p");
          place.className = "dim";
          place.textContent = "kept on " + day;
          heading.append(link);
          item.append(heading, place);
          document.getElementById("hits").append(item);
        }
      },
    };
    hanaper.run();

    """
}
