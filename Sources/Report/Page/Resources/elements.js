"use strict";
// The only way to the page for text: as text. Nothing is ever parsed as markup or run as a script.

const byID = (id) => document.getElementById(id);

/// A character that could reorder or hide text, which is shown as its number.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;
const shown = (text) => String(text).replace(unseen, (mark) => `\\u{${mark.codePointAt(0).toString(16)}}`);

/// Makes an element. Children are elements or text; null is left out.
function element(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function drawing(name, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === false || value === undefined) continue;
    if (key === "style") Object.assign(made.style, value);
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    made.append(child instanceof Node ? child : document.createTextNode(shown(child)));
  }
  return made;
}

/// A table. A cell is text, an element, or null for what is not known; columns named with a leading "<" are aligned left.
function table(columns, rows, className) {
  const isLeft = columns.map((title) => title.startsWith("<"));
  const cell = (value, index) =>
    element(index === 0 ? "th" : "td", { scope: index === 0 ? "row" : null, class: isLeft[index] ? "left" : null },
      value === null || value === undefined ? element("span", { class: "none" }, "–") : value);
  return element("table", { class: className },
    element("thead", {}, element("tr", {}, columns.map((title, index) =>
      element("th", { scope: "col", class: isLeft[index] ? "left" : null }, title.replace(/^</, ""))))),
    element("tbody", {}, rows.map((row) => element("tr", {}, row.map(cell)))));
}

/// What something is called, and how much it is, row by row.
function factList(rows) {
  return element("table", { class: "facts-table" }, element("tbody", {}, rows.map(([title, value]) =>
    element("tr", {}, element("th", { scope: "row" }, title), element("td", {}, value ?? "–")))));
}
