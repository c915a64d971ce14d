"use strict";
// The page of `wireprism report`: what stands in which section.

const waterfall = new Waterfall();

function writePage() {
  writeVerdict();
  writeScorecard();
  byID("waterfall").hidden = !exchanges.length;
  byID("version-choice").hidden = new Set(exchanges.map(({ isHTTP2 }) => isHTTP2)).size < 2;
  new Multiplexing();
  writeHeaders();
  writeFindings();
  writeOrigins();
  writeConnections();
  byID("foot").append(`wireprism ${data.version} · times are those of the capture, to the microsecond · modelled numbers say so`);
  const sections = [...document.querySelectorAll("section[data-title]")].filter((section) => !section.hidden);
  byID("contents").append(...sections.map((section) => element("a", { href: `#${section.id}` }, section.dataset.title)));
  waterfall.drawNow();
  document.documentElement.dataset.ready = "";
}

writePage();
