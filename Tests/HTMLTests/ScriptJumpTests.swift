// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@testable import HTML

@Suite(.timeLimit(.minutes(5)))
struct `A script that leaves its page` {
  private static func target(_ script: String) -> String? {
    ScriptJump(in: Array(script.utf8)).flatMap { $0.delay <= 10 ? $0.text : nil }
  }

  @Test(arguments: [
    "location.href = \"/a.pdf\";", "location='/a.pdf'", "window.location = '/a.pdf';",
    "window.location.href='/a.pdf'", "document.location.href = \"/a.pdf\"",
    "location.replace('/a.pdf')", "top.location.assign(\"\\/a.pdf\");",
    "self.location = '\\x2fa.pdf'", "<!--\nlocation.href = '/a.pdf';\n//-->",
    "// on\n/* and on */ location.href = '/a.pdf'",
    "var a = 1\nlocation.href = '/a.pdf'\nvar b = 2", "a('x')\nlocation.replace(\"/a.pdf\")",
    "if (old) { alert(1) }\nlocation.href = '/a.pdf'",
    "function f(x) { return x }\nlocation.href = '/a.pdf'",
    "setTimeout(function () { window.location.href = '/a.pdf' }, 3000);",
    "window.setTimeout(() => location.replace('/a.pdf'), 500)",
    "setTimeout(() => { location.replace('/a.pdf'); }, 0)",
    "setTimeout(\"location.href='/a.pdf'\", 10000)",
    "setTimeout(go, 10); function go() { location = '/a.pdf' }",
    "function go() { location = '/a.pdf' }\ngo();", "(function () { location = '/a.pdf'; })();",
    "(() => { location = '/a.pdf'; })()", "window.onload = function () { location = '/a.pdf' };",
    "document.addEventListener('DOMContentLoaded', function (e) { location = '/a.pdf' })",
    "$(function () { location.href = '/a.pdf'; });",
    "jQuery(document).ready(function ($) { location.href = '/a.pdf'; });",
    "try { location.href = '/a.pdf' } catch (e) {}", "x = /[/'\"]/; location = '/a.pdf'",
    "location.href = `/a.pdf`",
  ])
  func `says where it goes, where it goes whatever happens`(script: String) {
    #expect(Self.target(script) == "/a.pdf")
  }

  @Test(arguments: [
    "if (mobile) location.href = '/m';", "if (a)\n  location = '/m'", "if (a) { location = '/m' }",
    "if (a) b(); else location = '/m'", "if (a) b()\nelse\nlocation = '/m'",
    "a && (location = '/m')", "a ? location.replace('/m') : 0",
    "a = function () { location = '/m' }",
    "function go() { location.href = '/m' }", "button.onclick = function () { location = '/m' }",
    "while (a) location = '/m'", "location.href = '/search?q=' + q", "location.href = base + '/m'",
    "location.href == '/m'", "location.hash = '/m'", "location.reload('/m')", "x = '/m'",
    "location.href = `/m/${id}`", "// location.href = '/m'", "/* location = '/m' */",
    "'location.href = \"/m\"'", "setTimeout(function () { location = '/m' }, 60000)",
    "setTimeout(function () { location = '/m' }, wait)", "my.location = '/m'",
    "var location = '/m'",
    "onload = function () { if (a) return; location = '/m' }", "location = '/m",
    "document.addEventListener('click', function () { location = '/m' })",
  ])
  func `says nothing else of where it might go`(script: String) {
    #expect(Self.target(script) == nil)
  }

  @Test func `is looked through in bounded time, whatever it holds`() {
    var random = Seeded(seed: 11)
    let parts = [
      "location", ".href", "=", "'/a'", "(", ")", "{", "}", "[", "function", " f", "setTimeout(",
      "=>", ";", "\n", "//", "/*", "/", "\\", "\"", "`", "${", "if", "else", "return", ",", "f()",
      "<!--", "onload=", "try", "do",
    ]
    for _ in 0..<500 {
      let separator = random.next() % 2 == 0 ? " " : ""
      let script = (0..<60).map { _ in parts.randomElement(using: &random) ?? "" }
      _ = Self.target(script.joined(separator: separator))
    }
    let calls = String(repeating: "f();g();", count: 4_000)
    #expect(Self.target("function f(){\(calls)} function g(){\(calls)} \(calls)") == nil)
    #expect(Self.target(String(repeating: "setTimeout(function(){", count: 5_000)) == nil)
    for condition in ["if(a)", "if(a)\n", "while(a)if(b)", "if "] {
      let script = String(repeating: condition, count: 6_000) + "location='/m'"
      #expect(Self.target(script) == nil)
    }
    #expect(Self.target(String(repeating: "setTimeout('", count: 5_000)) == nil)
  }
}
