// The left sheet: the text as it was received. A mirror shows it with removals struck through; in edit
// mode a textarea with transparent letters lies exactly over the mirror, so that the marks stay where
// they are while one types. Both take their height from the mirror; only the sheet scrolls.

import { byId, el, reveal, rove } from "./dom.js";
import { cardsFor } from "./card.js";
import { MOVED_TO, number, percent, reasonFamily, reasonLabel } from "./words.js";

/** Texts longer than this are not laid out twice at every key: while one types, the field shows its own letters. */
const LONG = 20_000;
const PAUSE_MS = 200;

const sheet = byId("raw-sheet");
const mirror = byId("mirror");
const area = byId("raw-text");
const roving = rove(mirror, "del");

let text = "";
let removed = [];
let places = { spans: [], current: -1 };
let lastOfReason = new Map();

/** Puts a text on the desk, without marks. */
export function setText(value) {
  area.value = value;
  // The textarea turns CR LF into LF; what is shown, sent and sliced has to be one text.
  text = area.value;
  removed = [];
  places = { spans: [], current: -1 };
  sheet.scrollTop = 0;
  draw();
}

export const getText = () => (isEditing() ? area.value : text);
export const isEditing = () => !area.hidden;

/** Marks what the service removed from the text that is on the desk. */
export function setRemoved(list) {
  text = getText();
  removed = [...list].sort((a, b) => a.source[0] - b.source[0] || a.source[1] - b.source[1]);
  lastOfReason = new Map();
  draw();
  drawReasons();
}

/** Shows where mentions stand: all of them faintly, the current one strongly and in view. */
export function setPlaces(spans, current, scroll = true) {
  places = { spans: spans.map((parts) => parts.map(([start, end]) => [start, end])), current };
  draw();
  const here = mirror.querySelector("mark[data-current]");
  if (here && scroll) reveal(sheet, here);
}

function draw() {
  const marks = places.spans
    .flatMap((parts, n) => parts.map(([start, end]) => ({ start, end, n })))
    .sort((a, b) => a.start - b.start);
  let next = 0;
  const pour = (parent, from, to) => {
    let at = from;
    while (next < marks.length && marks[next].start < to) {
      const { start, end, n } = marks[next];
      if (start > at) parent.append(text.slice(at, start));
      const upTo = Math.min(end, to);
      if (upTo > Math.max(at, start)) {
        parent.append(el("mark", { data: n === places.current ? { current: "", n } : { n } }, text.slice(Math.max(at, start), upTo)));
      }
      at = Math.max(at, upTo);
      if (end > to) break;
      next += 1;
    }
    if (at < to) parent.append(text.slice(at, to));
  };
  const page = document.createDocumentFragment();
  let at = 0;
  let before = null;
  removed.forEach((item, i) => {
    const start = Math.max(at, item.source[0]);
    const end = Math.min(text.length, item.source[1]);
    if (end <= start) return;
    pour(page, at, start);
    const node = el("del", { tabindex: -1, data: { i, family: reasonFamily(item.reason), reason: item.reason } });
    label(node, item, before, start);
    before = { node: node.dataset.label ? node : before?.node, item, start, end };
    pour(node, start, end);
    page.append(node);
    at = end;
  });
  pour(page, at, text.length);
  // A final line break needs something after it to have height.
  page.append(el("br"));
  const top = sheet.scrollTop;
  mirror.replaceChildren(page);
  sheet.scrollTop = top;
  roving.reset();
}

/** The word in the margin: once for a run of one reason, and never two on one line. */
function label(node, item, before, start) {
  if (item.reason === "markup") return;
  if (before?.item.reason === item.reason && !text.slice(before.end, start).trim()) return;
  const word = reasonLabel(item.reason);
  const sameLine = before?.node && start - before.start < 60 && !text.slice(before.start, start).includes("\n");
  if (!sameLine) node.dataset.label = word;
  else if (before.item.reason !== item.reason) before.node.dataset.label += `, ${word}`;
}

