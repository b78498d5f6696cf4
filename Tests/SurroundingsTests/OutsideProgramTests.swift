// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Surroundings
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `A program of the machine's` {
  @Test func `reads and says more than a pipe holds, to the byte`() throws {
    let text = String(repeating: "0 1 * * * /usr/bin/true # é\n", count: 20_000)
    let run = try #require(try OutsideProgram.run("cat", [], input: .text(text)))
    #expect(run.status == 0)
    #expect(run.output == text)
  }

  @Test func `says how it ended, and the first line of why`() throws {
    let failed = try OutsideProgram.run("sh", ["-c", "echo first >&2; echo second >&2; exit 7"])
    #expect(failed?.status == 7)
    #expect(failed?.complaint == "first")
    let killed = try OutsideProgram.run("sh", ["-c", "kill -TERM $$"])
    #expect(killed?.status == 143)
    #expect(killed?.complaint == "status 143")
  }

  @Test func `that is not there is none`() throws {
    #expect(try OutsideProgram.run("hanaper-no-such-program", []) == nil)
  }
}
