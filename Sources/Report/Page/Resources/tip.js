"use strict";
// What stands beside the pointer.

const tip = byID("tip");

function showTip(event, ...content) {
  tip.replaceChildren(...content);
  tip.hidden = false;
  const { offsetWidth, offsetHeight } = tip;
  tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - offsetWidth - 8))}px`;
  tip.style.top = `${event.clientY + 18 + offsetHeight > innerHeight ? Math.max(4, event.clientY - offsetHeight - 12) : event.clientY + 18}px`;
}

const hideTip = () => { tip.hidden = true; };
addEventListener("scroll", hideTip, { passive: true, capture: true });
