// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Support
import Surroundings
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A standard stream` {
  @Test func `is written to its end, though a slow reader made it one that does not wait`() async {
    await #expect(processExitsWith: .success) {
      var ends: [CInt] = [0, 0]
      try #require(pipe(&ends) == 0)
      let (reading, writing) = (ends[0], ends[1])
      _ = fcntl(writing, F_SETFL, O_NONBLOCK)
      dup2(writing, 1)
      close(writing)
      let text = String(repeating: "0123456789ABCDEF", count: 20_000)
      let (lengths, continuation) = AsyncStream.makeStream(of: Int.self)
      Thread.detachNewThread {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        var length = 0
        while case let count = read(reading, &buffer, buffer.count), count > 0 { length += count }
        continuation.yield(length)
        continuation.finish()
      }
      try StandardStream.output.write(text)
      close(1)
      for await length in lengths { #expect(length == text.utf8.count) }
    }
  }

  @Test func `says why it could not be written`() async {
    await #expect(processExitsWith: .success) {
      #expect(BrokenPipe.becomesAnError())
      var ends: [CInt] = [0, 0]
      try #require(pipe(&ends) == 0)
      dup2(ends[1], 1)
      close(ends[0])
      #expect(throws: Errno.brokenPipe) { try StandardStream.output.write("text") }
      dup2(open("/dev/full", O_WRONLY), 1)
      #expect(throws: Errno.noSpace) { try StandardStream.output.write("text") }
      close(1)
      #expect(throws: Errno.badFileDescriptor) { try StandardStream.output.write("text") }
    }
  }

  @Test func `that is closed has its place filled, and still fails`() async {
    await #expect(processExitsWith: .success) {
      for number in CInt(0)...2 { close(number) }
      StandardStream.fillClosedPlaces()
      let next = open("/dev/null", O_RDONLY)
      #expect(next > 2)
      #expect(throws: Errno.badFileDescriptor) { try StandardStream.output.write("text") }
      #expect(throws: Errno.badFileDescriptor) { try StandardStream.error.write("text") }
      var byte: UInt8 = 0
      #expect(read(0, &byte, 1) == -1)
    }
  }
}
