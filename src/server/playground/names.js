// The index of names below the sheets, and the walker that goes from mention to mention of one entity
// and shows where each stands in the raw text.

import { announce, byId, el, reveal } from "./dom.js";
import { setActive } from "./copy.js";
import { getText, setPlaces } from "./raw.js";
import { TYPES, longDate, number } from "./words.js";

const walker = byId("walker");
let doc = null;
let unit = "codepoint";
let active = null;

export function showNames(document, offsetUnit) {
  doc = document;
  unit = offsetUnit;
  stop();
  const groups = Object.keys(TYPES).map((type) => {
    const entities = (doc.entities ?? []).filter((entity) => entity.type === type).sort((a, b) => b.salience - a.salience || a.id - b.id);
    return entities.length ? group(type, entities) : null;
  });
  const found = groups.filter(Boolean);
  byId("index").replaceChildren(...(found.length ? found : [el("p", { class: "quiet" }, "No names were found.")]));
}

function group(type, entities) {
  return el("section", { class: "index-group", data: { type } },
    el("h3", {}, TYPES[type][1]),
    el("ul", {}, ...entities.map((entity) => {
      const { geonames, iso3166 } = entity.links ?? {};
      const name = el("button", { type: "button", class: "name", data: { entity: entity.id }, on: { click: () => walk(entity.id) } },
        el("span", { class: "name-text" }, entity.name), el("b", {}, String(entity.mentions.length)));
      const code = iso3166 && el("span", { class: "code" }, iso3166);
      const link = geonames
        ? el("a", { href: `https://www.geonames.org/${geonames}`, target: "_blank", rel: "noopener noreferrer", "aria-label": `${entity.name} in GeoNames` }, code || "map")
        : code;
      return el("li", {}, name, link);
    })));
}

/** Goes to mention `n` of an entity; without `n`, or when that one is current already, to the next. */
export function walk(id, n) {
  const entity = doc?.entities?.find((candidate) => candidate.id === id);
  if (!entity) return;
  const count = entity.mentions.length;
  if (active?.id !== id) active = { id, n: n ?? 0 };
  else active.n = n === undefined || n === active.n ? (active.n + 1) % count : n;
  show(entity, active.n, entity.mentions.map(({ source }) => source));
}

function show(entity, n, sources) {
  const mention = entity.mentions[n];
  const node = setActive(`[data-entity="${entity.id}"]`, `[data-entity="${entity.id}"][data-n="${n}"]`);
  if (node) reveal(byId("clean-sheet"), node);
  setPlaces(sources, n);
  const step = (by) => walk(entity.id, (n + by + sources.length) % sources.length);
  draw(entity.type, entity.name, TYPES[entity.type]?.[0] ?? entity.type, mention.source, { n, count: sources.length, step });
  announce(`${mention.text}, mention ${n + 1} of ${sources.length} of ${entity.name}`);
}

/** Shows where a date stands in the raw text. */
export function showDate(i) {
  const date = doc?.dates?.[i];
  if (!date) return;
  active = null;
  setActive(`[data-date="${i}"]`, `[data-date="${i}"]`);
  setPlaces([date.source], 0);
  draw("date", date.text, date.from && date.from === date.to ? longDate(date.from) : date.timex, date.source);
}

export function stop() {
  active = null;
  walker.hidden = true;
  setActive(null);
  setPlaces([], -1, false);
}

function draw(type, name, kind, source, walkable) {
  const button = (label, text, action) => el("button", { type: "button", "aria-label": label, on: { click: action } }, text);
  const focused = walker.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
  walker.replaceChildren(
    el("p", { class: "walker-name" }, el("span", { class: "swatch", data: { type } }, name), el("span", { class: "quiet" }, kind)),
    el("p", { class: "walker-place" }, ...context(source)),
    el("p", { class: "walker-steps" },
      walkable && walkable.count > 1 && button("Previous mention", "‹", () => walkable.step(-1)),
      walkable && el("span", { class: "walker-count" }, `${walkable.n + 1} of ${walkable.count}`),
      walkable && walkable.count > 1 && button("Next mention", "›", () => walkable.step(1)),
      button("Close", "×", stop)));
  walker.hidden = false;
  if (focused) [...walker.querySelectorAll("button")].find((node) => node.getAttribute("aria-label") === focused)?.focus();
}

/** The words around a place in the raw text, and its offsets in the unit that was chosen. */
function context(source) {
  const raw = getText();
  if (!source.length) return [el("span", { class: "quiet" }, "Not in the raw text: it came with the request.")];
  const [start, end] = [source[0][0], source.at(-1)[1]];
  const before = raw.slice(Math.max(0, start - 36), start).replace(/\s+/g, " ").replace(/^\S*\s/, "");
  const after = raw.slice(end, end + 36).replace(/\s+/g, " ").replace(/\s\S*$/, "");
  return [
    el("span", { class: "raw-context" }, `…${before}`, el("mark", {}, raw.slice(start, end)), `${after}…`),
    el("span", { class: "quiet raw-span" }, `raw ${number(inUnit(raw, start))}–${number(inUnit(raw, end))}`),
  ];
}

function inUnit(text, utf16) {
  if (unit === "utf16") return utf16;
  const head = text.slice(0, utf16);
  if (unit === "utf8") return new TextEncoder().encode(head).length;
  let count = 0;
  for (const _ of head) count += 1;
  return count;
}

walker.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stop();
});
