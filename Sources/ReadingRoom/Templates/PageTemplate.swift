// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Mustache
import Text

/// The pages of a reading room, each by a template of its own.
///
/// Every field is escaped: no template says `{{{` or `{{&`, which a test watches.
///
/// Source: <https://mustache.github.io/mustache.5.html>
enum PageTemplate: String, CaseIterable {
  case list, document, version, changes, search, attention, sources, notice, siteSearch

  /// What all pages have in common, and what several of them do.
  static let shared = ["layout": layout, "timeline": timeline]

  var text: String {
    switch self {
    case .list: Self.listText
    case .document: Self.documentText
    case .version: Self.versionText
    case .changes: Self.changesText
    case .search: Self.searchText
    case .attention: Self.attentionText
    case .sources: Self.sourcesText
    case .notice: Self.noticeText
    case .siteSearch: Self.siteSearchText
    }
  }

  /// All of them, ready to be filled in.
  static func library() throws -> MustacheLibrary {
    MustacheContentTypes.register(EscapedByScalars(), named: EscapedByScalars.name)
    let type = "{{% CONTENT_TYPE:\(EscapedByScalars.name)}}"
    var templates: [String: MustacheTemplate] = [:]
    for template in allCases {
      templates[template.rawValue] = try MustacheTemplate(string: type + template.text)
    }
    for (name, text) in shared { templates[name] = try MustacheTemplate(string: type + text) }
    return MustacheLibrary(templates: templates)
  }
}

/// How every field is escaped: Mustache's own way goes by what Swift calls a character, and lets markup through behind
/// signs that join what follows them.
private struct EscapedByScalars: MustacheContentType {
  static let name = "SCALARS"

  func escapeText(_ text: String) -> String { text.escapedAsMarkup }
}

extension PageTemplate {
  private static let layout = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>{{frame.title}} – {{frame.room}}</title>
    <link rel="stylesheet" href="{{frame.style}}">
    </head>
    <body>
    <a class="skip" href="#main">Skip to the content</a>
    <header class="band">
    <div class="measure masthead">
    <p class="room"><a href="{{frame.home}}">{{frame.room}}</a></p>
    <nav aria-label="Pages">
    <ul>
    {{#frame.entries}}
    <li><a href="{{target}}"{{#isCurrent}} aria-current="page"{{/isCurrent}}>{{name}}</a></li>
    {{/frame.entries}}
    </ul>
    </nav>
    <form class="search" role="search" action="{{frame.search}}">
    <label for="q">Search in all texts</label>
    <div class="together"><input id="q" name="q" type="search" value="{{frame.words}}" autocomplete="off"><button>Search</button></div>
    </form>
    </div>
    </header>
    <main id="main" class="measure" tabindex="-1">
    {{$main}}{{/main}}
    </main>
    <footer class="measure">
    <p>Kept as it was published, each version with its digest. {{#frame.asOf}}The last run was that of {{frame.asOf}}. {{/frame.asOf}}{{#frame.isServed}}Nothing can be changed from here.{{/frame.isServed}}{{#frame.leftOut}}{{frame.leftOut}}{{/frame.leftOut}}</p>
    </footer>
    </body>
    </html>

    """

  /// The one page with a script: of a site of files, nobody else could look for anything.
  private static let siteSearchText = """
    {{<layout}}{{$main}}
    <h1>{{frame.title}}</h1>
    <noscript><p class="empty">This search needs scripts. <a href="{{frame.home}}">The list of documents</a> does not.</p></noscript>
    <p id="said" role="status"></p>
    <ol class="hits" id="hits"></ol>
    <script src="{{script}}"></script>
    {{/main}}{{/layout}}
    """

  private static let noticeText = """
    {{<layout}}{{$main}}
    <h1>{{frame.title}}</h1>
    {{#sentences}}
    <p>{{.}}</p>
    {{/sentences}}
    <ul>
    {{#ways}}
    <li><a href="{{target}}">{{name}}</a></li>
    {{/ways}}
    </ul>
    {{/main}}{{/layout}}
    """

  private static let attentionText = """
    {{<layout}}{{$main}}
    <h1>{{frame.title}}</h1>
    {{#isEmpty}}
    <p class="empty">Nothing needs attention: all that is known was settled.</p>
    {{/isEmpty}}
    {{#groups}}
    <h2>{{heading}}</h2>
    <ul class="items">
    {{#entries}}
    <li><a class="name" href="{{target}}">{{title}}</a>
    <p>{{sentence}}.</p>
    {{#file}}<p><a href="{{file}}" aria-label="{{fileName}}: {{title}}">{{fileName}}</a></p>{{/file}}
    {{#command}}<p class="dim">Whoever keeps the archive settles it by <code>{{command}}</code>.</p>{{/command}}</li>
    {{/entries}}
    </ul>
    {{/groups}}
    {{/main}}{{/layout}}
    """
}
