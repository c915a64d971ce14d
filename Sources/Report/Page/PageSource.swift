// Made by Scripts/embed-page from the files in Resources. Change those, not this.
// swift-format-ignore-file

/// The page of `wireprism report`, without its data.
enum PageSource {
  /// What stands before the data.
  static let head: StaticString = ##"""
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-9JTwkVF7vDkJKDNqv73UE4TfCduPWkjNUW7C3s36WiQ='; script-src 'sha256-aFNuFQTZrmRlQiMocaadgPFONeBIRzsX+QGRVuMM8vc=' 'sha256-lGmZdulmSp44T4JfaCuxYPhnD1n9xjzAC1iPWm/TRAg=' 'sha256-77nQNZiPY5Yop7LXgfp6jo4cIUlnJTxgOYXoguL8+pE=' 'sha256-p4gF6+hR4Qje9/JkvDf895NqKFHKrGXQ3BzHupWX5ys=' 'sha256-t4xACTQWDMxpYewUISsdGiNtVSNYS2uvSw/uM9jprtc=' 'sha256-q4SnTP8EB/dqPtw+s3c62BHRPiRVu4j5vg6m4dZ+u28=' 'sha256-GDXlBQF/5lOk6wSHWV97FQoLqsywOJC5xT/P7imrAn8=' 'sha256-42vu4iwyaXt5UwJXzFwycRUIVHys6PgSJ/WKqpPZE0M=' 'sha256-gR+jr0jLH/Gro5Y6PPNzmQ9Lb1kHBGMPDL7VDzIqNpA=' 'sha256-iZRgwFupXnFZ+y95aGRHXXQ2Tkhk/2D+99aEdPNRIE8=' 'sha256-0yRRn8e6bkqbkZ72JPm4xNviq9qvF4fxsjuk/mV0izw=' 'sha256-ghfl8TtlSZ/5XbGGUDecCF8yjKWBYBy13WtwZnm/wY4=' 'sha256-zFDwjpOeQEE5uWruVvwhh2VlkHg1W0PwAwHWTek0TXY=' 'sha256-AOUN+LmDz605+eLVwZWXkgpricleh1T7hNC7eV/PLEg=' 'sha256-oZaJ2b2iRqLrlGHjJvLr5QpGQVOvtpDUGuMbhTfgXpw=' 'sha256-+dwMuoGRiv5okuo4OWSgfmKzGkTaKmBcsLri31x8e3o='; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>wireprism</title>
<style>/* Colours are those of Okabe and Ito, which people with colour-blindness can tell apart. */
:root {
  color-scheme: light dark;
  --ground: #fff;
  --raised: #f6f7f8;
  --line: #e2e5e8;
  --strong-line: #c3c9ce;
  --text: #16191c;
  --faint: #5d666e;
  --accent: #0072b2;
  --chosen: #e5f1f9;
  --http1: #e69f00;
  --http2: #0072b2;
  --send: #009e73;
  --queue: #d55e00;
  --wait: #9ccff0;
  --receive: #0072b2;
  --setup: #aab2b9;
  --push: #cc79a7;
  --error: #b54a00;
  --text-bytes: #e69f00;
  --wire-bytes: #0072b2;
  --row: 26px;
  --name-width: 400px;
}

@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #111518;
    --raised: #191e22;
    --line: #272e34;
    --strong-line: #424b53;
    --text: #e4e8eb;
    --faint: #98a3ac;
    --accent: #56b4e9;
    --chosen: #16303f;
    --http2: #56b4e9;
    --wait: #2f5a75;
    --receive: #56b4e9;
    --setup: #5b666f;
    --error: #ff9a4d;
    --wire-bytes: #56b4e9;
  }
}

* { box-sizing: border-box; }

html { scroll-padding-top: 56px; }

body {
  margin: 0;
  background: var(--ground);
  color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums;
  -webkit-text-size-adjust: 100%;
}

main, footer { max-width: 1640px; margin: 0 auto; padding: 0 32px; }

a { color: var(--accent); }

:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; z-index: 9; background: var(--ground); padding: 8px; }

.bar {
  position: sticky;
  top: 0;
  z-index: 5;
  display: flex;
  gap: 28px;
  align-items: baseline;
  padding: 10px 32px;
  background: var(--ground);
  border-bottom: 1px solid var(--line);
}

.brand { white-space: nowrap; font-weight: 650; letter-spacing: -0.01em; }
.brand::before {
  content: "";
  display: inline-block;
  width: 0;
  height: 0;
  margin-right: 8px;
  border: 6px solid transparent;
  border-top-width: 0;
  border-bottom: 11px solid var(--accent);
}

.bar nav { display: flex; gap: 20px; overflow-x: auto; scrollbar-width: none; }
.bar nav a { color: var(--faint); text-decoration: none; white-space: nowrap; }
.bar nav a:hover { color: var(--text); }

section { padding-top: 44px; }

h1 { margin: 0; font-size: 15px; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 0 0 14px; font-size: 18px; font-weight: 620; letter-spacing: -0.01em; }
h3 { margin: 0 0 8px; font-size: 13px; font-weight: 600; }

.facts { margin: 2px 0 0; color: var(--faint); }
.hint { margin: 8px 0 0; color: var(--faint); font-size: 12px; }

#sentences { max-width: 44em; margin: 26px 0 22px; font-size: 22px; line-height: 1.4; letter-spacing: -0.012em; text-wrap: pretty; }
#sentences p { margin: 0 0 10px; color: var(--faint); }
#sentences h3 { margin: 22px 0 8px; font-size: 15px; font-weight: 620; letter-spacing: 0; }
#sentences ul { margin: 0; padding: 0 0 0 18px; font-size: 15px; line-height: 1.5; letter-spacing: 0; color: var(--faint); }
#sentences li { margin: 0 0 6px; }
#sentences b { font-weight: 600; white-space: nowrap; color: var(--text); }

.counts, .notices, .key { display: flex; flex-wrap: wrap; gap: 6px 24px; margin: 0; padding: 0; list-style: none; }
.counts li { color: var(--faint); }
.counts b { font-weight: 600; color: var(--text); }
.notices { display: block; margin-top: 14px; }
.notices:empty { display: none; }
.notices li { padding: 3px 0 3px 12px; border-left: 3px solid var(--queue); color: var(--text); }

table { border-collapse: collapse; }
th, td { padding: 5px 0 5px 28px; text-align: right; border-bottom: 1px solid var(--line); font-weight: 400; white-space: nowrap; }
th:first-child, td:first-child, th.left, td.left { text-align: left; }
th:first-child, td:first-child { padding-left: 0; }
thead th { color: var(--faint); font-size: 12px; border-bottom-color: var(--strong-line); vertical-align: bottom; }
td.left { white-space: normal; overflow-wrap: anywhere; }
tbody tr:hover > * { background: var(--raised); }
.scroll { overflow-x: auto; }
.scroll table { min-width: 100%; }
.none { color: var(--faint); }

.scores { width: 100%; max-width: 720px; }
.scores th[scope="row"] { color: var(--faint); white-space: normal; }
.scores td { min-width: 110px; font-weight: 550; }
.scores thead th { font-size: 14px; font-weight: 620; color: var(--text); border-bottom-width: 2px; }
.scores thead th.v1 { border-bottom-color: var(--http1); }
.scores thead th.v2 { border-bottom-color: var(--http2); }

