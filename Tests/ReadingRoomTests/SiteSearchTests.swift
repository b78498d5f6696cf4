// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Testing

@testable import ReadingRoom

@Suite(.timeLimit(.minutes(1)))
struct `The search of a site` {
  @Test func `has each word in the file of its first letters, with where and how often it stands`()
    throws
  {
    var search = SiteSearch()
    search.add("0a", title: "Ein Café", day: "2026-11-30", parts: ["cafe cafe x", "Łódź ; 2020"])
    search.add("0b", title: "", day: "2026-11-30", parts: [])
    search.add("0c", title: "", day: "2026-11-30", parts: ["cafe"])
    let files = Dictionary(uniqueKeysWithValues: try search.files().map { ($0.name, $0.text) })
    #expect(files["ca.js"] == "hanaper.take(\"ca\", {\"cafe\":[0,52,2,1]});\n", "\(files)")
    #expect(files["20.js"] == "hanaper.take(\"20\", {\"2020\":[0,1]});\n")
    #expect(files["other.js"]?.contains("\"x\":[0,1]") == true)
    #expect(files["documents.js"]?.contains("[\"0a\",\"Ein Café\",\"2026-11-30\"]") == true)
    #expect(files.keys.allSatisfy { $0.wholeMatch(of: /[a-z0-9]+\.js/) != nil })
  }

  @Test func `says nothing that would end its script`() throws {
    var search = SiteSearch()
    search.add("0a", title: "</script>\u{2028}<b>\"", day: "", parts: ["</script>"])
    for file in try search.files() {
      #expect(!file.text.contains("\u{2028}") || file.name == "documents.js")
    }
    #expect(!SiteSearch.script.contains("innerHTML") && !SiteSearch.script.contains("eval("))
  }
}
