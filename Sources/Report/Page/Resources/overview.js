"use strict";

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