.tools { display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center; margin-bottom: 12px; color: var(--faint); }
.spring { flex: 1; }
input[type="search"], select, button {
  font: inherit;
  color: var(--text);
  background: var(--ground);
  border: 1px solid var(--strong-line);
  border-radius: 6px;
  padding: 4px 9px;
}
input[type="search"] { width: 320px; max-width: 100%; }
input[type="checkbox"] { accent-color: var(--accent); vertical-align: -2px; }
select { max-width: 100%; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
.buttons { display: inline-flex; }
.buttons button { border-radius: 0; margin-left: -1px; min-width: 34px; }
.buttons button:first-child { border-radius: 6px 0 0 6px; }
.buttons button:last-child { border-radius: 0 6px 6px 0; }
.link { padding: 0; border: 0; background: none; color: var(--accent); text-align: left; text-decoration: underline; text-underline-offset: 2px; }

.key { margin-bottom: 10px; gap: 4px 18px; font-size: 12px; color: var(--faint); }
.swatch { display: inline-block; width: 12px; height: 10px; margin-right: 6px; border-radius: 2px; }

.send { background: var(--send); }
.wait { background: var(--wait); }
.receive { background: var(--receive); }
.queue {
  background: repeating-linear-gradient(135deg, var(--queue) 0 3px, transparent 3px 5px), color-mix(in srgb, var(--queue) 30%, var(--ground));
}
.lost { background: repeating-linear-gradient(0deg, var(--queue) 0 2px, transparent 2px 4px), color-mix(in srgb, var(--queue) 25%, var(--ground)); }
.flow { background: repeating-linear-gradient(45deg, var(--http1) 0 3px, transparent 3px 5px), color-mix(in srgb, var(--http1) 30%, var(--ground)); }
.setup { background: var(--setup); }
.tls { background: repeating-linear-gradient(90deg, var(--setup) 0 2px, transparent 2px 4px); }
.server { background: var(--receive); }
.client { background: var(--http1); }
.pushed { background: var(--push); }
.swatch.pushed { width: 0; height: 0; border: 5px solid transparent; border-left: 9px solid var(--push); border-right: 0; background: none; border-radius: 0; }
.send, .wait, .receive, .queue, .lost, .flow, .setup, .tls, .swatch, .span, .meter i, .overview { print-color-adjust: exact; -webkit-print-color-adjust: exact; }

/* The waterfall: rows are placed by the script, which keeps only those that can be seen. */
.overview { position: relative; height: 54px; margin-left: var(--name-width); cursor: crosshair; touch-action: none; border-bottom: 1px solid var(--strong-line); }
.overview svg { display: block; width: 100%; height: 100%; }
.overview .v1 { fill: var(--http1); }
.overview .v2 { fill: var(--http2); }
.overview .shade { position: absolute; top: 0; bottom: 0; background: var(--ground); opacity: 0.72; }
.overview .most { position: absolute; right: calc(100% + 10px); top: 0; white-space: nowrap; color: var(--faint); font-size: 12px; }

.grid { position: relative; max-height: min(72vh, 900px); overflow-y: auto; overflow-x: hidden; border-bottom: 1px solid var(--line); }
.grid:focus-visible { outline-offset: 0; }
.axis { position: sticky; top: 0; z-index: 2; display: flex; height: 26px; background: var(--ground); border-bottom: 1px solid var(--line); color: var(--faint); font-size: 12px; line-height: 26px; }
.axis .name { flex: none; width: var(--name-width); }
.ticks, .bars { position: relative; flex: 1; overflow: hidden; }
.ticks span { position: absolute; top: 0; padding-left: 5px; border-left: 1px solid var(--strong-line); white-space: nowrap; }
.lines { position: absolute; inset: 0; left: var(--name-width); pointer-events: none; overflow: hidden; }
.lines i { position: absolute; top: 0; bottom: 0; border-left: 1px solid var(--line); }
.rows { position: relative; }
.row { position: absolute; left: 0; right: 0; display: flex; height: var(--row); line-height: var(--row); cursor: default; }
.row:hover { background: var(--raised); }
.row.chosen { background: var(--chosen); }
.row .name { flex: none; display: flex; gap: 8px; width: var(--name-width); padding-right: 14px; overflow: hidden; white-space: nowrap; }
.row .stream { flex: none; width: 34px; text-align: right; color: var(--faint); font-size: 12px; }
.row .apart { width: 70px; text-align: left; }
.row .method { flex: none; min-width: 30px; color: var(--faint); font-size: 12px; }
.row .target { flex: 1; overflow: hidden; text-overflow: ellipsis; }
.row .parts { display: flex; }
.row .before { flex: 0 1000 auto; min-width: 1.5em; overflow: hidden; text-overflow: ellipsis; white-space: pre; }
.row .before:empty { display: none; }
.row .after { flex: 0 1 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: pre; }
.row .query { flex: 0 10000 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: pre; color: var(--faint); }
.row .host { color: var(--faint); }
.row .size { flex: none; width: 60px; text-align: right; color: var(--faint); font-size: 12px; }
.row .status { flex: none; width: 30px; text-align: right; font-size: 12px; }
.row .mark { flex: none; align-self: center; padding: 0 5px; border: 1px solid var(--strong-line); border-radius: 4px; color: var(--faint); font-size: 11px; line-height: 15px; }
.bad { color: var(--error); font-weight: 600; }
.group { font-weight: 550; border-top: 1px solid var(--line); }
.group .target { font-weight: 550; }
.group .more { font-weight: 400; color: var(--faint); }
.group button { width: 18px; padding: 0; border: 0; background: none; color: var(--faint); font-size: 10px; }
.dot { display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 4px; background: var(--setup); }
.dot.v1 { background: var(--http1); }
.dot.v2 { background: var(--http2); }

.span { position: absolute; top: 8px; height: 11px; min-width: 1px; }
.span.first { border-top-left-radius: 2px; border-bottom-left-radius: 2px; }
.span.last { border-top-right-radius: 2px; border-bottom-right-radius: 2px; min-width: 2px; }
.span.life { top: 12px; height: 2px; background: var(--strong-line); }
.span.setup, .span.tls { top: 9px; height: 8px; }
.span.cut { top: 12px; height: 0; border-top: 2px dotted var(--error); background: none; }
.bars .pushed { position: absolute; top: 8px; margin-left: -8px; width: 0; height: 0; border: 5.5px solid transparent; border-left: 8px solid var(--push); border-right: 0; background: none; }
.bars .label { position: absolute; top: 0; padding: 0 6px; color: var(--faint); font-size: 11px; white-space: nowrap; }
.numbers { display: flex; flex: 1; color: var(--text); font-size: 12px; }
.numbers span { flex: 1; text-align: right; overflow: hidden; }

.details:empty { display: none; }
.details { margin-top: 16px; padding: 18px 20px; background: var(--raised); border-radius: 8px; }
.details h3 { font-size: 15px; overflow-wrap: anywhere; padding-right: 60px; }
.details .close { float: right; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 14px 40px; margin-top: 12px; }
.facts-table { width: 100%; }
.facts-table th, .facts-table td { padding: 3px 0 3px 14px; }
.facts-table th { padding-left: 0; color: var(--faint); white-space: normal; }
.facts-table td { white-space: normal; overflow-wrap: anywhere; }
.meter { display: flex; height: 12px; margin: 12px 0 2px; border-radius: 3px; overflow: hidden; background: var(--line); }
.meter i { display: block; height: 100%; min-width: 1px; }

.tip { position: fixed; z-index: 8; max-width: min(420px, 92vw); padding: 9px 12px; background: var(--ground); border: 1px solid var(--strong-line); border-radius: 6px; box-shadow: 0 4px 18px rgb(0 0 0 / 0.16); font-size: 12px; pointer-events: none; overflow-wrap: anywhere; }
.tip b { font-weight: 600; }
.tip table { margin-top: 6px; }
.tip th, .tip td { padding: 1px 0 1px 18px; border: 0; font-size: 12px; }
.tip tr:hover > * { background: none; }

.mux { position: relative; height: 360px; overflow-y: auto; overflow-x: hidden; border-bottom: 1px solid var(--line); }
.mux .stage { position: sticky; top: 26px; height: 0; z-index: 1; }
.mux canvas { position: absolute; top: 0; left: var(--name-width); }
.mux .axis .name { padding-right: 14px; }
.mux .row { height: 16px; line-height: 16px; font-size: 12px; }
.mux .row .name { pointer-events: none; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 32px 48px; }
.charts > div { max-width: 620px; min-width: 0; }
.charts > div > div + div { margin-top: 28px; }
.charts th:not(:first-child), .charts td { padding-left: 14px; }
.charts td { font-size: 13px; }
.charts .scroll th:first-child { white-space: normal; overflow-wrap: anywhere; }
.charts svg { display: block; width: 100%; height: auto; overflow: visible; }
.charts svg text { fill: var(--faint); font-size: 11px; }
.charts .grid-line { stroke: var(--line); }
.charts .text-line { fill: none; stroke: var(--text-bytes); stroke-width: 2; stroke-dasharray: 5 3; }
.charts .wire-line { fill: none; stroke: var(--wire-bytes); stroke-width: 2; }
.charts .saved { fill: var(--text-bytes); opacity: 0.14; }
.charts .marker { fill: none; stroke: var(--queue); stroke-width: 1.5; stroke-dasharray: 2 2; }
.swatch.text-bytes { background: var(--text-bytes); height: 3px; vertical-align: 3px; }
.swatch.wire-bytes { background: var(--wire-bytes); height: 3px; vertical-align: 3px; }
.swatch.knee { background: var(--queue); height: 3px; vertical-align: 3px; }
.r0 { background: #0072b2; } .r1 { background: #56b4e9; } .r2 { background: #009e73; } .r3 { background: #f0e442; }
.r4 { background: #e69f00; } .r5 { background: #cc79a7; } .r6 { background: #d55e00; }
.level { position: relative; height: 12px; margin: 12px 0 2px; border-radius: 3px; overflow: hidden; background: var(--line); }
.level i { position: absolute; top: 0; bottom: 0; left: 0; background: var(--wire-bytes); }
.level .peak { opacity: 0.35; }

.findings { margin: 0; padding: 0; list-style: none; }
.findings li { display: grid; grid-template-columns: 76px 1fr; padding: 9px 0; border-bottom: 1px solid var(--line); }
.findings .error { color: var(--error); font-weight: 650; }
.findings .warning { color: var(--error); }
.findings .note { color: var(--faint); }
.findings p { margin: 0; max-width: 80em; overflow-wrap: anywhere; }
.findings .advice { color: var(--faint); }
.findings details { margin-top: 4px; font-size: 12px; color: var(--faint); }
.findings .said { flex-basis: 100%; color: var(--text); }
.findings .facts { font-size: 12px; display: flex; flex-wrap: wrap; gap: 0 16px; }
.findings .code { font-family: ui-monospace, monospace; font-size: 11px; }

footer { padding-top: 40px; padding-bottom: 60px; color: var(--faint); font-size: 12px; }

@media screen and (min-width: 1180px) {
  .lead { display: grid; grid-template-columns: minmax(0, 1fr) minmax(440px, 560px); gap: 64px; }
  .lead th, .lead td { padding-top: 3px; padding-bottom: 3px; font-size: 13px; }
  #scorecard h2 { margin-bottom: 6px; }
}

@media (max-width: 1000px) { :root { --name-width: 290px; } }

@media (max-width: 640px) {
  :root { --name-width: 158px; }
  main, footer { padding: 0 16px; }
  .bar { padding: 10px 16px; gap: 18px; }
  section { padding-top: 34px; }
  #sentences { font-size: 18px; }
  .row .size, .row .method, .mux .row .method { display: none; }
  .row .stream { width: 22px; }
  .overview .most { display: none; }
  .scores td { min-width: 0; padding-left: 14px; }
  .findings li { grid-template-columns: 1fr; }
}

@media print {
  :root { --name-width: 270px; }
  body { font-size: 11px; }
  main, footer { max-width: none; padding: 0; }
  .bar, .tools, .hint, .tip, .skip, .details, #multiplexing details, .close { display: none; }
  .grid, .mux { max-height: none; height: auto; overflow: visible; }
  .mux { min-height: 360px; }
  .axis { position: static; }
  /* In the flow, a row is not cut where a sheet of paper ends. */
  .grid .rows { height: auto !important; }
  .grid .row { position: relative; top: 0 !important; }
  section { padding-top: 24px; break-inside: auto; }
  h2, thead { break-after: avoid; }
  tr, .row, .charts > div, .findings li { break-inside: avoid; }
  #sentences { font-size: 17px; }
}
</style>
</head>
<body>
<a class="skip" href="#waterfall">To the waterfall</a>
<header class="bar">
  <span class="brand">wireprism</span>
  <nav id="contents" aria-label="Sections"></nav>
</header>
<main>
  <div class="lead">
  <section id="verdict" aria-labelledby="name">
    <h1 id="name"></h1>
    <p id="facts" class="facts"></p>
    <div id="sentences"></div>
    <ul id="counts" class="counts"></ul>
    <ul id="notices" class="notices"></ul>
  </section>
  <section id="scorecard" data-title="Scorecard" hidden>
    <h2>Scorecard</h2>
    <table id="scores" class="scores"></table>
  </section>
  </div>
  <section id="waterfall" data-title="Waterfall" hidden>
    <h2>Waterfall</h2>
    <div class="tools">
      <input id="filter" type="search" placeholder="Filter: path, host, method, status, type" aria-label="Filter exchanges">
      <label>Order <select id="order">
        <option value="connection">by connection</option>
        <option value="start">by start</option>
        <option value="slowest">slowest first</option>
      </select></label>
      <label>Time <select id="clock">
        <option value="capture">of the capture</option>
        <option value="connection">from each connection's start</option>
      </select></label>
      <label id="version-choice">Version <select id="version">
        <option value="">all</option>
        <option value="1">HTTP/1.x</option>
        <option value="2">HTTP/2</option>
      </select></label>
      <label><input id="as-numbers" type="checkbox"> as a table</label>
      <span class="spring"></span>
      <span class="buttons" role="group" aria-label="Zoom">
        <button id="zoom-out" type="button" aria-label="Zoom out">−</button>
        <button id="zoom-in" type="button" aria-label="Zoom in">+</button>
        <button id="zoom-all" type="button">All</button>
      </span>
    </div>
    <ul id="phases-key" class="key"></ul>
    <div class="overview" id="overview" aria-hidden="true"></div>
    <div class="grid" id="grid" tabindex="0" role="grid" aria-label="Exchanges" aria-describedby="grid-help"></div>
    <p id="grid-help" class="hint">Arrow keys move; Enter opens; + and − zoom, ← and → pan, 0 shows all, Z fits the row.
      Ctrl with the wheel zooms, dragging in the strip above chooses a time.</p>
    <div id="details" class="details" aria-live="polite"></div>
  </section>
  <section id="multiplexing" data-title="Multiplexing" hidden>
    <h2>Multiplexing</h2>
    <div class="tools">
      <label>Connection <select id="mux-connection"></select></label>
      <label>Axis <select id="mux-axis">
        <option value="bytes">bytes in order</option>
        <option value="time">time</option>
      </select></label>
      <span class="spring"></span>
      <span class="buttons" role="group" aria-label="Zoom">
        <button id="mux-out" type="button" aria-label="Zoom out">−</button>
        <button id="mux-in" type="button" aria-label="Zoom in">+</button>
        <button id="mux-all" type="button">All</button>
      </span>
    </div>
    <ul class="key">
      <li><i class="swatch server"></i>DATA from the server</li>
      <li><i class="swatch client"></i>DATA from the client</li>
    </ul>
    <div class="mux" id="mux" tabindex="0" role="application" aria-label="DATA frames by stream" aria-describedby="mux-help"></div>
    <p id="mux-status" class="hint" aria-live="polite"></p>
    <p id="mux-help" class="hint">← and → go from frame to frame; + and − zoom, 0 shows all.</p>
    <details><summary>The streams as a table</summary><div id="mux-table" class="scroll"></div></details>
  </section>
  <section id="headers" data-title="Headers" hidden>
    <h2>Header compression</h2>
    <div class="tools"><label>Of <select id="headers-of"></select></label></div>
    <div id="headers-charts" class="charts"></div>
  </section>
  <section id="findings" data-title="Findings" hidden>
    <h2>Findings</h2>
    <ol id="finding-list" class="findings"></ol>
  </section>
  <section id="origins" data-title="Origins" hidden>
    <h2>Origins</h2>
    <div class="scroll" id="origin-table"></div>
  </section>
  <section id="connections" data-title="Connections" hidden>
    <h2>Connections</h2>
    <div class="scroll" id="connection-table"></div>
  </section>
</main>
<footer id="foot"></footer>
<div id="tip" class="tip" role="tooltip" hidden></div>
<noscript><p class="facts">This page draws its data with a script, which is part of it. Scripts are turned off.</p></noscript>
<script type="application/json" id="data">
"""##

  /// What stands behind the data.
  static let tail: StaticString = ##"""
</script>
<script>"use strict";
// The only way to the page for text: as text. Nothing is ever parsed as markup or run as a script.

const byID = (id) => document.getElementById(id);

/// A character that could reorder or hide text, which is shown as its number.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;
const shown = (text) => String(text).replace(unseen, (mark) => `\\u{${mark.codePointAt(0).toString(16)}}`);

/// Makes an element. Children are elements or text; null is left out.
function element(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function drawing(name, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === false || value === undefined) continue;
    if (key === "style") Object.assign(made.style, value);
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    made.append(child instanceof Node ? child : document.createTextNode(shown(child)));
  }
  return made;
}

/// A table. A cell is text, an element, or null for what is not known; columns named with a leading "<" are aligned left.
function table(columns, rows, className) {
  const isLeft = columns.map((title) => title.startsWith("<"));
  const cell = (value, index) =>
    element(index === 0 ? "th" : "td", { scope: index === 0 ? "row" : null, class: isLeft[index] ? "left" : null },
      value === null || value === undefined ? element("span", { class: "none" }, "–") : value);
  return element("table", { class: className },
    element("thead", {}, element("tr", {}, columns.map((title, index) =>
      element("th", { scope: "col", class: isLeft[index] ? "left" : null }, title.replace(/^</, ""))))),
    element("tbody", {}, rows.map((row) => element("tr", {}, row.map(cell)))));
}

/// What something is called, and how much it is, row by row.
function factList(rows) {
  return element("table", { class: "facts-table" }, element("tbody", {}, rows.map(([title, value]) =>
    element("tr", {}, element("th", { scope: "row" }, title), element("td", {}, value ?? "–")))));
}
</script>
<script>"use strict";
// Numbers as a person likes to read them.

const grouped = (value) => Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ",");
const counted = (value, noun) => `${grouped(value)} ${noun}${value === 1 ? "" : "s"}`;

/// Microseconds as milliseconds or more, with three digits or so.
function duration(microseconds) {
  if (microseconds === null || microseconds === undefined) return null;
  if (microseconds === 0) return "0 ms";
  const milliseconds = microseconds / 1000;
  const size = Math.abs(milliseconds);
  if (size >= 120000) return `${grouped(milliseconds / 60000)} min`;
  if (size >= 1000) return `${(milliseconds / 1000).toFixed(size < 10000 ? 2 : 1)} s`;
  return `${milliseconds.toFixed(size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0)} ms`;
}

function bytes(count) {
  if (count === null || count === undefined) return null;
  if (count < 1000) return `${count} B`;
  let unit = 1000;
  for (const name of ["KB", "MB", "GB"]) {
    const value = count / unit;
    if (value < 999.5 || name === "GB") return `${value < 99.95 ? value.toFixed(1) : grouped(value)} ${name}`;
    unit *= 1000;
  }
}

const percent = (share) => (share === null || share === undefined ? null
  : `${(share * 100).toFixed(share !== 0 && Math.abs(share) < 0.0995 ? 1 : 0)} %`);
const ratio = (part, whole) => (whole > 0 ? part / whole : null);
</script>
<script>"use strict";
// What the element `data` holds, as objects.

const data = JSON.parse(byID("data").textContent);
const stateNames = ["complete", "reset", "incomplete", "no response", "no request"];
const versionNames = ["HTTP/0.9", "HTTP/1.0", "HTTP/1.1", "HTTP/2"];
const interned = (value) => (typeof value === "number" ? data.strings[value] : value);

/// Reads a row as `JSONWriter.write(_: PageExchange…)` writes it. Times are microseconds since the page's origin.
function readExchange(row) {
  const [connection, index, stream, version, state, pushed, method, scheme, authority, target, status, type, encoding, marks,
    requestStart, requestEnd, responseStart, responseEnd, [queue, lost, flow], request, response] = row;
  const exchange = {
    connection, index, stream, state, status, target, request: readSizes(request), response: readSizes(response),
    version: versionNames[version], isHTTP2: version === 3, isPushed: pushed === 1, isComplete: state === 0,
    method: interned(method), scheme: interned(scheme), authority: interned(authority), type: interned(type),
    encoding: interned(encoding), marks: marks.map(interned),
  };
  const start = requestStart ?? responseStart ?? 0;
  const first = responseStart === null ? null : Math.max(start, responseStart);
  const sent = Math.min(Math.max(start, requestEnd ?? start), first ?? Infinity);
  const held = first === null ? 0 : Math.min(Math.max(0, queue), first - sent);
  exchange.start = start;
  exchange.answered = first;
  exchange.end = first === null ? sent : Math.max(first, responseEnd ?? first);
  exchange.phases = {
    send: sent - start,
    queue: held,
    wait: first === null ? null : first - sent - held,
    receive: first === null ? null : exchange.end - first - lost - flow,
    lost, flow,
  };
  exchange.total = exchange.end - start;
  return exchange;
}

function readSizes(sizes) {
  if (sizes === null) return null;
  const [wire, text, hpack, body, decoded, tableSize] = sizes;
  return { wire, text, hpack, body, decoded, tableSize };
}

const exchanges = data.exchanges.map(readExchange);
exchanges.forEach((exchange, number) => { exchange.number = number; });
const connections = new Map(data.connections.map(({ start, record }) => [record.id, {
  id: record.id, start, record, isHTTP2: record.protocol === "HTTP/2",
  end: start + record.duration_ms * 1000, exchanges: [],
}]));
for (const exchange of exchanges) connections.get(exchange.connection)?.exchanges.push(exchange);
for (const connection of connections.values()) connection.exchanges.sort((a, b) => a.start - b.start || a.index - b.index);

/// What the exchanges and their connections span.
const span = exchanges.reduce((all, { start, end }) => ({ from: Math.min(all.from, start), to: Math.max(all.to, end) }),
  { from: Infinity, to: -Infinity });
for (const { start, exchanges: own } of connections.values()) if (own.length) span.from = Math.min(span.from, start);
if (!(span.to > span.from)) span.to = span.from + 1;

/// The host, where not all of the page is for one.
const hosts = new Set(exchanges.map(({ authority }) => authority));
const ends = ({ record }) => `${place(record.client)} → ${place(record.server)}`;
const place = ({ address, port }) => (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`);
const versionClass = (protocol) => (protocol === "HTTP/2" ? "v2" : protocol.startsWith("HTTP") ? "v1" : "");
const nameOf = (exchange) =>
  exchange.method ? `${exchange.method} ${exchange.authority ?? ""}${exchange.target === exchange.authority ? "" : exchange.target ?? ""}`
    : "(no request)";
</script>
<script>"use strict";
// What happened, and the versions side by side.

function writeVerdict() {
  const { capture, summary } = data;
  const files = capture.files.join(", ") || "capture";
  document.title = `${shown(files)} · wireprism`;
  byID("name").append(shown(files));
  const milliseconds = summary.first_time ? Date.parse(summary.last_time) - Date.parse(summary.first_time) : null;
  byID("facts").append([
    bytes(summary.bytes), counted(summary.packets, "packet"), milliseconds === null ? null : duration(milliseconds * 1000),
    summary.first_time?.replace("T", " ").replace(/\.\d+Z$/, " UTC"), capture.format,
  ].filter(Boolean).join(" · "));
  byID("sentences").append(...data.verdict.map((sentence) => element("p", {}, emphasised(sentence))));
  if (data.improvements.length) {
    byID("sentences").append(element("h3", {}, "What would help"), element("ul", {},
      data.improvements.map((sentence) => element("li", {}, emphasised(sentence)))));
  }
  if (!data.verdict.length) byID("sentences").append(element("p", {}, "No HTTP exchange was seen in this capture."));
  const kinds = Object.entries(summary.connections).filter(([kind, count]) => kind !== "total" && count > 0);
  const counts = [
    [summary.exchanges.total, "exchange"], [summary.connections.total, "connection"],
    ...["error", "warning", "note"].map((severity) => [summary.findings[severity], severity]).filter(([count]) => count > 0),
  ];
  byID("counts").append(...counts.map(([count, noun]) =>
    element("li", {}, element("b", {}, grouped(count)), ` ${noun}${count === 1 ? "" : "s"}`,
      noun === "connection" && kinds.length ? `: ${kinds.map(([kind, count]) => `${grouped(count)} ${kind}`).join(", ")}` : "")));
  const { omitted } = data;
  const left = [
    omitted.exchanges && `${counted(omitted.exchanges, "more exchange")} (the first ${grouped(exchanges.length)} are here)`,
    omitted.connections && counted(omitted.connections, "more connection"),
    omitted.frames && `${counted(omitted.frames, "more DATA frame")} (the first ${grouped(data.frames.length / 4)} are here)`,
    omitted.findings && counted(omitted.findings, "more finding"),
  ].filter(Boolean);
  const notices = [...data.losses];
  if (left.length) {
    notices.unshift(`Not in this page: ${left.join(", ")}. The sentences and the scorecard count all of them; a filter (-f) chooses others.`);
  }
  byID("notices").append(...notices.map((notice) => element("li", {}, notice)));
}

/// Numbers with their units in bold; those in a protocol's name are none.
function emphasised(sentence) {
  return sentence.split(/(HTTP\/[\d.]*\d|<?\d(?:[\d,]*\d)?(?:\.\d+)?(?: (?:%|[KMGT]?B|ms|s|min|h)(?![a-z]))?)/)
    .map((part, index) => (index % 2 === 1 && !part.startsWith("HTTP") ? element("b", {}, part) : part));
}

function writeScorecard() {
  const { versions, rows } = data.scorecard;
  if (!versions.length) return;
  byID("scores").append(
    element("thead", {}, element("tr", {}, element("th", {}),
      versions.map((version) => element("th", { scope: "col", class: versionClass(version) }, version)))),
    element("tbody", {}, rows.map(([title, ...cells]) => element("tr", {}, element("th", { scope: "row" }, title),
      cells.map((cell) => element("td", {}, cell === "-" ? element("span", { class: "none" }, "–") : cell))))));
  byID("scorecard").hidden = false;
}
</script>
<script>"use strict";

/// A part of an axis that is in view, and the ways to change it. `changed` draws.
class Zoom {
  constructor(from, to, smallest, changed) {
    Object.assign(this, { all: { from, to }, from, to, smallest, changed });
  }

  show(from, to) {
    const width = Math.min(Math.max(to - from, this.smallest), this.all.to - this.all.from);
    const middle = (from + to) / 2;
    this.from = Math.min(Math.max(middle - width / 2, this.all.from), this.all.to - width);
    this.to = this.from + width;
    this.changed();
  }

  /// Makes what is in view wider or narrower; a share of it stays where it is.
  by(factor, anchor = 0.5) {
    const width = this.to - this.from;
    const fixed = this.from + width * anchor;
    this.show(fixed - width * factor * anchor, fixed + width * factor * (1 - anchor));
  }

  pan(share) {
    const step = (this.to - this.from) * share;
    this.show(this.from + step, this.to + step);
  }

  reset() { this.show(this.all.from, this.all.to); }

  /// Where a value stands, as a percentage of the width.
  percent(value) { return ((value - this.from) / (this.to - this.from)) * 100; }

  /// Round values to write at the axis.
  ticks(count) {
    const rough = (this.to - this.from) / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
    const values = [];
    const zero = this.zero ?? this.all.from;
    for (let k = Math.ceil((this.from - zero) / step); k * step + zero <= this.to; k += 1) values.push(k * step + zero);
    return values;
  }

  /// Takes the wheel, with Ctrl or sideways, over an element whose `axis` is a child.
  listen(area, buttons, axis) {
    area.addEventListener("wheel", (event) => {
      const { left, width } = axis().getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        this.by(event.deltaY > 0 ? 1.25 : 0.8, Math.min(Math.max((event.clientX - left) / width, 0), 1));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        this.pan((event.deltaX || event.deltaY) / width);
      } else return;
      event.preventDefault();
    }, { passive: false });
    const [out, into, all] = buttons.map(byID);
    out.addEventListener("click", () => this.by(2));
    into.addEventListener("click", () => this.by(0.5));
    all.addEventListener("click", () => this.reset());
  }

  /// Whether a key was for it.
  takes(key) {
    if (key === "+" || key === "=") this.by(0.5);
    else if (key === "-") this.by(2);
    else if (key === "0") this.reset();
    else return false;
    return true;
  }
}

/// Calls a function at the next frame, once however often it was asked for.
function atNextFrame(draw) {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => { isDue = false; draw(); });
  };
}
</script>
<script>"use strict";
// What stands beside the pointer.

const tip = byID("tip");

function showTip(event, ...content) {
  tip.replaceChildren(...content);
  tip.hidden = false;
  const { offsetWidth, offsetHeight } = tip;
  tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - offsetWidth - 8))}px`;
  tip.style.top = `${event.clientY + 18 + offsetHeight > innerHeight ? Math.max(4, event.clientY - offsetHeight - 12) : event.clientY + 18}px`;
}

const hideTip = () => { tip.hidden = true; };
addEventListener("scroll", hideTip, { passive: true, capture: true });
</script>
<script>"use strict";
// Where the time of an exchange went.

const phaseNames = {
  send: "send the request", queue: "held back by an earlier response", wait: "wait for the response", receive: "receive",
  lost: "receive: behind lost segments", flow: "receive: held back by flow control",
};
const columnNames = { send: "send", queue: "held back", wait: "wait", receive: "receive", lost: "lost", flow: "flow control" };
/// Those that are shown in any case, and those that occurred.
const phaseKinds = Object.keys(phaseNames).filter((kind) =>
  ["send", "wait", "receive"].includes(kind) || exchanges.some(({ phases }) => phases[kind] > 0));

/// An exchange in words, for those who do not see the bars.
function spoken(exchange) {
  const parts = phaseKinds.filter((kind) => exchange.phases[kind])
    .map((kind) => `${phaseNames[kind]} ${duration(exchange.phases[kind])}`);
  return `starts at ${duration(exchange.start - span.from)}, ${parts.join(", ")}${parts.length ? ", " : ""}total ${duration(exchange.total)}`;
}
</script>
<script>"use strict";

/// The strip above the waterfall: how many exchanges were open at each time of the capture, and which part is in view.
class Overview {
  constructor(zoom) {
    this.zoom = zoom;
    this.strip = byID("overview");
    this.shades = [element("div", { class: "shade" }), element("div", { class: "shade" })];
    const sums = this.openAtOnce();
    const both = sums[0].map((value, bin) => value + sums[1][bin]);
    const most = both.reduce((a, b) => Math.max(a, b), 0) || 1;
    this.strip.append(
      drawing("svg", { viewBox: `0 0 ${Overview.bins} 100`, preserveAspectRatio: "none" },
        drawing("path", { class: "v1", d: Overview.outline(sums[0], new Float64Array(Overview.bins), most) }),
        drawing("path", { class: "v2", d: Overview.outline(both, sums[0], most) })),
      ...this.shades, element("span", { class: "most" }, `open at once, up to ${most < 10 ? most.toFixed(1) : grouped(most)}`));
    this.listen();
    this.draw();
  }

  /// How many moments are told apart.
  static bins = 400;

  /// How many exchanges were open in each bin on average, by version: each adds its share of its first and last bin.
  openAtOnce() {
    const scale = Overview.bins / (span.to - span.from);
    const sums = [new Float64Array(Overview.bins), new Float64Array(Overview.bins)];
    for (const { start, end, isHTTP2 } of exchanges) {
      const sum = sums[isHTTP2 ? 1 : 0];
      const from = (start - span.from) * scale;
      const to = Math.max((end - span.from) * scale, from + 0.02);
      for (let bin = Math.floor(from); bin < Math.min(Overview.bins, to); bin += 1) {
        sum[bin] += Math.min(to, bin + 1) - Math.max(from, bin);
      }
    }
    return sums;
  }

  /// The area between two sums, in steps.
  static outline(top, bottom, most) {
    const y = (value) => (100 - (value / most) * 96).toFixed(2);
    const forth = [...top].map((value, bin) => `L${bin} ${y(value)}H${bin + 1}`);
    const back = [...bottom].map((value, bin) => `L${bin + 1} ${y(value)}H${bin}`).reverse();
    return `M0 ${y(bottom[0])}${forth.join("")}${back.join("")}Z`;
  }

  /// Shades what is not in view.
  draw() {
    const share = (time) => ((time - span.from) / (span.to - span.from)) * 100;
    Object.assign(this.shades[0].style, { left: "0", width: `${share(this.zoom.from)}%` });
    Object.assign(this.shades[1].style, { right: "0", width: `${100 - share(this.zoom.to)}%` });
  }

  /// Dragging chooses a time, a click alone brings its moment into the middle.
  listen() {
    let anchor = null;
    const time = (event) => {
      const { left, width } = this.strip.getBoundingClientRect();
      return span.from + Math.min(Math.max((event.clientX - left) / width, 0), 1) * (span.to - span.from);
    };
    this.strip.addEventListener("pointerdown", (event) => {
      anchor = time(event);
      this.strip.setPointerCapture(event.pointerId);
    });
    this.strip.addEventListener("pointermove", (event) => {
      if (anchor !== null) this.zoom.show(Math.min(anchor, time(event)), Math.max(anchor, time(event)));
    });
    this.strip.addEventListener("pointerup", (event) => {
      if (Math.abs(time(event) - anchor) < (span.to - span.from) / Overview.bins) {
        const half = Math.min(this.zoom.to - this.zoom.from, (span.to - span.from) / 4) / 2;
        this.zoom.show(anchor - half, anchor + half);
      }
      anchor = null;
    });
    this.strip.addEventListener("dblclick", () => this.zoom.reset());
  }
}
</script>
<script>"use strict";
// The rows of the waterfall, which is `view` here: what stands left, and the bars.

/// The element of a row of the waterfall.
function makeRow(view, index) {
  const row = view.rows[index];
  const made = element("div", {
    class: `row${row.connection ? " group" : ""}${index === view.chosen ? " chosen" : ""}`, id: `row-${index}`, role: "row",
    "aria-rowindex": index + 2, "aria-selected": String(index === view.chosen),
    "aria-expanded": row.connection ? String(!view.closed.has(row.connection.id)) : null,
    style: { top: `${index * rowHeight}px` },
  }, row.connection ? connectionCells(view, row) : exchangeCells(view, row.exchange));
  made.dataset.index = index;
  return made;
}

function connectionCells(view, { connection, count }) {
  const { record } = connection;
  const isClosed = view.closed.has(connection.id);
  const hosts = new Set(connection.exchanges.map(({ authority }) => authority));
  const host = hosts.size === 1 ? [...hosts][0] : counted(hosts.size, "host");
  const bars = byID("as-numbers").checked ? element("div", { class: "numbers" }) : element("div", { class: "bars", role: "gridcell" },
    bar(view, "life first last", connection.id, connection.start, Math.max(connection.end, connection.start)),
    setupBars(view, connection));
  return [element("div", { class: "name", role: "gridcell" },
    element("button", { type: "button", tabindex: -1, "aria-hidden": "true" }, isClosed ? "▶" : "▼"),
    element("span", { class: "target" }, element("i", { class: `dot ${versionClass(record.protocol)}` }),
      `${record.protocol} · ${connection.id}`, element("span", { class: "more" }, `  ${host ?? ""} · ${ends(connection)}`)),
    element("span", { class: "size" }, grouped(count))), bars];
}

/// The handshakes of TCP and TLS, as far as they were captured.
function setupBars(view, { id, start, record }) {
  const connect = record.tcp?.handshake_rtt_ms;
  if (connect === null || connect === undefined) return [];
  const bars = [bar(view, "setup first last", id, start, start + connect * 1000)];
  const handshake = record.tls?.handshake_ms;
  if (handshake) bars.push(bar(view, "tls first last", id, start + connect * 1000, start + (connect + handshake) * 1000));
  return bars;
}

function exchangeCells(view, exchange) {
  const { status, phases } = exchange;
  const marks = exchange.isPushed && !exchange.marks.includes("pushed") ? ["pushed", ...exchange.marks] : exchange.marks;
  const size = exchange.response ? exchange.response.body : null;
  const cells = element("div", { class: "name", role: "gridcell" },
    byID("order").value === "connection" ? element("span", { class: "stream" }, exchange.stream ?? "")
      : element("span", { class: "stream apart" }, element("i", { class: `dot ${exchange.isHTTP2 ? "v2" : "v1"}` }),
        exchange.stream === null ? exchange.connection : `${exchange.connection}/${exchange.stream}`),
    element("span", { class: "method" }, exchange.method ?? ""),
    targetCell(exchange),
    marks.slice(0, 2).map((mark) => element("span", { class: `mark${exchange.isComplete ? "" : " bad"}` }, mark)),
    element("span", { class: `status${status >= 400 ? " bad" : ""}` }, status ?? "–"),
    element("span", { class: "size" }, bytes(size) ?? "–"));
  if (byID("as-numbers").checked) {
    return [cells, element("div", { class: "numbers" },
      [exchange.start - span.from, ...phaseKinds.map((kind) => phases[kind]), exchange.total].map((value) =>
        element("span", { role: "gridcell" }, duration(value) ?? "–")))];
  }
  return [cells, element("div", { class: "bars", role: "gridcell", "aria-label": spoken(exchange) }, exchangeBars(view, exchange))];
}

function exchangeBars(view, exchange) {
  const { phases } = exchange;
  const parts = [];
  let time = exchange.start;
  // Of the stalls while receiving the lengths are known, not the places: they stand at the end.
  for (const kind of phaseKinds) {
    if (!phases[kind]) continue;
    parts.push([kind, time, time + phases[kind]]);
    time += phases[kind];
  }
  if (!parts.length) parts.push([phases.receive === null ? "send" : "receive", exchange.start, exchange.end]);
  const bars = parts.map(([kind, from, to], index) =>
    bar(view, `${kind}${index === 0 ? " first" : ""}${index === parts.length - 1 ? " last" : ""}`, exchange.connection, from, to));
  if (!exchange.isComplete) {
    const end = connections.get(exchange.connection)?.end ?? exchange.end;
    if (exchange.state !== 1 && end > exchange.end) bars.push(bar(view, "cut", exchange.connection, exchange.end, end));
  }
  const from = view.zoom.percent(view.at(exchange.start, exchange.connection));
  const to = view.zoom.percent(view.at(exchange.end, exchange.connection));
  if (from > 100 || to < 0) return bars;
  if (exchange.isPushed) bars.push(element("i", { class: "pushed", style: { left: `${from}%` } }));
  const label = duration(exchange.total);
  bars.push(to < 90 ? element("span", { class: "label", style: { left: `${Math.max(0, to)}%` } }, label)
    : element("span", { class: "label", style: { right: `${100 - Math.max(from, 0)}%` } }, label));
  return bars;
}

/// A bar from one moment to another; null outside of what is in view.
function bar(view, className, connection, from, to) {
  const left = Math.max(view.zoom.percent(view.at(from, connection)), -1);
  const right = Math.min(view.zoom.percent(view.at(to, connection)), 101);
  if (right < -1 || left > 101) return null;
  return element("div", { class: `span ${className}`, style: { left: `${left}%`, width: `${right - left}%` } });
}

function targetCell(exchange) {
  const target = exchange.target ?? (exchange.method ? exchange.authority ?? "" : "(no request)");
  const path = target.split(/[?#]/, 1)[0];
  const cut = path.lastIndexOf("/", path.length - 2) + 1;
  return element("span", { class: "target parts" }, element("span", { class: "before" },
    hosts.size > 1 && exchange.authority !== exchange.target ? element("span", { class: "host" }, exchange.authority ?? "") : null,
    path.slice(0, cut)), element("span", { class: "after" }, path.slice(cut)),
  element("span", { class: "query" }, target.slice(path.length)));
}
</script>
<script>"use strict";

/// As the style sheet has it, in pixels.
const rowHeight = 26;
/// Rows that are printed; a printer has no use for more.
const printedRows = 400;

/// Exchanges as rows of bars on a common axis; only those in view are there.
class Waterfall {
  constructor() {
    this.grid = byID("grid");
    this.rows = [];
    this.chosen = -1;
    this.closed = new Set();
    this.isPrinting = false;
    this.draw = atNextFrame(() => this.drawNow());
    this.zoom = new Zoom(span.from, span.to, 2, () => { this.draw(); this.overview.draw(); });
    this.axis = element("div", { class: "ticks" });
    this.heading = element("div", { class: "axis", role: "row" }, element("div", { class: "name", role: "columnheader" }), this.axis);
    this.lines = element("div", { class: "lines", "aria-hidden": "true" });
    this.body = element("div", { class: "rows", role: "rowgroup" });
    this.body.append(this.lines);
    this.grid.append(this.heading, this.body);
    this.writeKey();
    this.overview = new Overview(this.zoom);
    this.listen();
    byID("clock").value = isMostlyIdle() ? "connection" : "capture";
    this.setClock();
    this.arrange();
  }

  // What is shown, and in which order.

  /// Lays times out as the capture has them, or each connection from its own start on.
  setClock() {
    this.isAligned = byID("clock").value === "connection";
    const longest = [...connections.values()].filter(({ exchanges: own }) => own.length).reduce((longest, { start, exchanges: own }) =>
      own.reduce((most, { end }) => Math.max(most, end - start), longest), 1);
    this.zoom.all = this.isAligned ? { from: 0, to: longest } : { from: span.from, to: span.to };
    byID("overview").hidden = this.isAligned;
    this.zoom.reset();
  }

  /// Where a moment of a connection stands on the axis.
  at(time, connection) {
    return this.isAligned ? time - (connections.get(connection)?.start ?? span.from) : time;
  }

  /// Makes the list of rows: exchanges, and connections above theirs.
  arrange() {
    const chosen = this.rows[this.chosen];
    const words = byID("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    const version = byID("version").value;
    const fits = (exchange) => {
      if (version && (version === "2") !== exchange.isHTTP2) return false;
      if (!words.length) return true;
      exchange.text ??= [nameOf(exchange), exchange.status, exchange.type, exchange.version, stateNames[exchange.state],
        exchange.isPushed ? "pushed" : "", ...exchange.marks].join(" ").toLowerCase();
      return words.every((word) => exchange.text.includes(word));
    };
    const order = byID("order").value;
    if (order === "connection") {
      this.rows = [];
      for (const connection of connections.values()) {
        const own = connection.exchanges.filter(fits);
        if (!own.length) continue;
        this.rows.push({ connection, count: own.length });
        if (!this.closed.has(connection.id)) this.rows.push(...own.map((exchange) => ({ exchange })));
      }
    } else {
      const sorted = exchanges.filter(fits);
      sorted.sort(order === "start" ? (a, b) => a.start - b.start || a.number - b.number : (a, b) => b.total - a.total);
      this.rows = sorted.map((exchange) => ({ exchange }));
    }
    this.chosen = chosen
      ? this.rows.findIndex((row) => row.exchange === chosen.exchange && row.connection === chosen.connection) : -1;
    this.grid.setAttribute("aria-rowcount", this.rows.length + 1);
    this.body.style.height = `${this.rows.length * rowHeight}px`;
    this.heading.firstChild.textContent = counted(this.rows.filter((row) => row.exchange).length, "exchange");
    this.draw();
  }

  // Drawing.

  drawNow() {
    this.drawAxis();
    const first = this.isPrinting ? 0 : Math.max(0, Math.floor(this.grid.scrollTop / rowHeight) - 4);
    const last = this.isPrinting ? Math.min(this.rows.length, printedRows)
      : Math.min(this.rows.length, Math.ceil((this.grid.scrollTop + this.grid.clientHeight) / rowHeight) + 4);
    const made = [this.lines];
    for (let index = first; index < last; index += 1) made.push(makeRow(this, index));
    this.body.replaceChildren(...made);
    if (this.isPrinting && this.rows.length > last) {
      this.body.append(element("p", { class: "facts" }, `… ${counted(this.rows.length - last, "more row")}`));
    }
    if (this.chosen >= first && this.chosen < last) this.grid.setAttribute("aria-activedescendant", `row-${this.chosen}`);
    else this.grid.removeAttribute("aria-activedescendant");
  }

  drawAxis() {
    if (byID("as-numbers").checked) {
      this.lines.replaceChildren();
      this.axis.replaceChildren(element("div", { class: "numbers" },
        ["start", ...phaseKinds.map((kind) => columnNames[kind]), "total"].map((title) => element("span", { role: "columnheader" }, title))));
      return;
    }
    const count = Math.max(2, Math.min(10, Math.floor(this.axis.clientWidth / 90)));
    const ticks = this.zoom.ticks(count).map((value) => ({ value, left: { left: `${this.zoom.percent(value)}%` } }));
    this.axis.replaceChildren(...ticks.map(({ value, left }) =>
      element("span", { style: left }, duration(value - this.zoom.all.from))));
    this.lines.replaceChildren(...ticks.map(({ left }) => element("i", { style: left })));
  }

  writeKey() {
    const key = phaseKinds.map((kind) => [kind, phaseNames[kind]]);
    if (exchanges.some(({ isPushed }) => isPushed)) key.push(["pushed", "pushed by the server"]);
    key.push(["setup", "TCP handshake"]);
    if ([...connections.values()].some(({ record }) => record.tls?.handshake_ms)) key.push(["tls", "TLS handshake"]);
    byID("phases-key").append(...key.map(([kind, title]) =>
      element("li", {}, element("i", { class: `swatch ${kind}` }), title)));
  }

  // Pointer and keyboard.

  listen() {
    byID("clock").addEventListener("change", () => this.setClock());
    for (const id of ["order", "version", "as-numbers"]) byID(id).addEventListener("change", () => this.arrange());
    byID("filter").addEventListener("input", () => { this.grid.scrollTop = 0; this.arrange(); });
    this.zoom.listen(this.grid, ["zoom-out", "zoom-in", "zoom-all"], () => this.axis);
    this.grid.addEventListener("scroll", this.draw, { passive: true });
    addEventListener("resize", this.draw);
    this.grid.addEventListener("click", (event) => {
      const index = this.indexAt(event);
      if (index === null) return;
      this.choose(index);
      this.open();
    });
    this.grid.addEventListener("dblclick", (event) => { if (this.indexAt(event) !== null) this.fit(); });
    this.grid.addEventListener("pointermove", (event) => {
      const index = event.pointerType === "touch" ? null : this.indexAt(event);
      if (index === null) hideTip(); else showTip(event, ...this.tipOf(this.rows[index]));
    });
    this.grid.addEventListener("pointerleave", hideTip);
    this.grid.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.takes(event.key)) return;
      event.preventDefault();
    });
    addEventListener("beforeprint", () => { this.isPrinting = true; this.drawNow(); });
    addEventListener("afterprint", () => { this.isPrinting = false; this.drawNow(); });
  }

  indexAt(event) {
    const row = event.target instanceof Element ? event.target.closest(".row") : null;
    return row ? Number(row.dataset.index) : null;
  }

  takes(key) {
    const page = Math.max(1, Math.floor(this.grid.clientHeight / rowHeight) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (key in steps) this.choose(Math.max(0, this.chosen) + (this.chosen < 0 && steps[key] === 1 ? 0 : steps[key]));
    else if (key === "ArrowLeft") this.zoom.pan(-0.2);
    else if (key === "ArrowRight") this.zoom.pan(0.2);
    else if (key === "Enter" || key === " ") this.open();
    else if (key === "Escape") closeDetails();
    else if (key === "z" || key === "Z") this.fit();
    else return this.zoom.takes(key);
    return true;
  }

  choose(index) {
    if (!this.rows.length) return;
    this.chosen = Math.min(Math.max(index, 0), this.rows.length - 1);
    const top = this.chosen * rowHeight;
    const room = this.grid.clientHeight - rowHeight;
    if (top < this.grid.scrollTop) this.grid.scrollTop = top;
    else if (top + rowHeight > this.grid.scrollTop + room) this.grid.scrollTop = top + rowHeight - room;
    this.draw();
  }

  /// Shows the details of the chosen exchange, or closes and opens the chosen connection.
  open() {
    const row = this.rows[this.chosen];
    if (!row) return;
    if (row.exchange) return showDetails(row.exchange);
    const { id } = row.connection;
    if (!this.closed.delete(id)) this.closed.add(id);
    this.arrange();
  }

  /// Brings the chosen exchange or connection into view as a whole.
  fit() {
    const row = this.rows[this.chosen];
    if (!row) return;
    const own = row.exchange ? [row.exchange] : row.connection.exchanges;
    const from = row.exchange ? row.exchange.start : row.connection.start;
    const to = own.reduce((latest, { end }) => Math.max(latest, end), from);
    const margin = (to - from) * 0.06 + 1;
    const connection = row.exchange ? row.exchange.connection : row.connection.id;
    this.zoom.show(this.at(from, connection) - margin, this.at(to, connection) + margin);
  }

  /// Chooses an exchange whatever is shown, and opens its details.
  reveal(exchange) {
    byID("filter").value = "";
    byID("version").value = "";
    this.closed.delete(exchange.connection);
    this.arrange();
    this.choose(this.rows.findIndex((row) => row.exchange === exchange));
    const { from, to } = this.zoom;
    if (this.at(exchange.end, exchange.connection) < from || this.at(exchange.start, exchange.connection) > to) this.fit();
    byID("waterfall").scrollIntoView();
    this.grid.focus({ preventScroll: true });
    showDetails(exchange);
  }

  tipOf({ exchange, connection }) {
    if (connection) {
      return [element("b", {}, `Connection ${connection.id} · ${connection.record.protocol}`), element("div", {}, ends(connection)),
        element("div", {}, `${counted(connection.exchanges.length, "exchange")} · ${duration(connection.end - connection.start)}`)];
    }
    const { phases } = exchange;
    const rows = phaseKinds.filter((kind) => phases[kind] || kind === "wait")
      .map((kind) => [element("span", {}, element("i", { class: `swatch ${kind}` }), phaseNames[kind]), duration(phases[kind])]);
    return [element("b", {}, nameOf(exchange)),
      element("div", {}, [exchange.status, exchange.type, exchange.response ? bytes(exchange.response.body) : null,
        exchange.encoding, ...exchange.marks].filter((part) => part !== null && part !== undefined).join(" · ")),
      factList([["starts at", duration(exchange.start - span.from)], ...rows, ["total", duration(exchange.total)]])];
  }
}

/// Host and target. Where there is no room, the path's last part is what stays.

/// Whether nothing was open for nearly all of the time, so that bars on the capture's clock would be too short to see.
function isMostlyIdle() {
  let [busy, end] = [0, -Infinity];
  for (const exchange of exchanges.slice().sort((a, b) => a.start - b.start)) {
    busy += Math.max(0, exchange.end - Math.max(exchange.start, end));
    end = Math.max(end, exchange.end);
  }
  return busy < (span.to - span.from) * 0.02;
}
</script>
<script>"use strict";
// One exchange, in full.

function showDetails(exchange) {
  const connection = connections.get(exchange.connection);
  const { request, response, phases } = exchange;
  const meter = element("div", { class: "meter", "aria-hidden": "true" }, phaseKinds.map((kind) =>
    phases[kind] ? element("i", { class: kind, style: { width: `${(phases[kind] / (exchange.total || 1)) * 100}%` } }) : null));
  const times = phaseKinds.filter((kind) => phases[kind] !== null)
    .map((kind) => [element("span", {}, element("i", { class: `swatch ${kind}` }), phaseNames[kind]), duration(phases[kind])]);
  const cost = (message, title) => (message ? [[`${title}: headers as sent`, bytes(message.wire)],
    [`${title}: as HTTP/1.1 text`, bytes(message.text)],
    message.hpack === null ? null : [`${title}: under HPACK${exchange.isHTTP2 ? "" : " (modelled)"}`, bytes(message.hpack)],
  ].filter(Boolean) : []);
  const facts = [
    ["connection", connection ? `${connection.id} · ${ends(connection)}` : exchange.connection],
    exchange.stream ? ["stream", exchange.stream] : null, ["order on the connection", exchange.index + 1],
    ["version", exchange.version], ["state", stateNames[exchange.state]],
    exchange.marks.length ? ["marks", exchange.marks.join(", ")] : null,
    exchange.type ? ["content type", exchange.type] : null,
    request?.body ? ["request body", bytes(request.body)] : null,
    response ? ["response body", bytes(response.body) + (exchange.encoding ? `, ${exchange.encoding}` : "")] : null,
    response && exchange.encoding ? ["decoded", bytes(response.decoded)] : null,
  ].filter(Boolean);
  const found = data.findings.filter((finding) => exchangeOf(finding) === exchange);
  byID("details").replaceChildren(
    element("button", { type: "button", class: "close", onclick: () => { closeDetails(); byID("grid").focus(); } }, "Close"),
    element("h3", {}, `${nameOf(exchange)}${exchange.status ? ` · ${exchange.status}` : ""}`), meter,
    element("div", { class: "columns" },
      factList([["starts at", duration(exchange.start - span.from)], ...times, ["total", duration(exchange.total)]]),
      factList(facts), factList([...cost(request, "request"), ...cost(response, "response")])),
    ...found.map((finding) => element("p", {}, element("b", { class: "bad" }, `${finding.severity} `), finding.message)));
  byID("details").scrollIntoView({ block: "nearest" });
}

function closeDetails() { byID("details").replaceChildren(); }

/// The exchange that a finding is about: that of its stream, or the one that was open at its time.
function exchangeOf(finding) {
  if (finding.exchange !== undefined) return finding.exchange;
  const connection = connections.get(finding.connection);
  let match = null;
  if (connection && finding.stream) {
    match = connection.exchanges.find(({ stream }) => stream === finding.stream) ?? null;
  } else if (connection && finding.time_ms !== null) {
    const time = connection.start + finding.time_ms * 1000;
    match = connection.exchanges.find(({ start, end }) => start <= time + 1 && time <= end + 1) ?? null;
  }
  finding.exchange = match;
  return match;
}
</script>
<script>"use strict";

/// The height of a stream's row, as the style sheet has it, in pixels.
const muxRow = 16;
/// Rows of the table beside the picture.
const tabledStreams = 500;

/// The DATA frames of a connection, a stream a row.
class Multiplexing {
  constructor() {
    this.byConnection = new Map();
    for (let index = 0; index < data.frames.length; index += 4) {
      const [connection, stream, time, length] = data.frames.slice(index, index + 4);
      if (!this.byConnection.has(connection)) this.byConnection.set(connection, []);
      this.byConnection.get(connection).push({ stream: Math.abs(stream), fromClient: stream < 0, time, length });
    }
    if (!this.byConnection.size) return;
    byID("multiplexing").hidden = false;
    const choices = [...this.byConnection].sort((a, b) => b[1].length - a[1].length).slice(0, 200);
    byID("mux-connection").append(...choices.map(([id, frames]) =>
      element("option", { value: id }, `${id} · ${counted(frames.length, "DATA frame")}`)));
    this.area = byID("mux");
    this.axis = element("div", { class: "ticks" });
    this.names = element("div", { class: "rows" });
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.heading = element("div", { class: "axis" }, element("div", { class: "name" }), this.axis);
    this.area.append(this.heading, element("div", { class: "stage" }, this.canvas), this.names);
    this.draw = atNextFrame(() => this.drawNow());
    this.zoom = new Zoom(0, 1, 1, () => this.draw());
    this.zoom.listen(this.area, ["mux-out", "mux-in", "mux-all"], () => this.axis);
    for (const id of ["mux-connection", "mux-axis"]) byID(id).addEventListener("change", () => this.arrange());
    this.area.addEventListener("scroll", this.draw, { passive: true });
    addEventListener("resize", this.draw);
    this.area.addEventListener("pointermove", (event) => this.hover(event));
    this.area.addEventListener("pointerleave", hideTip);
    this.area.addEventListener("click", (event) => {
      const found = this.frameAt(event);
      if (found !== null) this.choose(found);
    });
    this.area.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.takes(event.key)) return;
      event.preventDefault();
    });
    this.arrange();
  }

  arrange() {
    const id = Number(byID("mux-connection").value);
    this.connection = connections.get(id);
    this.frames = this.byConnection.get(id).slice().sort((a, b) => a.time - b.time);
    this.isByBytes = byID("mux-axis").value === "bytes";
    this.chosen = -1;
    const streams = new Map();
    let offset = 0;
    for (const frame of this.frames) {
      const stream = streams.get(frame.stream) ?? { id: frame.stream, bytes: 0, frames: 0, runs: 0, first: frame.time };
      if (!streams.has(frame.stream)) { stream.row = streams.size; streams.set(frame.stream, stream); }
      if (this.last !== frame.stream || stream.frames === 0) stream.runs += 1;
      this.last = frame.stream;
      stream.bytes += frame.length;
      stream.frames += 1;
      stream.end = frame.time;
      frame.row = stream.row;
      frame.from = this.isByBytes ? offset : frame.time;
      offset += frame.length;
      frame.to = this.isByBytes ? offset : frame.time;
    }
    this.streams = [...streams.values()];
    const targets = new Map(this.connection?.exchanges.map((exchange) => [exchange.stream, exchange]));
    for (const stream of this.streams) stream.exchange = targets.get(stream.id);
    const [first, last] = [this.frames[0], this.frames[this.frames.length - 1]];
    const margin = this.isByBytes ? 0 : (last.time - first.time) * 0.01 + 1;
    this.zoom.all = { from: first.from - margin, to: Math.max(last.to, first.from + 1) + margin };
    this.zoom.zero = this.isByBytes ? 0 : span.from;
    this.heading.firstChild.textContent = counted(this.streams.length, "stream");
    this.names.style.height = `${this.streams.length * muxRow}px`;
    this.area.style.height = `${Math.min(530, this.streams.length * muxRow + 32)}px`;
    this.area.scrollTop = 0;
    this.writeTable();
    this.say();
    this.zoom.reset();
  }

  say(frame) {
    const by = this.connection?.record.metrics?.multiplexing?.server;
    byID("mux-status").textContent = shown(frame
      ? `${frame.fromClient ? "client" : "server"}, stream ${frame.stream}: ${bytes(frame.length)} at ${duration(frame.time - span.from)}`
      : by ? [by.interleave === null ? "No two bodies were under way at once, so nothing could be mixed"
        : `Streams were mixed at ${percent(by.interleave)} of ${counted(by.opportunities, "opportunity").replace("ys", "ies")}`,
      by.foreign_share === null ? null : `${percent(by.foreign_share)} of the bytes within a body were others'`,
      by.mean_run_bytes === null ? null : `a run of one stream has ${bytes(Math.round(by.mean_run_bytes))}`,
      ].filter(Boolean).join("; ") + "." : "");
  }

  writeTable() {
    const rows = this.streams.slice(0, tabledStreams).map((stream) => [stream.id,
      stream.exchange ? nameOf(stream.exchange) : null, grouped(stream.frames), bytes(stream.bytes), grouped(stream.runs),
      duration(stream.first - span.from), duration(stream.end - span.from)]);
    byID("mux-table").replaceChildren(table(["stream", "<request", "frames", "bytes", "runs", "first at", "last at"], rows));
  }

  drawNow() {
    const ratio = devicePixelRatio || 1;
    const width = this.axis.clientWidth;
    const height = this.area.clientHeight - 26;
    if (width <= 0 || height <= 0) return;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    const top = this.area.scrollTop;
    const style = getComputedStyle(this.area);
    const colours = [style.getPropertyValue("--receive"), style.getPropertyValue("--http1")];
    const scale = width / (this.zoom.to - this.zoom.from);
    this.frames.forEach((frame, index) => {
      const y = frame.row * muxRow - top;
      if (y < -muxRow || y > height || frame.to < this.zoom.from || frame.from > this.zoom.to) return;
      const x = (frame.from - this.zoom.from) * scale;
      context.fillStyle = colours[frame.fromClient ? 1 : 0];
      const size = Math.max((frame.to - frame.from) * scale - 0.5, this.isByBytes ? 1 : 2);
      context.fillRect(x, y + 3, size, muxRow - 6);
      if (index === this.chosen) {
        context.strokeStyle = style.color;
        context.lineWidth = 1.5;
        context.strokeRect(x - 1, y + 1, size + 2, muxRow - 2);
      }
    });
    const ticks = this.zoom.ticks(Math.max(2, Math.min(10, Math.floor(width / 90))));
    this.axis.replaceChildren(...ticks.map((value) => element("span", { style: { left: `${this.zoom.percent(value)}%` } },
      this.isByBytes ? bytes(Math.round(value)) : duration(value - span.from))));
    const first = Math.max(0, Math.floor(top / muxRow) - 1);
    const last = Math.min(this.streams.length, Math.ceil((top + height) / muxRow) + 1);
    this.names.replaceChildren(...this.streams.slice(first, last).map((stream) =>
      element("div", { class: "row", style: { top: `${stream.row * muxRow}px` } }, element("div", { class: "name" },
        element("span", { class: "stream" }, stream.id), element("span", { class: "target" }, stream.exchange?.target ?? "")))));
  }

  /// The frame under the pointer, by its place among the frames; null for none.
  frameAt(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - top + this.area.scrollTop) / muxRow);
    const scale = (this.zoom.to - this.zoom.from) / this.axis.clientWidth;
    const value = this.zoom.from + (event.clientX - left) * scale;
    if (event.clientX < left || event.clientY < top) return null;
    let best = null;
    let least = 4 * scale;
    this.frames.forEach((frame, index) => {
      if (frame.row !== row) return;
      const distance = Math.max(frame.from - value, value - frame.to, 0);
      if (distance < least) [best, least] = [index, distance];
    });
    return best;
  }

  hover(event) {
    const index = this.frameAt(event);
    if (index === null) return hideTip();
    const frame = this.frames[index];
    const { exchange } = this.streams[frame.row];
    showTip(event, element("b", {}, `stream ${frame.stream} · ${bytes(frame.length)}`),
      element("div", {}, `${frame.fromClient ? "client" : "server"} · ${duration(frame.time - span.from)}`),
      exchange ? element("div", {}, nameOf(exchange)) : "");
  }

  choose(index) {
    this.chosen = Math.min(Math.max(index, 0), this.frames.length - 1);
    const frame = this.frames[this.chosen];
    const room = this.area.clientHeight - 26 - muxRow;
    const top = frame.row * muxRow;
    if (top < this.area.scrollTop || top > this.area.scrollTop + room) this.area.scrollTop = top - room / 2;
    if (frame.from < this.zoom.from || frame.to > this.zoom.to) {
      const half = (this.zoom.to - this.zoom.from) / 2;
      this.zoom.show(frame.from - half, frame.from + half);
    }
    this.say(frame);
    this.draw();
  }

  takes(key) {
    if (key === "ArrowRight") this.choose(this.chosen + 1);
    else if (key === "ArrowLeft") this.choose(this.chosen - 1);
    else if (key === "Home") this.choose(0);
    else if (key === "End") this.choose(this.frames.length - 1);
    else if (key === "Enter" && this.chosen >= 0) {
      const { exchange } = this.streams[this.frames[this.chosen].row];
      if (exchange) waterfall.reveal(exchange);
    } else return this.zoom.takes(key);
    return true;
  }
}
</script>
<script>"use strict";
// Lines over an axis.

