// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(20)))
struct `Members of a JSON file` {
  private func read(_ names: Set<String>, of text: String) throws -> String {
    try ScratchDirectory.run { directory in
      let file = directory.appending("report.json")
      try Disk().create(file, holding: text)
      return String(decoding: try JSONMembers.read(names, of: file), as: UTF8.self)
    }
  }

  @Test(arguments: [
    (#"{"a":1,"b":[1,{"a":2}],"c":"x"}"#, #"{"a":1,"c":"x"}"#),
    (
      #"{ "a" : { "c" : [ ] } , "b" : {"c":3} , "c" : null }"#, #"{"a": { "c" : [ ] } ,"c": null }"#
    ),
    (#"{"b":"\",\"a\":1,{[","a":"\\","c":"}\"]"}"#, #"{"a":"\\","c":"}\"]"}"#),
    (#"{"b":1}"#, "{}"),
    ("{}", "{}"),
  ])
  func `are taken as they stand, and the others read over`(text: String, expected: String) throws {
    let members = try read(["a", "c"], of: text)
    #expect(members == expected)
  }

  @Test func `are what a whole reading finds, however the object is built`() throws {
    var dice = SystemRandomNumberGenerator()
    func value(_ depth: Int) -> Any {
      switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &dice) {
      case 0: Int.random(in: -9...9, using: &dice)
      case 1: Bool.random(using: &dice)
      case 2: NSNull()
      case 3:
        ["", "\"", "\\", "{", "]", ",", ":", "a", "ü\n", "\u{1F600}"].shuffled(using: &dice)
          .joined()
      case 4: (0..<3).map { _ in value(depth - 1) }
      default: object(depth - 1)
      }
    }
    func object(_ depth: Int) -> [String: Any] {
      let names = ["a", "b", "c", "d\"", "e\\"].filter { _ in Bool.random(using: &dice) }
      return Dictionary(uniqueKeysWithValues: names.map { ($0, value(depth)) })
    }
    for _ in 0..<500 {
      let whole = object(3)
      let text = try JSONSerialization.data(withJSONObject: whole, options: [.prettyPrinted])
      let members = try read(["a", "c"], of: String(decoding: text, as: UTF8.self))
      let found = try JSONSerialization.jsonObject(with: Data(members.utf8)) as? NSDictionary
      let expected = whole.filter { ["a", "c"].contains($0.key) } as NSDictionary
      #expect(found == expected)
    }
  }

  @Test(arguments: ["", "[", "}", "nonsense", #"{"a":"#, #"{"a":"x"#, "]]]]", #"{"a":1}}{"c":2}"#])
  func `of what is no object are nothing that a reader takes for more than it is`(
    text: String
  ) throws {
    let members = try read(["a", "c"], of: text)
    let object = try? JSONSerialization.jsonObject(with: Data(members.utf8)) as? [String: Any]
    #expect(object?.values.allSatisfy { $0 is Int } ?? true)
  }
}
