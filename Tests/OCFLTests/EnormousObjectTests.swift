// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

/// Objects made to cost a validator its memory, its stack or its night.
///
/// With `HANAPER_FUZZ_SECONDS` there are a million of what is many; otherwise a tenth of it.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct `Validating enormous objects` {
  private static let many =
    ProcessInfo.processInfo.environment["HANAPER_FUZZ_SECONDS"] == nil ? 100_000 : 1_000_000

  private func findings(_ change: (inout ObjectBuilder) -> Void) throws -> [Finding] {
    var object = ObjectBuilder.ofOneVersion
    change(&object)
    return try ScratchDirectory.run { directory in
      let place = directory.appending("object")
      try object.write(to: place)
      return ObjectCheck(of: place).findings
    }
  }

  @Test
  func `an inventory of a gigabyte of garbage is refused, and not taken into memory`() throws {
    let before = try Self.mostMemory()
    let findings = try findings { $0.tree.put(.hole(1 << 30), at: "inventory.json") }
    #expect(findings.contains { $0.path == "inventory.json" && $0.severity != .warning })
    // What other tests use at the same time is far less than the file.
    #expect(try Self.mostMemory() - before < 700 << 20)
  }

  @Test
  func `so is an older version's inventory of a gigabyte`() throws {
    let before = try Self.mostMemory()
    let findings = try findings { object in
      object = .ofTwoVersions
      object.tree.put(.hole(1 << 30), at: "v1/inventory.json")
    }
    #expect(findings.contains { $0.path == "v1/inventory.json" && $0.severity != .warning })
    #expect(try Self.mostMemory() - before < 700 << 20)
  }

  /// The most memory that this process has held so far, in bytes.
  private static func mostMemory() throws -> Int {
    let status = try Disk().readText("/proc/self/status")
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    let number = try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
    return number << 10
  }

  @Test(arguments: ["fixity", "id", "manifest", "versions", "other"])
  func `a million brackets under a key are no JSON`(key: String) throws {
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      let nest = String(repeating: open, count: 1_000_000)
      for text in [nest, nest + "1" + String(repeating: close, count: 1_000_000)] {
        let findings = try findings { object in object.edit { $0[key] = .verbatim(text) } }
        #expect(findings.contains { $0.code == "E033" && $0.path == "inventory.json" })
      }
    }
  }

  @Test
  func `many versions are more than there are directories`() throws {
    var blocks = #"{"v1":{"created":"2026-03-01T12:00:00Z","state":{}}"#
    for number in 2...Self.many { blocks += #","v\#(number)":{}"# }
    let findings = try findings { object in
      object.edit {
        $0["versions"] = .verbatim(blocks + "}")
        $0["head"] = .string("v\(Self.many)")
      }
    }
    for code in ["E046", "E048", "W007"] {
      let count = findings.count { $0.code == code }
      #expect((1_000...1_100).contains(count), "\(count) of \(code)")
    }
  }

  @Test
  func `many faults are counted, not listed`() throws {
    let paths = String(repeating: #""/",".","#, count: Self.many / 2) + #""v1/content/a.txt""#
    let findings = try findings { object in
      object.edit { $0["manifest"][Fixture.hex("first")] = .verbatim("[\(paths)]") }
    }
    for code in ["E099", "E100", "E101"] {
      let ofCode = findings.filter { $0.code == code }
      #expect((1_000...1_100).contains(ofCode.count), "\(ofCode.count) of \(code)")
      #expect(ofCode.contains { $0.message.contains("more") })
    }
  }

  @Test
  func `many digests that are wrong are counted, not listed`() throws {
    var state = ""
    for number in 0..<Self.many / 2 { state += #","\#(number)":[]"# }
    let findings = try findings { object in
      object.edit { text in
        text["manifest"] = .verbatim("{\(state.dropFirst())}")
        text["versions"]["v1"]["state"] = .verbatim("{\(state.dropFirst())}")
      }
    }
    #expect(findings.contains { $0.severity == .error })
    #expect(findings.count < 20_000)
  }

  @Test
  func `two thousand strangers are found`() throws {
    let findings = try findings { object in
      for number in 0..<2_000 { object.put("v1/content/stranger-\(number)", "") }
    }
    #expect(findings.count { $0.code == "E023" } > 1_000)
  }
}