const thinned = (points, count) => (points.length <= count ? points
  : Array.from({ length: count }, (_, index) => points[Math.round((index * (points.length - 1)) / (count - 1))]));

/// A chart of lines, each a class and its points. `marker` is a value of x to point out, `level` one of y.
function lineChart({ lines, isFilled, label, xTitle, xLabel, yLabel, marker, level, xTicks }) {
  const [width, height, left, right, bottom] = [560, 230, 56, 24, 34];
  const all = lines.flatMap(([, points]) => points);
  const most = (index) => all.reduce((most, point) => Math.max(most, point[index]), 0) || 1;
  const xs = new Zoom(0, most(0), 1, () => {});
  const ys = new Zoom(0, Math.max(most(1), level ?? 0) * 1.04, 1, () => {});
  const x = (value) => left + (xs.percent(value) / 100) * (width - left - right);
  const y = (value) => height - bottom - (ys.percent(value) / 100) * (height - bottom - 10);
  const path = (points) => points.map(([px, py], index) => `${index ? "L" : "M"}${x(px).toFixed(1)} ${y(py).toFixed(1)}`).join("");
  const marks = xTicks ?? xs.ticks(6).filter(Number.isInteger).map((value) => [value, xLabel(value)]);
  return drawing("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    ys.ticks(5).map((value) => [drawing("line", { class: "grid-line", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      drawing("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, yLabel(value))]),
    marks.map(([value, text]) => drawing("text", { x: x(value), y: height - bottom + 16, "text-anchor": "middle" }, text)),
    drawing("text", { x: width - right, y: height - 3, "text-anchor": "end" }, xTitle),
    isFilled ? drawing("path", { class: "saved", d: `${path(lines[0][1])}${path(lines[1][1].slice().reverse()).replace("M", "L")}Z` }) : null,
    marker === undefined ? null : drawing("line", { class: "marker", x1: x(marker), x2: x(marker), y1: 10, y2: height - bottom }),
    level === undefined ? null : drawing("line", { class: "marker", x1: left, x2: width - right, y1: y(level), y2: y(level) }),
    lines.map(([className, points]) => drawing("path", { class: className, d: path(points) })));
}
</script>
<script>"use strict";
// What header compression did.

