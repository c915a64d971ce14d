"use strict";
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
