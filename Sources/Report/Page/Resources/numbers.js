"use strict";
// Numbers as a person likes to read them.

const grouped = (value) => Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ",");
const counted = (value, noun) => `${grouped(value)} ${noun}${value === 1 ? "" : "s"}`;

/// Microseconds as milliseconds or more, with three digits or so.
function duration(microseconds) {
  if (microseconds === null || microseconds === undefined) return null;
  if (microseconds === 0) return "0 ms";
  const milliseconds = microseconds / 1000;
  const size = Math.abs(milliseconds);
  if (size >= 120000) return `${grouped(milliseconds / 60000)} min`;
  if (size >= 1000) return `${(milliseconds / 1000).toFixed(size < 10000 ? 2 : 1)} s`;
  return `${milliseconds.toFixed(size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0)} ms`;
}

function bytes(count) {
  if (count === null || count === undefined) return null;
  if (count < 1000) return `${count} B`;
  let unit = 1000;
  for (const name of ["KB", "MB", "GB"]) {
    const value = count / unit;
    if (value < 999.5 || name === "GB") return `${value < 99.95 ? value.toFixed(1) : grouped(value)} ${name}`;
    unit *= 1000;
  }
}

const percent = (share) => (share === null || share === undefined ? null
  : `${(share * 100).toFixed(share !== 0 && Math.abs(share) < 0.0995 ? 1 : 0)} %`);
const ratio = (part, whole) => (whole > 0 ? part / whole : null);