const representationNames = {
  indexed_static: "static table", indexed_dynamic: "dynamic table", literal_indexed_static_name: "literal, indexed, static name",
  literal_indexed_dynamic_name: "literal, indexed, dynamic name", literal_indexed_new_name: "literal, indexed, new name",
  literal_not_indexed: "literal, not indexed", literal_never_indexed: "literal, never indexed",
};

function writeHeaders() {
  const withHTTP = [...connections.values()].filter((connection) => connection.exchanges.length);
  if (!withHTTP.length) return;
  byID("headers").hidden = false;
  const kinds = [["v2", "all HTTP/2 connections", (connection) => connection.isHTTP2],
    ["v1", "all HTTP/1.x connections", (connection) => !connection.isHTTP2]]
    .filter(([, , fits]) => withHTTP.some(fits));
  const choice = byID("headers-of");
  choice.append(...kinds.map(([value, title]) => element("option", { value }, title)),
    ...withHTTP.slice(0, 300).map(({ id, record, exchanges: own }) =>
      element("option", { value: id }, `connection ${id} · ${record.protocol} · ${counted(own.length, "exchange")}`)));
  const draw = () => {
    const kind = kinds.find(([value]) => value === choice.value);
    const own = kind ? withHTTP.filter(kind[2]) : [connections.get(Number(choice.value))];
    const isHTTP2 = own[0].isHTTP2;
    const hpack = !isHTTP2 ? null : kind ? sides(data.summary.compression["HTTP/2"], ({ hpack }) => hpack)
      : sides(own[0].record.http2?.hpack, (side) => side);
    const limits = kind || !isHTTP2 ? null : own[0].record.http2?.settings;
    // What would have been stands in the same place for both versions, but only over all connections of HTTP/1.x.
    const modelled = hpack ?? (kind ? data.summary.compression["HTTP/1.1"] : null);
    byID("headers-charts").replaceChildren(...[
      savingsChart(own.flatMap((connection) => connection.exchanges), isHTTP2),
      ...(modelled ? ["client", "server"].map((side) => element("div", {}, hpack ? hpackPanel(side, hpack[side], limits) : null,
        own.length === 1 ? occupancyChart(side, own[0]) : null, whatIfChart(side, modelled[side].what_if), dearestTable(side, modelled[side].dearest_fields))) : []),
    ].filter((part) => part.hasChildNodes()));
  };
  choice.addEventListener("change", draw);
  draw();
}

