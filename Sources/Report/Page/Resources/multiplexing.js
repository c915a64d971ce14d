"use strict";

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
