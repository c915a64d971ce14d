"use strict";
// Where the time of an exchange went.

const phaseNames = {
  send: "send the request", queue: "held back by an earlier response", wait: "wait for the response", receive: "receive",
  lost: "receive: behind lost segments", flow: "receive: held back by flow control",
};
const columnNames = { send: "send", queue: "held back", wait: "wait", receive: "receive", lost: "lost", flow: "flow control" };
/// Those that are shown in any case, and those that occurred.
const phaseKinds = Object.keys(phaseNames).filter((kind) =>
  ["send", "wait", "receive"].includes(kind) || exchanges.some(({ phases }) => phases[kind] > 0));

/// An exchange in words, for those who do not see the bars.
function spoken(exchange) {
  const parts = phaseKinds.filter((kind) => exchange.phases[kind])
    .map((kind) => `${phaseNames[kind]} ${duration(exchange.phases[kind])}`);
  return `starts at ${duration(exchange.start - span.from)}, ${parts.join(", ")}${parts.length ? ", " : ""}total ${duration(exchange.total)}`;
}