const sides = (both, of) => (both ? { client: of(both.client), server: of(both.server) } : null);

/// Header bytes over the life of connections: as text, and under HPACK.
function savingsChart(own, isHTTP2) {
  const sections = own.flatMap(({ start, answered, request, response }) => [request && [start, request], response && [answered, response]])
    .filter(Boolean).sort((a, b) => a[0] - b[0]);
  let [text, wire] = [0, 0];
  const points = [[0, 0, 0]];
  sections.forEach(([, cost], index) => {
    text += cost.text;
    wire += (isHTTP2 ? cost.wire : cost.hpack ?? cost.text);
    points.push([index + 1, text, wire]);
  });
  const few = thinned(points, 300);
  const wireName = isHTTP2 ? "as sent" : "under HPACK (modelled)";
  const title = `Header bytes, section by section: ${bytes(wire)} ${wireName}, ${bytes(text)} as HTTP/1.1 text`;
  return element("div", {}, element("h3", {}, title),
    element("ul", { class: "key" }, element("li", {}, element("i", { class: "swatch text-bytes" }), "as HTTP/1.1 text"),
      element("li", {}, element("i", { class: "swatch wire-bytes" }), wireName)),
    lineChart({
      lines: [["text-line", few.map(([x, y]) => [x, y])], ["wire-line", few.map(([x, , y]) => [x, y])]],
      isFilled: true, label: `${title}.`, xTitle: "header sections", yLabel: (value) => bytes(Math.round(value)), xLabel: grouped,
    }));
}

