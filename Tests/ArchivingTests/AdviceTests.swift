// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `What is advised` {
  @Test(arguments: [
    "plain", "http://example.org/a.pdf", "it's", "a \"b\" c", "$HOME `id` \\", "", "--odd", "ü !x",
    "a;b&c|d\ne",
  ])
  func `names an argument so that a shell takes it as it is`(argument: String) async throws {
    let line = NextCommand("show", argument).line(with: "--config 'a b'")
    #expect(line.hasPrefix("hanaper show "))
    let script = "hanaper() { printf '%s|' \"$@\"; }; \(line)"
    let run = try await ProgramRun("/bin/sh", ["-c", script], environment: [:])
    #expect(run.text == "show|\(argument)|--config|a b|", "\(line)")
  }

  @Test func `is put into words by whoever knows how the program was called`() {
    let part: Advice = "look first"
    let advice: Advice =
      "\(part), then run `\(.reindex)`; or " + "\(shell: "mv 'a' 'b'") in \(3) places"
    #expect(
      advice.description == "look first, then run `hanaper reindex`; or mv 'a' 'b' in 3 places"
    )
    let worded = advice.worded { $0.line(with: "--config x") }
    #expect(
      worded.description
        == "look first, then run `hanaper reindex --config x`; or mv 'a' 'b' in 3 places"
    )
    #expect(advice.hasShellLine && worded.hasShellLine && !part.hasShellLine)
  }

  @Test func `follows what an error says`() throws {
    let path: FilePath = "Archive"
    #expect(Advice(after: ArchiveError.noCatalogue(path))?.description.contains("reindex") == true)
    #expect(Advice(after: ArchiveError.damaged(path))?.description.contains("verify") == true)
    #expect(Advice(after: ArchiveError.exists(path)) == nil)
  }
}
