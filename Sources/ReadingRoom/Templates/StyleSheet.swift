// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How the pages look: one quiet language, in light, in the dark, in the colours that a reader forces, and on paper.
enum StyleSheet {
  static let text = """
    :root { color-scheme: light dark; --text: #1d2327; --ground: #fbfaf7; --card: #fff; --dim: #545d63; --line: #c9c6bd;
      --accent: #1f4f59; --accent-text: #fff; --link: #14505f; --good: #1d5e3a; --good-ground: #e2f0e6;
      --warn: #6d4a00; --warn-ground: #f8ecd0; --bad: #8c1d18; --bad-ground: #f9e2df; --calm: #454c52; --calm-ground: #e9e9e4;
      --mark: #ffe9a0; --serif: "Iowan Old Style", "Palatino Linotype", "Source Serif 4", Georgia, serif; }
    @media (prefers-color-scheme: dark) { :root { --text: #e8e6e1; --ground: #15191b; --card: #1d2225; --dim: #a9b1b5;
      --line: #434b50; --accent: #2b6370; --accent-text: #fff; --link: #8fd0dd; --good: #9fdcb5; --good-ground: #173325;
      --warn: #f0cd7a; --warn-ground: #3a2d0e; --bad: #ffb3ab; --bad-ground: #45201d; --calm: #c6ccd0; --calm-ground: #2b3236;
      --mark: #5d4a00; } }
    @media (prefers-contrast: more) { :root { --dim: var(--text); --line: var(--text); } }
    *, *::before { box-sizing: border-box; }
    html { font-size: 100%; }
    body { margin: 0; background: var(--ground); color: var(--text); font: 1.0625rem/1.55 system-ui, "Segoe UI", Roboto, sans-serif;
      overflow-wrap: break-word; }
    .measure { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
    .band { background: var(--accent); color: var(--accent-text); }
    .masthead { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: end; padding-block: 1rem; }
    .masthead a { color: inherit; }
    .room { font: 600 1.35rem/1.2 var(--serif); margin: 0; flex: 1 1 14rem; }
    .room a { text-decoration: none; }
    nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
    nav a { display: inline-block; padding: .25rem 0; }
    nav a[aria-current] { text-decoration-thickness: .2em; font-weight: 600; }
    .search { flex: 0 1 22rem; min-width: 0; }
    .search label { display: block; font-size: .9rem; }
    .together { display: flex; }
    input, select, button { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--dim); border-radius: .2rem;
      padding: .35rem .6rem; min-height: 2.25rem; max-width: 100%; }
    .together input { border-radius: .2rem 0 0 .2rem; min-width: 0; flex: 1 1 auto; width: 100%; }
    .together button { border-radius: 0 .2rem .2rem 0; border-left: 0; }
    button, .button { cursor: pointer; font-weight: 600; }
    a { color: var(--link); text-underline-offset: .15em; }
    a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
      outline: 3px solid var(--text); outline-offset: 2px; }
    .band :focus-visible { outline-color: var(--accent-text); }
    .skip { position: absolute; left: -100vw; background: var(--card); color: var(--text); padding: .75rem 1rem; z-index: 1; }
    .skip:focus { left: 0; top: 0; }
    main.measure { padding-block: 1.5rem 3rem; }
    main:focus { outline: none; }
    h1, h2, h3 { font-family: var(--serif); line-height: 1.2; text-wrap: balance; }
    h1 { font-size: 2rem; margin: .25rem 0 1rem; }
    h2 { font-size: 1.35rem; margin: 2.25rem 0 .75rem; }
    h3 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
    p { margin: .5rem 0; max-width: 46rem; }
    .dim { color: var(--dim); }
    .empty { background: var(--card); border: 1px solid var(--line); border-radius: .3rem; padding: 1rem 1.25rem; }
    .count { font-variant-numeric: tabular-nums; color: var(--dim); }
    .filters { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin: 1rem 0; }
    .filters > div { flex: 1 1 10rem; min-width: 0; }
    .filters label { display: block; font-size: .9rem; }
    .filters input, .filters select { width: 100%; }
    .filters input, .filters select, .filters button { height: 2.5rem; }
    .key { margin: 1.25rem 0; }
    .name { font: 600 1.05rem/1.35 var(--serif); }
    .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; font-size: .95rem; }
    .swatch { display: inline-block; width: 1.5rem; height: .75rem; border: 1px solid currentColor; }
    .swatch.good { background: var(--good); } .swatch.warn { background: var(--warn); }
    .swatch.bad { background: var(--bad); } .swatch.calm { background: var(--calm-ground); }
    @media (max-width: 46rem) { .stack thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
      .stack tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--line); }
      .stack th, .stack td { display: block; width: auto; min-width: 0; padding: .1rem 0; border: 0; text-align: left; }
      .stack td[data-name]::before { content: attr(data-name) ": "; color: var(--dim); font-size: .9rem; } .stack td:empty { display: none; } }
    .filters .go { flex: 0 1 auto; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: 1rem; }
    th, td { text-align: left; vertical-align: top; padding: .55rem .9rem .55rem 0; border-bottom: 1px solid var(--line); }
    thead th { font-size: .9rem; color: var(--dim); border-bottom: 2px solid var(--line); white-space: nowrap; }
    tbody th { font-weight: 400; }
    .documents tbody th { min-width: 14rem; }
    .documents tbody th a { font: 600 1.05rem/1.35 var(--serif); }
    .documents tbody th .dim { display: block; font-size: .9rem; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    time { font-variant-numeric: tabular-nums; white-space: nowrap; }
    .label { display: inline-block; border-radius: .9rem; padding: .05rem .7rem; font-size: .9rem; font-weight: 600; border: 1px solid currentColor; }
    .good { color: var(--good); background: var(--good-ground); }
    .warn { color: var(--warn); background: var(--warn-ground); }
    .bad { color: var(--bad); background: var(--bad-ground); }
    .calm { color: var(--calm); background: var(--calm-ground); }
    h2 .label { font: 600 .9rem/1.5 system-ui, sans-serif; vertical-align: middle; }
    .button { display: inline-block; background: var(--accent); color: var(--accent-text); text-decoration: none; padding: .5rem 1rem;
      border-radius: .2rem; border: 1px solid transparent; }
    .timeline { width: 100%; height: 4rem; display: block; }
    .timeline rect.good { fill: var(--good); } .timeline rect.warn { fill: var(--warn); }
    .timeline rect.bad { fill: var(--bad); } .timeline rect.calm { fill: var(--calm-ground); stroke: var(--calm); }
    .timeline .version { stroke: var(--text); stroke-width: 5; vector-effect: non-scaling-stroke; }
    .span { display: flex; justify-content: space-between; max-width: none; color: var(--dim); font-size: .9rem; margin: 0; }
    .since { display: block; color: var(--dim); font-size: .9rem; white-space: nowrap; }
    .events { list-style: none; padding: 0; margin: .5rem 0; }
    .events time { display: inline-block; min-width: 7rem; font-weight: 600; }
    .facts { margin: .5rem 0; }
    .facts > div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .35rem 0; border-bottom: 1px solid var(--line); }
    .facts dt { flex: 0 0 10rem; color: var(--dim); }
    .facts dd { flex: 1 1 18rem; margin: 0; min-width: 0; overflow-wrap: anywhere; }
    code, pre, kbd { font: .92em/1.5 ui-monospace, "Cascadia Mono", Consolas, monospace; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--line); border-radius: .3rem;
      padding: .9rem 1.1rem; }
    .digest { display: block; overflow-wrap: anywhere; max-width: 22rem; }
    summary { cursor: pointer; }
    .remark { display: block; color: var(--warn); font-size: .95rem; }
    .changes td { width: 42%; min-width: 14rem; }
    ins { background: var(--good-ground); color: var(--good); text-decoration: underline; }
    del { background: var(--bad-ground); color: var(--bad); }
    mark { background: var(--mark); color: inherit; font-weight: 600; }
    .hits { padding-left: 1.5rem; }
    .hits h2 { font-size: 1.15rem; margin: 1.25rem 0 .25rem; }
    .items { padding-left: 1.25rem; }
    .items li { margin: .75rem 0; }
    .items p { margin: .1rem 0; }
    .pager { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 1.25rem 0; }
    footer.measure { color: var(--dim); border-top: 1px solid var(--line); padding-block: 1rem 2rem; font-size: .95rem; }
    @media (forced-colors: active) { .label, .button { border-color: CanvasText; } .timeline rect { forced-color-adjust: none; } }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    @media print { .band, .filters, .pager, .skip, footer { display: none; } body { background: #fff; color: #000; }
      a { color: inherit; } .facts a[href^="http"]::after { content: ""; } h2 { break-after: avoid; } tr { break-inside: avoid; } }

    """
}