/// What one side's HPACK did.
function hpackPanel(side, hpack, settings) {
  if (!hpack || !hpack.blocks) return null;
  const lines = hpack.field_lines || 1;
  const used = Object.keys(representationNames).map((kind, index) => ({ kind, index, count: hpack.representations[kind] }))
    .filter(({ count }) => count > 0);
  const other = side === "client" ? "server" : "client";
  const limit = settings ? settings[other].HEADER_TABLE_SIZE ?? 4096 : null;
  const most = Math.max(limit ?? 4096, hpack.peak_table_bytes) || 1;
  const facts = [
    ["saved of the text", percent(hpack.savings)],
    ["first section / from the third on", `${percent(hpack.first_section_savings) ?? "–"} / ${percent(hpack.steady_savings) ?? "–"}`],
    ["lines that came before", percent(hpack.repeat_rate)],
    ["of these sent as an index", percent(hpack.dynamic_efficiency)],
    ["insertions / never used", `${grouped(hpack.insertions)} / ${grouped(hpack.wasted_insertions)}`],
    ["evictions", grouped(hpack.evictions)],
    ["strings in the Huffman code", percent(hpack.huffman_share)],
  ];
  return element("div", {}, element("h3", {}, `The ${side}'s ${counted(hpack.blocks, "section")}: ${bytes(hpack.wire_bytes)} for ${bytes(hpack.http1_bytes)} of text`),
    element("div", { class: "meter", role: "img", "aria-label": used.map(({ kind, count }) => `${representationNames[kind]} ${percent(count / lines)}`).join(", ") },
      used.map(({ index, count }) => element("i", { class: `r${index}`, style: { width: `${(count / lines) * 100}%` } }))),
    element("ul", { class: "key" }, used.map(({ kind, index, count }) => element("li", {},
      element("i", { class: `swatch r${index}` }), `${representationNames[kind]} ${percent(count / lines)}`))),
    hpack.mean_table_bytes === null ? null : [
      element("div", { class: "level", "aria-hidden": "true" },
        element("i", { class: "peak", style: { width: `${(hpack.peak_table_bytes / most) * 100}%` } }),
        element("i", { style: { width: `${(hpack.mean_table_bytes / most) * 100}%` } })),
      element("p", { class: "hint" }, `dynamic table: ${bytes(Math.round(hpack.mean_table_bytes))} on average, ${bytes(hpack.peak_table_bytes)} at most`
        + (limit === null ? "" : `, ${bytes(limit)} allowed`))],
    factList(facts));
}

