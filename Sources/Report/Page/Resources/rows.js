"use strict";
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
