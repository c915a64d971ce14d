"use strict";

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