/// How full one side's dynamic table was as its header sections came; null where that is not known.
function occupancyChart(side, { exchanges: own, record }) {
  const sections = own.flatMap(({ isPushed, start, answered, request, response }) => [
    request && (isPushed ? "server" : "client") === side ? [start, request.tableSize] : null,
    response && side === "server" ? [answered, response.tableSize] : null,
  ]).filter((section) => section && section[1] !== undefined).sort((a, b) => a[0] - b[0]);
  if (!sections.some(([, size]) => size > 0)) return null;
  const points = thinned([[0, 0], ...sections.map(([, size], index) => [index + 1, size])], 300);
  const level = record.http2?.settings[side === "client" ? "server" : "client"].HEADER_TABLE_SIZE ?? 4096;
  const most = points.reduce((most, [, size]) => Math.max(most, size), 0);
  const title = `The ${side}'s dynamic table, section by section: up to ${bytes(most)} of ${bytes(level)} allowed`;
  return element("div", {}, element("h3", {}, title), lineChart({
    // A limit far above what was used would flatten the line.
    lines: [["wire-line", points]], label: `${title}.`, xTitle: "header sections", level: level <= most * 3 ? level : undefined,
    yLabel: (value) => bytes(Math.round(value)), xLabel: grouped,
  }));
}

