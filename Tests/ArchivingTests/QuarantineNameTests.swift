// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Testing

@testable import Archiving

/// The names of the folders in quarantine, which a night goes by.
@Suite(.timeLimit(.minutes(20)))
struct `Folders in quarantine` {
  private let capture: Capture

  init() throws {
    let address = try WebAddress("https://example.org/a.pdf")
    capture = Keeper.capture(address, "a", at: Keeper.day, run: "r")
  }

  @Test func `have names that are read as they were written, and nothing else is one`() {
    let name = EvidenceName(of: capture, bytes: 1_234)
    #expect(EvidenceName(name.text) == name)
    let (time, key, digest) = (name.time, name.key, name.digest)
    #expect(EvidenceName("\(time)-\(key)-0-\(digest)") != nil)
    for text in [
      "", "notes", digest, "interrupted-\(digest)", "\(name.text)-2", " \(name.text)",
      "\(time)-\(key)-+1-\(digest)", "\(time)-\(key)-01-\(digest)", "\(time)-\(key)--1-\(digest)",
      "\(time)-\(key)-9223372036854775807-\(digest)", "\(time)-\(key)-1-\(digest.dropLast())",
      "yesterday-\(key)-1-\(digest)", "\(time)-\(key.uppercased())Z-1-\(digest)",
    ] { #expect(EvidenceName(text) == nil, "\(text)") }
  }

  @Test
  func `of what waits have names that are read as they were written, and nothing else is one`() {
    let name = WaitingName(of: capture, number: 12)
    #expect(WaitingName(name.text) == name)
    let (key, content) = (name.key, name.content)
    for text in [
      "", "waiting", content, "waiting-\(key)-0-\(content)", "waiting-\(key)-01-\(content)",
      "waiting-\(key)-+1-\(content)", "waiting-\(key)--1-\(content)", "\(name.text)-2",
      "waiting-\(key)-9223372036854775807-\(content)", "waiting-\(key.dropLast())-1-\(content)",
      "Waiting-\(key)-1-\(content)", "waiting-\(key)-1-\(content)0",
    ] { #expect(WaitingName(text) == nil, "\(text)") }
  }
}
