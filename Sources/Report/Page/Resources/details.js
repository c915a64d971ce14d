"use strict";
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
