// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import HTML
import Records

/// What a web page shows at a glance: enough to tell a report's page from an error page.
///
/// It is read by the reader that takes links from listings, and judged by the same text, title and
/// refresh. Only the first 64 KiB are looked at, and of these no more than makes one tree, which only a page
/// goes beyond that means ill.
struct PageSketch: Sendable {
  /// What the addresses on the page start from.
  let base: WebAddress
  /// The title, as a listing of the page has it.
  let title: String
  /// The text of all `<h1>`.
  let heading: String
  /// All other text that a reader sees, as one line.
  let text: String
  /// The first 2,000 bytes of what the page has to say.
  let mainText: String
  /// What the page is about, without what every page of the site has.
  let main: MainPart
  /// Whether search engines are told to leave the page out.
  let isNoIndex: Bool
  /// The address that the page says is its own.
  private(set) var canonical: String?
  /// Where the page sends its reader by itself and at once.
  let sendsOn: WebAddress?
  /// What is shown in a frame of the page.
  private(set) var embeds: [String] = []
  /// The addresses of its links, the first 1,000.
  private(set) var links: [String] = []
  /// The addresses of the links that say that they are for saving.
  private(set) var downloads: [String] = []
  /// What elements hold for scripts to show, and may be addresses.
  private(set) var held: [String] = []
  /// The beginning of what stands in scripts.
  let script: String
  /// Whether a part of the page, or a script of it, is called a viewer.
  private(set) var namesViewer = false
  /// Whether there is a heading of a lower rank.
  private(set) var hasSubheading = false
  private(set) var hasPasswordField = false
  private(set) var hasScript = false

  /// Reads the beginning of a page.
  ///
  /// - Parameters:
  ///   - head: its first bytes.
  ///   - charset: that of its `Content-Type`.
  ///   - address: where it was found, after redirects.
  ///   - refresh: the field `Refresh` that came with it.
  init(_ head: [UInt8], charset: String?, at address: WebAddress, refresh: String? = nil) {
    let tree = Self.tree(of: head, charset: charset)
    script = Self.script(in: head)
    base = PageHead.base(of: tree, at: address) ?? address
    var said = PageHead()
    said.take(tree, base: base, page: address)
    title = said.title ?? ""
    isNoIndex = said.robotsNoIndex
    let refresh = PageRefresh.given(by: refresh, at: address) ?? said.refresh
    sendsOn =
      refresh.flatMap { $0.isRedirect ? $0.target : nil }
      ?? PageRefresh.scripted(in: head, at: address, declaredCharset: charset)?.target

    let headings = Array(
      tree.nodes.indices.lazy.filter { tree.nodes[$0].element?.name == "h1" }
        .prefix(Self.mostHeadings)
    )
    .map { (index: $0, text: tree.text(of: $0, limit: Self.longestHeading)) }
    heading =
      PlainText(
        folding: headings.map { $0.text.string }.joined(separator: " "),
        limit: Self.longestHeading
      ).string
    // A heading that is never closed must not swallow the page.
    let closed = Set(headings.filter { !$0.text.isFull }.map { $0.index })
    // A title is shown elsewhere, and that of a drawing nowhere.
    let isElsewhere = { (index: Int) in
      closed.contains(index) || tree.nodes[index].element?.name == "title"
    }
    let text = tree.text(of: 0, leavingOut: isElsewhere).string
    let main =
      tree.nodes.firstIndex { $0.element?.name == "main" }
      .map { tree.text(of: $0, leavingOut: isElsewhere).string } ?? ""
    self.text = text
    mainText = String(decoding: (main.isEmpty ? text : main).utf8.prefix(2_000), as: UTF8.self)

    self.main = MainPart(of: tree, base: base)

    var index = 0
    while index < tree.nodes.count {
      let element = tree.nodes[index].element
      if let element { note(element) }
      // What is for readers without scripts mostly counts them, or repeats what a script shows.
      index = element?.name == "noscript" ? tree.nodes[index].end : index + 1
    }
  }

  /// What stands between the tags of scripts, which the reader of pages does not give.
  private static func script(in head: [UInt8]) -> String {
    var found: [UInt8] = []
    var place = 0
    while let tag = head[place...].firstIndex(of: UInt8(ascii: "<")) {
      place = tag + 1
      guard head[place...].prefix(6).lazy.map(\.lowered).elementsEqual("script".utf8)
      else { continue }
      guard let start = head[place...].firstIndex(of: UInt8(ascii: ">")) else { break }
      let end = head[start...].firstIndex(of: UInt8(ascii: "<")) ?? head.endIndex
      found += head[(start + 1)..<end] + [0x0A]
      place = end
    }
    return String(decoding: found, as: UTF8.self)
  }

  private static let longestHeading = 300
  private static let mostHeadings = 100

  private static func tree(of head: [UInt8], charset: String?) -> HTMLTree {
    var reader = PageReader(declaredCharset: charset)
    var rest = head
    let piece = reader.next { () throws(Never) in
      defer { rest = [] }
      return rest
    }
    return piece?.tree ?? HTMLTree()
  }

  private mutating func note(_ element: HTMLTree.Element) {
    switch element.name {
    case "link" where canonical == nil && element["rel"]?.lowercased() == "canonical":
      canonical = element["href"]
    case "a":
      guard let address = element["href"], links.count < 1_000 else { break }
      links.append(address)
      if element["download"] != nil { downloads.append(address) }
    case "iframe", "embed", "object":
      if let address = element["src"] ?? element["data"], !address.isEmpty {
        embeds.append(address)
      }
    case "input" where element["type"]?.lowercased() == "password":
      hasPasswordField = true
    case "script":
      hasScript = true
      namesViewer = namesViewer || ViewerSigns.isOfViewer(script: element["src"] ?? "")
    case "h2", "h3": hasSubheading = true
    default: break
    }
    namesViewer =
      namesViewer || ViewerSigns.isOfViewer(name: element["id"] ?? "")
      || ViewerSigns.isOfViewer(name: element["class"] ?? "")
    guard held.count < 100 else { return }
    held += element.attributes.filter { $0.name.hasPrefix("data-") }.map(\.value)
  }
}
