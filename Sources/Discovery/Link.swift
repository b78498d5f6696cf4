// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
internal import HTML

/// An address found on a page, with what the page says about it.
///
/// The text and heading are the publisher's own words, with white space folded and without control
/// or bidirectional characters, so they may be printed.
package struct Link: Hashable, Sendable {
  package let address: WebAddress

  /// What the link says, or for an image its `alt`; empty if it says nothing at all.
  ///
  /// En dashes and misspellings are kept; they are how a reader will look for the document.
  package let text: String

  /// The nearest heading before the link, or the one around or inside it.
  ///
  /// Where the link's text says nothing, that is what its table row or list item is about, if that says something.
  ///
  /// Besides `<h1>` to `<h6>`, captions, legends, summaries, terms and row headers count for what
  /// they belong to, and paragraphs in bold like headings.
  package let heading: String?

  /// Where the link stands among all links of the page, from 0.
  package let position: Int

  /// Where on its page it stands; of several places, the one that speaks most for it.
  package let place: LinkPlace

  /// What the publisher states of the file behind it; nil where nothing is.
  package let stated: StatedBody?

  /// Of a link in what is or seems to be a menu, a page's header or footer, the number of that on its page, from 1; else 0.
  package let menu: Int

  /// What names the publication that has it as an attachment, wherever that goes and whatever it is called; nil where nothing does.
  package let publication: String?

  package init(
    address: WebAddress,
    text: String,
    heading: String? = nil,
    position: Int = 0,
    in place: LinkPlace = .content,
    stated: StatedBody? = nil,
    menu: Int = 0,
    publication: String? = nil
  ) {
    self.address = address
    self.text = text
    self.heading = heading
    self.position = position
    self.place = place
    self.stated = stated
    self.menu = menu
    self.publication = publication
  }
}

extension Link {
  /// The same link, but for what is given.
  package func changed(
    address: WebAddress? = nil,
    position: Int? = nil,
    place: LinkPlace? = nil,
    menu: Int? = nil
  ) -> Link {
    Link(
      address: address ?? self.address,
      text: text,
      heading: heading,
      position: position ?? self.position,
      in: place ?? self.place,
      stated: stated,
      menu: menu ?? self.menu,
      publication: publication
    )
  }
}

extension Link {
  /// A name for what the link leads to, also where its text is “here” or “Download (PDF, 212 KB)”.
  ///
  /// A size, a counter and a date of checking are no part of it.
  ///
  ///     “Child D Overview Report”         Child D Overview Report
  ///     “here” under “Child D”            Child D: here
  ///     an image under “Child D”          Child D: overview.pdf
  ///     “here” under no heading           here: overview.pdf
  package var title: String {
    let text = LinkText.withoutFigures(self.text)
    let heading = heading.map(LinkText.withoutFigures)
    guard LinkText.saysNothing(text) else { return text }
    let fileName = PlainText(folding: address.lastPathComponent).string
    if let heading, heading != text {
      let detail = text.isEmpty ? fileName : text
      // “Notes to editors:” brings its own colon.
      let end = heading.lastIndex { $0 != ":" && $0 != " " }
      let subject = end.map { heading[...$0] } ?? heading[...]
      return detail.isEmpty ? heading : "\(subject): \(detail)"
    }
    switch (text.isEmpty, fileName.isEmpty) {
    case (false, false): return "\(text): \(fileName)"
    case (false, true): return text
    case (true, false): return fileName
    case (true, true): return address.text
    }
  }
}
