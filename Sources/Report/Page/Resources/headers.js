"use strict";
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
