// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension PageTemplate {
  /// A picture for whoever sees it; the list below says the same.
  static let timeline = """
    <svg class="timeline" viewBox="-12 0 1024 64" aria-hidden="true" preserveAspectRatio="none">
    {{#timeline.stretches}}<rect class="{{tone}}" x="{{start}}" y="20" width="{{width}}" height="12"/>{{/timeline.stretches}}
    {{#timeline.marks}}<line class="version" x1="{{place}}" x2="{{place}}" y1="8" y2="44"/>{{/timeline.marks}}
    </svg>
    <p class="span" aria-hidden="true"><span>{{timeline.first}}</span><span>{{timeline.last}}</span></p>
    <ul class="legend">{{#timeline.stretches}}<li><span class="swatch {{tone}}"></span> {{name}}</li>{{/timeline.stretches}}</ul>

    """

  static let documentText = """
    {{<layout}}{{$main}}
    <h1>{{title}}</h1>
    <p class="standing"><span class="label {{standing.tone}}">{{standing.word}}</span>{{#standing.since}} {{standing.since}}.{{/standing.since}} {{standing.meaning}}</p>
    {{#newest}}
    <p class="download"><a class="button" href="{{file}}">Open the newest version</a> <span class="dim">{{name}}, kept on <time datetime="{{keptAt}}">{{keptOn}}</time>, {{kind}}, {{size}}</span></p>
    {{/newest}}
    {{^newest}}
    <p class="empty">Nothing is held of it.</p>
    {{/newest}}
    <section aria-labelledby="history">
    <h2 id="history">History</h2>
    {{> timeline}}
    <ol class="events">
    {{#timeline.events}}
    <li><time datetime="{{time}}">{{day}}</time> {{what}}</li>
    {{/timeline.events}}
    </ol>
    </section>
    <section aria-labelledby="versions">
    <h2 id="versions">Versions</h2>
    <div class="wide" tabindex="0" role="region" aria-label="Table of versions">
    <table class="stack">
    <thead><tr><th scope="col">Version</th><th scope="col">Kept on</th><th scope="col">Kind</th><th scope="col" class="number">Size</th><th scope="col">SHA-512</th><th scope="col">More</th></tr></thead>
    <tbody>
    {{#editions}}
    <tr><th scope="row"><a href="{{file}}">Open {{name}}</a></th><td data-name="Kept on"><time datetime="{{keptAt}}">{{keptOn}}</time></td><td data-name="Kind">{{kind}}</td><td class="number" data-name="Size">{{size}}</td><td data-name="SHA-512"><details><summary><code>{{shortDigest}}</code></summary><code class="digest">{{digest}}</code></details></td><td><a href="{{page}}">origin, proof and citation of {{name}}</a>{{#changes}}<br><a href="{{changes}}">what changed in {{name}}</a>{{/changes}}{{#remarks}}<span class="remark">{{.}}</span>{{/remarks}}</td></tr>
    {{/editions}}
    </tbody>
    </table>
    </div>
    </section>
    <section aria-labelledby="known">
    <h2 id="known">What is known of it</h2>
    <dl class="facts">
    {{#facts}}<div><dt>{{name}}</dt><dd>{{#link}}<a href="{{link}}" rel="noreferrer">{{value}}</a>{{/link}}{{^link}}{{value}}{{/link}}</dd></div>{{/facts}}
    </dl>
    {{#hasElsewhere}}
    <h3>Where else to look</h3>
    <dl class="facts">
    {{#elsewhere}}<div><dt>{{name}}</dt><dd><a href="{{link}}" rel="noreferrer">{{value}}</a></dd></div>{{/elsewhere}}
    </dl>
    {{/hasElsewhere}}
    </section>
    {{#timeMap}}<p><a href="{{timeMap}}">All versions, for programs (Memento)</a></p>{{/timeMap}}
    {{/main}}{{/layout}}
    """

  static let changesText = """
    {{<layout}}{{$main}}
    <h1>What changed</h1>
    <p><a href="{{document}}">{{title}}</a>: from <a href="{{oldFile}}">{{old}}</a>, to <a href="{{newFile}}">{{new}}</a>.</p>
    {{#frame.isServed}}
    <form class="filters" action="{{action}}">
    <div><label for="from">From</label><select id="from" name="from">{{#olds}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/olds}}</select></div>
    <div><label for="to">To</label><select id="to" name="to">{{#news}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/news}}</select></div>
    <div class="go"><button>Compare</button></div>
    </form>
    {{/frame.isServed}}
    <p class="summary">{{summary}}</p>
    {{#remarks}}
    <p class="remark">{{.}}</p>
    {{/remarks}}
    {{#hasChanges}}
    <div class="wide" tabindex="0" role="region" aria-label="Table of changes">
    <table class="changes stack">
    <thead><tr><th scope="col">Where</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead>
    <tbody>
    {{#changes}}
    <tr><th scope="row">{{place}}</th><td data-name="Before">{{#isNew}}<span class="dim">was not there</span>{{/isNew}}{{#old}}{{#isRemoved}}<del>{{text}}</del>{{/isRemoved}}{{^isRemoved}}{{text}}{{/isRemoved}} {{/old}}</td><td data-name="Now">{{#isGone}}<span class="dim">is gone</span>{{/isGone}}{{#new}}{{#isAdded}}<ins>{{text}}</ins>{{/isAdded}}{{^isAdded}}{{text}}{{/isAdded}} {{/new}}</td></tr>
    {{/changes}}
    </tbody>
    </table>
    </div>
    {{/hasChanges}}
    {{#more}}<p>{{more}}</p>{{/more}}
    {{/main}}{{/layout}}
    """

  static let versionText = """
    {{<layout}}{{$main}}
    <h1>{{frame.title}}</h1>
    <p class="download"><a class="button" href="{{file}}">Open {{name}}</a> <a href="{{document}}">The document and all its versions</a></p>
    <dl class="facts">
    {{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}
    <div><dt>SHA-512</dt><dd><code>{{digest}}</code></dd></div>
    </dl>
    <section aria-labelledby="provenance">
    <h2 id="provenance">Where it came from</h2>
    <dl class="facts">
    {{#provenance}}<div><dt>{{name}}</dt><dd>{{#link}}<a href="{{link}}" rel="noreferrer">{{value}}</a>{{/link}}{{^link}}{{value}}{{/link}}</dd></div>{{/provenance}}
    </dl>
    </section>
    <section aria-labelledby="proof">
    <h2 id="proof">That it is what was kept</h2>
    {{#proof}}<p><a href="{{proof}}">Proof of {{name}}</a>: keep it beside the file, and <code>hanaper prove</code> or any program for C2SP proofs checks both without this archive.</p>{{/proof}}
    {{^proof}}<p>Nothing is signed for it in the ledger yet.</p>{{/proof}}
    </section>
    <section aria-labelledby="citation">
    <h2 id="citation">To cite it</h2>
    <pre class="citation" tabindex="0">{{citation}}</pre>
    <p><a href="{{bibtex}}">BibTeX</a> · <a href="{{ris}}">RIS</a></p>
    </section>
    {{/main}}{{/layout}}
    """
}