/// What the field blocks would have taken with a dynamic table of another size; null where that was not worked out.
function whatIfChart(side, whatIf) {
  if (!whatIf?.greedy?.sizes.length) return null;
  const { sizes, knee } = whatIf.greedy;
  // Sizes grow by powers of two: they stand at equal distances, the table without a limit at the end.
  const points = (costs) => costs.sizes.map((cost, index) => [index, cost.bytes]);
  const label = ({ table_bytes: size }) => (size === null ? "no limit" : size < 1024 ? String(size) : `${size / 1024}K`);
  const own = whatIf.own_choices?.sizes.length ? whatIf.own_choices : null;
  const place = sizes.findIndex(({ table_bytes: size }) => size === knee);
  const title = `What if the ${side}'s table were of another size? (modelled)`;
  const said = `${title} ${sizes.map((cost) => `${label(cost)}: ${bytes(cost.bytes)}`).join(", ")}`;
  return element("div", {}, element("h3", {}, title),
    element("ul", { class: "key" },
      element("li", {}, element("i", { class: "swatch wire-bytes" }), "an encoder that uses every chance"),
      own ? element("li", {}, element("i", { class: "swatch text-bytes" }), "this encoder's own choices") : null,
      place < 0 ? null : element("li", {}, element("i", { class: "swatch knee" }), `${knee === null ? "no limit" : `${grouped(knee)} B`} is enough`)),
    lineChart({
      lines: [["wire-line", points(whatIf.greedy)], ...(own ? [["text-line", points(own)]] : [])], label: said,
      xTitle: "bytes of the dynamic table", yLabel: (value) => bytes(Math.round(value)), xLabel: grouped,
      xTicks: sizes.map((cost, index) => [index, label(cost)]), marker: place < 0 ? undefined : place,
    }));
}

/// The fields that cost the most.
function dearestTable(side, fields) {
  if (!fields?.length) return null;
  return element("div", { class: "scroll" }, element("h3", {}, `The ${side}'s dearest fields`),
    table(["<field", "lines", "text", "wire", "by index"], fields.slice(0, 10).map((field) =>
      [field.name, grouped(field.lines), bytes(field.list_bytes), bytes(field.wire_bytes), percent(field.hit_rate)])));
}
</script>
<script>"use strict";
// Findings, origins and connections.

const listedFindings = 400;

/// Findings of a kind stand together: what it is and what to do about it once, then where it was met.
function writeFindings() {
  if (!data.findings.length) return;
  byID("findings").hidden = false;
  const rank = { error: 0, warning: 1, note: 2 };
  const kinds = [...Map.groupBy(data.findings, ({ code, severity }) => `${severity} ${code}`).values()];
  kinds.sort(([a, ...others], [b, ...more]) => rank[a.severity] - rank[b.severity] || more.length - others.length);
  byID("finding-list").append(...kinds.map(([first, ...others]) => element("li", {},
    element("span", { class: first.severity }, first.severity), element("div", {},
      element("p", {}, first.message),
      first.advice ? element("p", { class: "advice" }, first.advice) : null,
      element("p", { class: "facts" }, element("span", { class: "code" }, first.code),
        first.reference ? element("span", {}, first.reference) : null, ...evidence(first)),
      others.length ? element("details", {}, element("summary", {}, `${grouped(others.length)} more of this kind`),
        others.slice(0, listedFindings).map((finding) => element("p", { class: "facts" },
          finding.message === first.message ? null : element("span", { class: "said" }, finding.message), ...evidence(finding))),
        others.length > listedFindings ? element("p", { class: "facts" }, `… ${grouped(others.length - listedFindings)} more`) : null) : null))));
}

/// Where a finding was met.
function evidence(finding) {
  const exchange = exchangeOf(finding);
  return [
    finding.connection === null ? null
      : element("span", {}, `connection ${finding.connection}${finding.stream ? `, stream ${finding.stream}` : ""}`),
    finding.packet ? element("span", {}, `packet ${grouped(finding.packet)}`) : null,
    exchange ? element("button", { type: "button", class: "link", onclick: () => waterfall.reveal(exchange) }, nameOf(exchange).slice(0, 120)) : null,
  ];
}

function writeOrigins() {
  const rows = data.summary.origins.flatMap((origin) => ["HTTP/1.1", "HTTP/2"].filter((version) => origin[version]).map((version) => {
    const totals = origin[version];
    const { wait, total } = totals.phases_ms;
    const time = (histogram, key) => (histogram ? duration(histogram[key] * 1000) : null);
    return [origin.authority === null ? "all others" : `${origin.scheme ?? "?"}://${origin.authority}`, version, grouped(totals.requests),
      `${grouped(totals.connections)} / ${grouped(totals.connections_at_once)}`,
      time(wait, "p50"), time(wait, "p99"), time(total, "p50"), time(total, "max")];
  }));
  if (!rows.length) return;
  byID("origins").hidden = false;
  byID("origin-table").append(table(["<origin", "<version", "requests", "connections / at once", "wait, median", "99 %",
    "total, median", "longest"], rows));
}

function writeConnections() {
  if (!connections.size) return;
  byID("connections").hidden = false;
  const rows = [...connections.values()].sort((a, b) => a.id - b.id).map((connection) => {
    const { record } = connection;
    const { tcp, tls } = record;
    const first = connection.exchanges[0];
    const cost = headerCost(record);
    const security = !tls ? null : tls.not_decrypted_because ? `not decrypted: ${tls.not_decrypted_because}` : [tls.version, tls.server_name].filter(Boolean).join(" · ");
    return [first ? element("button", { type: "button", class: "link", onclick: () => waterfall.reveal(first) }, String(record.id)) : String(record.id),
      ends(connection), record.protocol, security, grouped(record.exchanges), record.metrics ? grouped(record.metrics.concurrency_max) : null,
      duration(record.duration_ms * 1000), tcp ? duration(tcp.handshake_rtt_ms === null ? null : tcp.handshake_rtt_ms * 1000) : null,
      tcp ? bytes(tcp.client_bytes + tcp.server_bytes) : null, percent(cost),
      tcp ? grouped(tcp.retransmitted_segments) : null, tcp?.end];
  });
  byID("connection-table").append(table(["<id", "<ends", "<protocol", "<TLS", "exchanges", "at once", "duration", "RTT", "bytes",
    "headers of text", "retransmitted", "<end"], rows));
}

/// Header bytes under HPACK, as a share of what they are as text; modelled for HTTP/1.x.
function headerCost({ http1, http2 }) {
  const both = http2 ? http2.hpack : http1 ? http1.headers : null;
  if (!both) return null;
  const sum = (key) => both.client[key] + both.server[key];
  return ratio(sum(http2 ? "wire_bytes" : "hpack_bytes"), sum("http1_bytes"));
}
</script>
<script>"use strict";
// The page of `wireprism report`: what stands in which section.

const waterfall = new Waterfall();

function writePage() {
  writeVerdict();
  writeScorecard();
  byID("waterfall").hidden = !exchanges.length;
  byID("version-choice").hidden = new Set(exchanges.map(({ isHTTP2 }) => isHTTP2)).size < 2;
  new Multiplexing();
  writeHeaders();
  writeFindings();
  writeOrigins();
  writeConnections();
  byID("foot").append(`wireprism ${data.version} · times are those of the capture, to the microsecond · modelled numbers say so`);
  const sections = [...document.querySelectorAll("section[data-title]")].filter((section) => !section.hidden);
  byID("contents").append(...sections.map((section) => element("a", { href: `#${section.id}` }, section.dataset.title)));
  waterfall.drawNow();
  document.documentElement.dataset.ready = "";
}

writePage();
</script>
</body>
</html>

"""##
}
