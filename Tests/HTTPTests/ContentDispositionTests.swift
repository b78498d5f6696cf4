// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Reading Content-Disposition` {
  private static func read(_ value: String) -> ContentDisposition {
    ContentDisposition(Array(value.utf8))
  }

  @Test(arguments: [
    ("attachment", "attachment"), ("  INLINE ; filename=a", "inline"), ("", ""), (" ; a=b", ""),
    // Misspelt in the wild; what is meant by it is nobody's business here.
    ("attatchment;filename=a.csv", "attatchment"), ("filename=a.pdf", ""),
    ("form-data; name=x", "form-data"), ("attachment, inline; filename=a", "attachment"),
  ])
  func `the type is what stands before the first semicolon`(value: String, type: String) {
    #expect(Self.read(value).type == type)
  }

  @Test(arguments: [
    ("inline; filename=a.pdf", "a.pdf"), ("inline; filename=\"a.pdf\"", "a.pdf"),
    ("inline;FileName = \"a.pdf\" ;x=1", "a.pdf"), ("inline; filename=a b  c.pdf ", "a b  c.pdf"),
    (#"inline; filename="a \"b\" \\ c.pdf""#, #"a "b" \ c.pdf"#),
    ("inline; filename=\"a;b,c=d.pdf\"; x=1", "a;b,c=d.pdf"),
    ("inline; size=3; filename=\"a.pdf\"", "a.pdf"), ("inline;;; ;filename=a.pdf", "a.pdf"),
    ("inline; filename=a.pdf; filename=b.pdf", "a.pdf"), ("inline; filename=", ""),
    ("inline; filename=\"\"", ""), ("inline; filename=a,b.pdf", "a,b.pdf"),
    ("inline; filename=\"a.pdf\"junk; x=1", "a.pdf"),
    // No type at all.
    ("filename=\"a.pdf\"", "a.pdf"), ("; filename=a.pdf", "a.pdf"),
    // A comma where a semicolon belongs, and two fields that a proxy made into one.
    ("inline;filename=\"a.pdf\",filename*=UTF-8''b%20c.pdf", "b c.pdf"),
    ("inline;filename=a.pdf, filename*=UTF-8''b%20c.pdf", "b c.pdf"),
    ("inline; filename=a.pdf, attachment; filename=b.pdf", "a.pdf"),
    // Single quotes, which are no quotes.
    ("inline; filename='a.pdf'", "a.pdf"), ("inline; filename=\"'a.pdf'\"", "'a.pdf'"),
    // A path whose backslashes are written once.
    (#"inline; filename="C:\web\new\a.pdf""#, #"C:\web\new\a.pdf"#),
    (#"inline; filename="C:\\web\\a.pdf""#, #"C:\web\a.pdf"#),
  ])
  func `the plain name is read as browsers read it`(value: String, name: String) {
    #expect(Self.read(value).fileName == name)
  }

  @Test(arguments: [
    ("filename*=UTF-8''%e2%82%ac%20a.pdf", "€ a.pdf"), ("filename*=utf8'cy'a%C5%B7.pdf", "aŷ.pdf"),
    ("filename*=ISO-8859-1''caf%E9.pdf", "café.pdf"), ("filename*=us-ascii''a%20b.pdf", "a b.pdf"),
    // Named the old character set, written in the newer ones.
    ("filename*=iso-8859-1''caf%C3%A9.pdf", "café.pdf"), ("filename*=iso-8859-1''a%96b", "a–b"),
    ("filename*=iso-8859-15''a%20b.pdf", "a b.pdf"), ("filename* = UTF-8''a.pdf", "a.pdf"),
    ("filename *=UTF-8''a.pdf", "a.pdf"), ("filename*=\"UTF-8''a%20b.pdf\"", "a b.pdf"),
    ("filename=a.pdf; filename*=UTF-8''b.pdf", "b.pdf"),
    ("filename*=UTF-8''b.pdf; filename=a.pdf", "b.pdf"),
    ("filename*=UTF-8''it's.pdf", "it's.pdf"), ("filename*=UTF-8''a b ä.pdf", "a b ä.pdf"),
    // Decoded once, not twice.
    ("filename*=UTF-8''a%2541.pdf", "a%41.pdf"),
    // No character set at all: a plain name in the wrong place.
    ("filename*=\"a%20b.pdf\"", "a b.pdf"), ("filename*=b.pdf; filename=a.pdf", "a.pdf"),
  ])
  func `the extended name goes first`(value: String, name: String) {
    #expect(Self.read("attachment; \(value)").fileName == name)
  }

  @Test(arguments: [
    "UTF-8''%E4.pdf", "UTF-8''a%", "UTF-8''a%2", "UTF-8''a%zz.pdf", "UTF-8'a.pdf", "''a%C3%A4.pdf",
    "koi8-r''%C1.pdf", "iso-8859-2''%A4.pdf", "utf-16''a%00",
  ])
  func `an extended name that cannot be decoded counts as absent`(value: String) {
    #expect(Self.read("attachment; filename*=\(value)").fileName == nil)
    #expect(Self.read("attachment; filename*=\(value); filename=b.pdf").fileName == "b.pdf")
  }

  @Test(arguments: [
    ("filename*0=\"a \"; filename*1=b; filename*2=\".pdf\"", "a b.pdf"),
    ("filename*1=b.pdf; filename*0=a", "ab.pdf"),
    ("filename*0*=UTF-8''%C3; filename*1*=%A4; filename*2=.pdf", "ä.pdf"),
    ("filename*0=a; filename*2=c", "a"), ("filename*0=a; filename*01=b", "a"),
    ("filename=c; filename*0=a; filename*1=b", "ab"),
    ("filename*0=a; filename*1=b; filename*=UTF-8''d", "d"),
    ("filename*1=b; filename=c", "c"), ("filename*0*=UTF-8''%; filename=c", "c"),
    ("filename*0*=koi8-r''%C1; filename=c", "c"), ("filename*0*=nothing; filename=c", "c"),
  ])
  func `the pieces of a long name are put together`(value: String, name: String) {
    #expect(Self.read("attachment; \(value)").fileName == name)
  }

  @Test(arguments: [
    ("a%20b.pdf", "a b.pdf"), ("caf%C3%A9%20(1).pdf", "café (1).pdf"), ("a%2541.pdf", "a%41.pdf"),
    // Something here was not escaped, or need not have been, or is no escape, or no UTF-8.
    ("a b%20c.pdf", "a b%20c.pdf"), ("foo%41.pdf", "foo%41.pdf"), ("100%.pdf", "100%.pdf"),
    ("50%25 off.pdf", "50%25 off.pdf"), ("caf%E9.pdf", "caf%E9.pdf"), ("é%20.pdf", "é%20.pdf"),
  ])
  func `a plain name is unescaped only where it can only be an escaped one`(
    value: String,
    name: String
  ) {
    #expect(Self.read("inline; filename=\"\(value)\"").fileName == name)
    #expect(Self.read("inline; filename=\(value)").fileName == name)
  }

  @Test(arguments: [
    ("=?utf-8?B?w6Qg4oKsLnBkZg==?=", "ä €.pdf"), ("=?UTF-8?b?w6Qg4oKsLnBkZg?=", "ä €.pdf"),
    // The alphabet for addresses, and a digit too many.
    ("=?utf-8?B?w6Q-w6Q_?=", "ä>ä?"), ("=?utf-8?B?w6QxA?=", "ä1"),
    ("=?iso-8859-1?Q?caf=E9_a.pdf?=", "café a.pdf"), ("=?utf-8*en?q?a?=.pdf", "a.pdf"),
    // One character cut in two, and white space that only parts the words.
    ("=?utf-8?Q?a=C3?=  =?utf-8?Q?=A4.pdf?=", "aä.pdf"), ("a =?utf-8?Q?b?= c", "a b c"),
    ("=?koi8-r?Q?a?=", "=?koi8-r?Q?a?="), ("=?utf-8?B?!?=", "=?utf-8?B?!?="), ("=?", "=?"),
    ("=?utf-8?Q?=4?=", "=?utf-8?Q?=4?="), ("=?utf-8?Q?a", "=?utf-8?Q?a"),
    ("=?a?b?c?d", "=?a?b?c?d"),
  ])
  func `the encoded words of mail are decoded, where they can be`(value: String, name: String) {
    #expect(Self.read("inline; filename=\"\(value)\"").fileName == name)
  }

  @Test(
    arguments: [
      ([0xC3, 0xA4], "ä"), ([0xE4], "ä"), ([0xE2, 0x80, 0x93], "–"), ([0x96], "–"),
      ([0xC3, 0xA4, 0xE4], "Ã¤ä"), ([0x81], "\u{81}"),
    ] as [([UInt8], String)]
  )
  func `bytes are UTF-8 where they can be, and Windows-1252 otherwise`(
    bytes: [UInt8],
    text: String
  ) {
    let value = Array("inline; filename=\"".utf8) + bytes + Array("\"".utf8)
    #expect(ContentDisposition(value).fileName == text)
  }

  @Test
  func `a field is read by its bytes, and one made by hand by its characters`() {
    let received = HeaderField(
      "Content-Disposition",
      "inline; filename=\"\u{C3}\u{A4} \u{C3}\u{B6}\""
    )
    #expect(ContentDisposition(received).fileName == "ä ö")
    let made = HeaderField("Content-Disposition", "inline; filename=\"€.pdf\"")
    #expect(ContentDisposition(made).fileName == "€.pdf")
  }

  @Test(arguments: [
    "attachment", "", "inline; size=3", "inline; filename=\"a.pdf", "inline; filename", "\"",
    "inline; xfilename=a.pdf", "inline; name=\"filename=a.pdf\"", "inline filename=a.pdf",
    "inline; filename=\"a\\",
  ])
  func `a field without a whole name has none`(value: String) {
    #expect(Self.read(value).fileName == nil)
  }

  @Test
  func `a parameter is found by its name, whoever wrote it how`() {
    let read = Self.read("inline; Size=12; X-A = \"b\\c\"; size=13; bare")
    #expect(read.parameters.map(\.name) == ["size", "x-a"])
    #expect(read["size"]?.value == "12")
    #expect(read["x-a"]?.value == "bc")
    #expect(read["bare"] == nil)
  }
}
