"use strict";
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
