"use strict";

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
