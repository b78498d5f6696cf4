// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension PageTemplate {
  /// A picture for whoever sees it; the list below says the same.
  static let timeline = """
    <svg class="timeline" viewBox="-12 0 1024 64" role="img" aria-label="When it was online, changed and gone: the same as in the list below" preserveAspectRatio="none">
    {{#timeline.stretches}}<rect class="{{tone}}" x="{{start}}" y="20" width="{{width}}" height="12"/>{{/timeline.stretches}}
    {{#timeline.ticks}}<line class="tick" x1="{{place}}" x2="{{place}}" y1="14" y2="38"/>{{/timeline.ticks}}
    {{#timeline.marks}}<line class="version" x1="{{place}}" x2="{{place}}" y1="8" y2="44"/>{{/timeline.marks}}
    </svg>
    <p class="span" aria-hidden="true"><span>{{timeline.first}}</span><span>{{timeline.last}}</span></p>

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
    <table>
    <thead><tr><th scope="col">Version</th><th scope="col">Kept on</th><th scope="col">Kind</th><th scope="col" class="number">Size</th><th scope="col">SHA-512</th><th scope="col">More</th></tr></thead>
    <tbody>
    {{#editions}}
    <tr><th scope="row"><a href="{{file}}">{{name}}</a></th><td><time datetime="{{keptAt}}">{{keptOn}}</time></td><td>{{kind}}</td><td class="number">{{size}}</td><td><details><summary><code>{{shortDigest}}</code></summary><code class="digest">{{digest}}</code></details></td><td>{{#changes}}<a href="{{changes}}">what changed in {{name}}</a> {{/changes}}{{#proof}}<a href="{{proof}}">proof of {{name}}</a>{{/proof}}{{#remarks}}<span class="remark">{{.}}</span>{{/remarks}}</td></tr>
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
    <section aria-labelledby="provenance">
    <h2 id="provenance">Where the newest version came from</h2>
    <dl class="facts">
    {{#provenance}}<div><dt>{{name}}</dt><dd>{{#link}}<a href="{{link}}" rel="noreferrer">{{value}}</a>{{/link}}{{^link}}{{value}}{{/link}}</dd></div>{{/provenance}}
    </dl>
    </section>
    <section aria-labelledby="citation">
    <h2 id="citation">To cite it</h2>
    <pre class="citation" tabindex="0">{{citation}}</pre>
    <p><a href="{{bibtex}}">BibTeX</a> · <a href="{{ris}}">RIS</a> · <a href="{{timeMap}}">All versions, for programs (Memento)</a></p>
    </section>
    {{/main}}{{/layout}}
    """

  static let changesText = """
    {{<layout}}{{$main}}
    <h1>What changed</h1>
    <p><a href="{{document}}">{{title}}</a>: from {{old}}, to {{new}}.</p>
    <p class="summary">{{summary}}</p>
    {{#remarks}}
    <p class="remark">{{.}}</p>
    {{/remarks}}
    {{#hasChanges}}
    <div class="wide" tabindex="0" role="region" aria-label="Table of changes">
    <table class="changes">
    <thead><tr><th scope="col">Where</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead>
    <tbody>
    {{#changes}}
    <tr><th scope="row">{{place}}</th><td>{{#isNew}}<span class="dim">was not there</span>{{/isNew}}{{#old}}{{#isRemoved}}<del>{{text}}</del>{{/isRemoved}}{{^isRemoved}}{{text}}{{/isRemoved}} {{/old}}</td><td>{{#isGone}}<span class="dim">is gone</span>{{/isGone}}{{#new}}{{#isAdded}}<ins>{{text}}</ins>{{/isAdded}}{{^isAdded}}{{text}}{{/isAdded}} {{/new}}</td></tr>
    {{/changes}}
    </tbody>
    </table>
    </div>
    {{/hasChanges}}
    {{#more}}<p>{{more}}</p>{{/more}}
    {{/main}}{{/layout}}
    """
}
