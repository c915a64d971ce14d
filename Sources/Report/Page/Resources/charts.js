"use strict";
// Lines over an axis.

const thinned = (points, count) => (points.length <= count ? points
  : Array.from({ length: count }, (_, index) => points[Math.round((index * (points.length - 1)) / (count - 1))]));

/// A chart of lines, each a class and its points. `marker` is a value of x to point out, `level` one of y.
function lineChart({ lines, isFilled, label, xTitle, xLabel, yLabel, marker, level, xTicks }) {
  const [width, height, left, right, bottom] = [560, 230, 56, 24, 34];
  const all = lines.flatMap(([, points]) => points);
  const most = (index) => all.reduce((most, point) => Math.max(most, point[index]), 0) || 1;
  const xs = new Zoom(0, most(0), 1, () => {});
  const ys = new Zoom(0, Math.max(most(1), level ?? 0) * 1.04, 1, () => {});
  const x = (value) => left + (xs.percent(value) / 100) * (width - left - right);
  const y = (value) => height - bottom - (ys.percent(value) / 100) * (height - bottom - 10);
  const path = (points) => points.map(([px, py], index) => `${index ? "L" : "M"}${x(px).toFixed(1)} ${y(py).toFixed(1)}`).join("");
  const marks = xTicks ?? xs.ticks(6).filter(Number.isInteger).map((value) => [value, xLabel(value)]);
  return drawing("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    ys.ticks(5).map((value) => [drawing("line", { class: "grid-line", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      drawing("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, yLabel(value))]),
    marks.map(([value, text]) => drawing("text", { x: x(value), y: height - bottom + 16, "text-anchor": "middle" }, text)),
    drawing("text", { x: width - right, y: height - 3, "text-anchor": "end" }, xTitle),
    isFilled ? drawing("path", { class: "saved", d: `${path(lines[0][1])}${path(lines[1][1].slice().reverse()).replace("M", "L")}Z` }) : null,
    marker === undefined ? null : drawing("line", { class: "marker", x1: x(marker), x2: x(marker), y1: 10, y2: height - bottom }),
    level === undefined ? null : drawing("line", { class: "marker", x1: left, x2: width - right, y1: y(level), y2: y(level) }),
    lines.map(([className, points]) => drawing("path", { class: className, d: path(points) })));
}
