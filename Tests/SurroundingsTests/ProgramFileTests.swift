// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Surroundings
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `The file of the program` {
  @Test func `is known by its length, and stays the same`() throws {
    let state = try #require(ProgramFile.state)
    let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    #expect(state.split(separator: " ").first.flatMap { Int($0) } == size)
    #expect(state == ProgramFile.state)
  }
}
