// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension PageTemplate {
  static let listText = """
    {{<layout}}{{$main}}
    <h1>{{frame.title}}</h1>
    {{#isArchiveEmpty}}
    <p class="empty">Nothing is held yet. <code>hanaper source add ADDRESS</code> names a page whose reports are to be kept, and <code>hanaper sync</code> fetches them.</p>
    {{/isArchiveEmpty}}
    {{^isArchiveEmpty}}
    {{#frame.isServed}}
    <form class="filters" action="{{frame.home}}">
    <div><label for="words">Words of the title or address</label><input id="words" name="words" type="search" value="{{words}}" autocomplete="off"></div>
    <div><label for="source">Source</label><select id="source" name="source"><option value="">all sources</option>{{#sources}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/sources}}</select></div>
    <div><label for="standing">Standing</label><select id="standing" name="standing"><option value="">any standing</option>{{#standings}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/standings}}</select></div>
    <div><label for="order">In the order of</label><select id="order" name="order">{{#orders}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/orders}}</select></div>
    <div class="go"><button>Show</button>{{#isFiltered}} <a href="{{frame.home}}">Show all</a>{{/isFiltered}}</div>
    </form>
    {{/frame.isServed}}
    <p class="count" role="status">{{summary}}</p>
    {{#isEmpty}}
    <p class="empty">No document fits. <a href="{{frame.home}}">Show all</a>; the search above looks into the texts.</p>
    {{/isEmpty}}
    {{^isEmpty}}
    <div class="wide" tabindex="0" role="region" aria-label="Table of documents">
    <table class="documents stack">
    <thead><tr><th scope="col">Title</th><th scope="col">Standing</th><th scope="col">Kept on</th><th scope="col" class="number">Versions</th><th scope="col" class="number">Size</th></tr></thead>
    <tbody>
    {{#entries}}
    <tr><th scope="row"><a href="{{target}}">{{title}}</a> <span class="dim">{{host}}</span></th><td data-name="Standing"><span class="label {{standing.tone}}">{{standing.word}}</span>{{#standing.since}} <span class="since">{{standing.since}}</span>{{/standing.since}}</td><td data-name="Kept on">{{#keptOn}}<time datetime="{{keptAt}}">{{keptOn}}</time>{{/keptOn}}</td><td class="number" data-name="Versions">{{versions}}</td><td class="number" data-name="Size">{{size}}</td></tr>
    {{/entries}}
    </tbody>
    </table>
    </div>
    {{/isEmpty}}
    <details class="key"><summary>What the words for standings mean</summary>
    <dl class="facts">
    {{#meanings}}
    <div><dt><span class="label {{tone}}">{{word}}</span></dt><dd>{{meaning}}</dd></div>
    {{/meanings}}
    </dl></details>
    {{#place}}
    <nav class="pager" aria-label="Pages of the list">
    {{#previous}}<a href="{{previous}}" rel="prev">Previous page</a>{{/previous}}
    <span>{{place}}</span>
    {{#next}}<a href="{{next}}" rel="next">Next page</a>{{/next}}
    </nav>
    {{/place}}
    {{/isArchiveEmpty}}
    {{/main}}{{/layout}}
    """

  static let searchText = """
    {{<layout}}{{$main}}
    <h1>{{frame.title}}</h1>
    {{^isAsked}}
    <p class="empty">Type words above. Words in quotes stand in a row, <kbd>injur*</kbd> finds all that begins so, <kbd>year:2017</kbd>, <kbd>standing:gone</kbd> and <kbd>version:all</kbd> narrow or widen it.</p>
    {{/isAsked}}
    {{#remarks}}
    <p role="status">{{.}}</p>
    {{/remarks}}
    {{#hasHits}}
    <ol class="hits">
    {{#hits}}
    <li><h2><a href="{{target}}">{{title}}</a></h2>
    <p class="dim">{{place}}</p>
    {{#hasPieces}}<p>{{#pieces}}{{#isFound}}<mark>{{text}}</mark>{{/isFound}}{{^isFound}}{{text}}{{/isFound}}{{/pieces}}</p>{{/hasPieces}}
    {{#reason}}<p class="dim">{{reason}}</p>{{/reason}}
    <p><a href="{{file}}" aria-label="{{fileName}}: {{title}}">{{fileName}}</a></p></li>
    {{/hits}}
    </ol>
    {{/hasHits}}
    {{/main}}{{/layout}}
    """

  static let sourcesText = """
    {{<layout}}{{$main}}
    <h1>{{frame.title}}</h1>
    {{#isEmpty}}
    <p class="empty">There is no source yet. <code>hanaper source add ADDRESS</code> adds one.</p>
    {{/isEmpty}}
    {{#entries}}
    <section class="source">
    <h2><a href="{{documents}}">{{title}}</a> <span class="label {{tone}}">{{state}}</span></h2>
    <dl class="facts">
    {{#page}}<div><dt>Page</dt><dd><a href="{{page}}" rel="noreferrer">{{page}}</a></dd></div>{{/page}}
    <div><dt>Last read</dt><dd>{{lastRead}}</dd></div>
    <div><dt>Lists</dt><dd>{{listed}}, of which {{kept}} are kept</dd></div>
    {{#troubled}}<div><dt>In trouble</dt><dd>{{troubled}}</dd></div>{{/troubled}}
    {{#leftOut}}<div><dt>Left out</dt><dd>{{.}}</dd></div>{{/leftOut}}
    </dl>
    {{#remarks}}
    <p>{{.}}</p>
    {{/remarks}}
    </section>
    {{/entries}}
    {{/main}}{{/layout}}
    """
}
