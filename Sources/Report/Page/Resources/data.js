"use strict";
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
