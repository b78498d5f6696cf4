// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How an element takes part in nesting, as far as ``MarkupGuard`` needs to know.
///
/// Source: HTML §13.2.4.2 and §13.2.6.4.7 <https://html.spec.whatwg.org/multipage/parsing.html>
enum ElementKind {
  /// Has no content: `<br>`, `<img>`.
  case void
  /// Its content is text up to its end tag: `<script>`.
  case rawText
  /// `<a>`: a second one closes the first.
  case link
  /// Repeated by the parser where it was left open: `<b>`.
  case formatting
  /// End tags inside do not close what is outside: `<table>`.
  case barrier
  /// A cell or row of a table; nothing at all outside a table.
  case cell
  /// An inline end tag inside does not close what is outside.
  case block
  case inline

  init(_ name: String) {
    self = Self.known[name] ?? .inline
  }

  /// What an element is inside a drawing or formula, where HTML's names mean nothing.
  init(_ name: String, inside foreign: String) {
    let holdsHTML =
      foreign == "svg"
      ? ["desc", "foreignobject", "title"] : ["annotation-xml", "mi", "mn", "mo", "ms", "mtext"]
    self = name == foreign || holdsHTML.contains(name) ? .barrier : .inline
  }

  /// Start tags that end the drawing or formula that they are found in.
  ///
  /// `<font>` does so with some attributes only, so ``MarkupGuard`` takes it out there.
  static let breakingOutOfForeign: Set<String> = [
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em",
    "embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu",
    "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strike", "strong", "sub",
    "sup", "table", "tt", "u", "ul", "var",
  ]

  private static let known: [String: ElementKind] = {
    let lists: [(ElementKind, String)] = [
      (
        .void,
        """
        area base basefont bgsound body br col embed frame head hr html image img input keygen \
        link meta param source track wbr
        """
      ),
      (.rawText, "iframe noembed noframes script style textarea title xmp"),
      (.link, "a"),
      (.formatting, "b big code em font i nobr s small strike strong tt u"),
      (
        .barrier,
        """
        applet button frameset marquee math object select svg table template
        """
      ),
      (.cell, "caption tbody td tfoot th thead tr"),
      (
        .block,
        """
        address article aside blockquote center colgroup dd details dir div dl dt fieldset \
        figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup li listing main \
        menu nav noscript ol p plaintext pre section summary ul
        """
      ),
    ]
    return lists.reduce(into: [:]) { known, list in
      for name in list.1.split(separator: " ") { known[String(name)] = list.0 }
    }
  }()
}