function drawReasons() {
  const counts = new Map();
  for (const { reason } of removed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const chips = [...counts].map(([reason, count]) =>
    el("button", {
      type: "button", class: "chip reason", data: { family: reasonFamily(reason), reason },
      on: { click: () => nextOf(reason) },
    }, el("span", { class: "swatch", "aria-hidden": "true" }, "abc"), reasonLabel(reason), el("b", {}, String(count))));
  byId("reasons").replaceChildren(...(chips.length ? chips : [el("span", { class: "quiet" }, "Nothing was removed.")]));
}

function nextOf(reason) {
  const nodes = [...mirror.querySelectorAll("del")].filter((node) => node.dataset.reason === reason);
  if (!nodes.length) return;
  const at = ((lastOfReason.get(reason) ?? -1) + 1) % nodes.length;
  lastOfReason.set(reason, at);
  setEditing(false);
  reveal(sheet, nodes[at]);
  nodes[at].focus({ preventScroll: true });
}

/** Switches between the marked text and typing; `caret` is an offset into the text. */
export function setEditing(on, caret) {
  if (on === isEditing()) return;
  if (!on && text !== area.value) {
    follow(area.value);
    draw();
  }
  area.hidden = !on;
  mirror.toggleAttribute("inert", on);
  byId("mode-edit").setAttribute("aria-pressed", String(on));
  byId("mode-marked").setAttribute("aria-pressed", String(!on));
  sheet.classList.toggle("editing", on);
  if (!on) return;
  area.value = text;
  area.focus({ preventScroll: true });
  if (caret !== undefined) area.setSelectionRange(caret, caret);
}

/** Moves marks along with an edit, until the service has answered for the new text. */
function follow(after) {
  let head = 0;
  const shortest = Math.min(text.length, after.length);
  while (head < shortest && text[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && text[text.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const gone = text.length - tail;
  const by = after.length - text.length;
  removed = removed.flatMap((item) => {
    const [start, end] = item.source;
    if (end <= head) return [item];
    if (start >= gone) return [{ ...item, source: [start + by, end + by] }];
    return start <= head && end >= gone ? [{ ...item, source: [start, end + by] }] : [];
  });
  places = { spans: [], current: -1 };
  text = after;
}

/** Calls back after each edit made by hand. */
export function onEdit(changed) {
  let frame = 0;
  let pause = 0;
  const redraw = () => {
    sheet.classList.remove("typing");
    follow(area.value);
    draw();
  };
  area.addEventListener("input", () => {
    cancelAnimationFrame(frame);
    clearTimeout(pause);
    if (area.value.length > LONG) {
      sheet.classList.add("typing");
      pause = setTimeout(redraw, PAUSE_MS);
    } else {
      frame = requestAnimationFrame(redraw);
    }
    changed();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    setEditing(false);
    byId("mode-edit").focus();
  });
  mirror.addEventListener("dblclick", (event) => {
    const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const range = document.createRange();
    range.selectNodeContents(mirror);
    if (at && mirror.contains(at.offsetNode)) range.setEnd(at.offsetNode, at.offset);
    setEditing(true, range.toString().length);
  });
  byId("mode-edit").addEventListener("click", () => setEditing(true));
  byId("mode-marked").addEventListener("click", () => setEditing(false));
}

cardsFor(mirror, "del", (node) => {
  const item = removed[Number(node.dataset.i)];
  if (!item) return null;
  const moved = MOVED_TO[item.reason];
  return [
    el("p", { class: "card-title", data: { family: reasonFamily(item.reason) } }, moved ? `${reasonLabel(item.reason)}, moved to “${moved}”` : `Removed: ${reasonLabel(item.reason)}`),
    el("p", { class: "card-line" }, el("span", {}, item.rule === "model" ? "decided by the model" : `rule ${item.rule}`), el("span", {}, `${percent(item.confidence)} sure`)),
    el("p", { class: "card-line quiet" }, el("span", {}, `${number(item.source[1] - item.source[0])} characters`)),
    ...(item.features?.length ? [el("p", { class: "card-line quiet" }, item.features.join(", "))] : []),
  ];
});
