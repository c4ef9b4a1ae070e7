// The right sheet: the clean document as a newspaper would set it, with names, dates and quotes marked.
// Spans count UTF-16 units here, so that `slice` cuts where the service does.

import { byId, el, rove } from "./dom.js";
import { cardsFor, hideCard } from "./card.js";
import { TYPES, longDate, percent, sourceLabel } from "./words.js";

const article = byId("clean");
const roving = rove(article, ".hit:not([data-off])");
const off = new Set();
let doc = null;
let pick = () => {};

/** `handler({entity, n})` or `handler({date})` when a mention or a date is chosen. */
export function onPick(handler) {
  pick = handler;
}

export function showDocument(document) {
  doc = document;
  const spans = annotations(doc);
  const body = [];
  let at = 0;
  let list = null;
  for (const block of doc.blocks) {
    const [start, end] = block.span;
    while (at < spans.length && spans[at].end <= start) at += 1;
    const inside = [];
    for (let i = at; i < spans.length && spans[i].start < end; i += 1) if (spans[i].end > start) inside.push(spans[i]);
    const marked = block.kind === "list_item" && /^[-–—•*·\d]/.test(doc.text.slice(start, start + 1));
    const node = el(TAGS[block.kind] ?? "p", { class: `block ${block.kind}${marked ? " marked" : ""}` });
    set(node, start, end, inside);
    if (block.kind !== "list_item") {
      list = null;
      body.push(node);
      if (block.kind === "title") body.push(...head(doc));
    } else if (list) {
      list.append(node);
    } else {
      list = el("ul", {}, node);
      body.push(list);
    }
  }
  if (!doc.blocks.some((block) => block.kind === "title")) body.unshift(...head(doc));
  if (!doc.blocks.length) body.push(el("p", { class: "quiet" }, "No article is left: everything was removed, or nothing came in."));
  const warnings = doc.warnings.map(({ detail }) => el("p", { class: "note-box" }, detail));
  article.replaceChildren(...warnings, ...body);
  article.lang = doc.language.tag;
  byId("clean-sheet").scrollTop = 0;
  drawChips();
  applyOff();
  placeNotes();
}

const TAGS = { title: "h3", heading: "h4", paragraph: "p", list_item: "li", blockquote: "blockquote", caption: "p", preformatted: "pre" };

/** Source, place, authors and date, as they stand above an article. */
function head({ authors, source, dateline, published }) {
  const place = dateline?.place;
  const parts = [
    authors.length && el("span", { class: "authors" }, `By ${authors.join(", ")}`),
    place && el("span", { class: "place" }, place),
    source && el("span", {}, source),
    published && el("time", { datetime: published.value.slice(0, 10) }, longDate(published.value.slice(0, 10))),
  ].filter(Boolean);
  return parts.length ? [el("p", { class: "head" }, ...parts)] : [];
}

/** All marks in order of their start, the longer one outside. */
function annotations({ entities = [], dates = [], quotes = [] }) {
  const spans = [];
  quotes.forEach((quote, i) => spans.push({ kind: "quote", i, start: quote.span[0], end: quote.span[1] }));
  entities.forEach((entity) => entity.mentions.forEach((mention, n) =>
    spans.push({ kind: "entity", entity, n, start: mention.span[0], end: mention.span[1] })));
  dates.forEach((date, i) => spans.push({ kind: "date", i, start: date.span[0], end: date.span[1] }));
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Sets text[start, end) into `parent`; spans that cross the border of an outer one are cut there. */
function set(parent, start, end, spans) {
  let at = start;
  for (let i = 0; i < spans.length;) {
    const span = spans[i];
    const from = Math.max(at, span.start);
    const to = Math.min(end, span.end);
    let next = i + 1;
    while (next < spans.length && spans[next].start < to) next += 1;
    if (to > from) {
      if (from > at) parent.append(doc.text.slice(at, from));
      const node = nodeFor(span);
      set(node, from, to, spans.slice(i + 1, next));
      parent.append(node);
      at = to;
      if (span.kind === "quote" && to === span.end) {
        // The note stands behind the closing mark, not inside it.
        const mark = /^[”"»’“›‹«']/.exec(doc.text.slice(to, Math.min(end, to + 1)));
        if (mark) parent.append(mark[0]);
        parent.append(...speakerNote(span));
        at += mark ? 1 : 0;
      }
    }
    i = next;
  }
  if (at < end) parent.append(doc.text.slice(at, end));
}

function nodeFor(span) {
  if (span.kind === "quote") return el("span", { class: "quote", data: { quote: span.i } });
  const target = { class: "hit", role: "button", tabindex: -1 };
  if (span.kind === "entity") {
    const { entity, n } = span;
    const mention = entity.mentions[n];
    const name = mention.text === entity.name ? "" : `, ${entity.name}`;
    return el("span", {
      ...target,
      "aria-label": `${mention.text}${name}, ${TYPES[entity.type]?.[0] ?? entity.type}`,
      data: { type: entity.type, entity: entity.id, n },
    });
  }
  const date = doc.dates[span.i];
  return el("span", { ...target, "aria-label": `${date.text}, ${date.timex}`, data: { type: "date", date: span.i } });
}

/** Who said it: in the margin on a wide page, behind the quote on a narrow one. */
function speakerNote({ i }) {
  const { speaker } = doc.quotes[i];
  if (!speaker) return [];
  const props = { class: "speaker", data: { quote: i } };
  if (speaker.entity === null || speaker.entity === undefined) return [el("span", props, speaker.text)];
  const entity = doc.entities?.find(({ id }) => id === speaker.entity);
  return [el("button", { ...props, type: "button", tabindex: -1, "aria-label": `said by ${entity?.name ?? speaker.text}`, data: { quote: i, speaker: speaker.entity } }, entity?.name ?? speaker.text)];
}

/** Lines margin notes up with their quotes, each below the one before; a note that says again what it hangs below is left out. */
function placeNotes() {
  const notes = [...article.querySelectorAll(".speaker")];
  for (const note of notes) {
    note.style.top = "";
    note.classList.remove("again");
  }
  if (!notes.length || getComputedStyle(notes[0]).position !== "absolute") return;
  const origin = article.getBoundingClientRect().top;
  const wanted = notes.map((note) => {
    const quote = article.querySelector(`.quote[data-quote="${note.dataset.quote}"]`);
    return { note, top: (quote ?? note).getBoundingClientRect().top - origin, height: note.offsetHeight };
  });
  let free = 0;
  let above = "";
  for (const { note, top, height } of wanted) {
    const at = Math.max(top, free);
    if (at > top && note.textContent === above) {
      note.classList.add("again");
      continue;
    }
    above = note.textContent;
    note.style.top = `${Math.round(at)}px`;
    free = at + height + 6;
  }
}

new ResizeObserver(placeNotes).observe(article);

function drawChips() {
  const counts = new Map(Object.keys(TYPES).map((type) => [type, 0]));
  for (const { type, mentions } of doc.entities ?? []) counts.set(type, (counts.get(type) ?? 0) + mentions.length);
  counts.set("date", doc.dates?.length ?? 0);
  counts.set("quote", doc.quotes?.length ?? 0);
  const chips = [...counts].filter(([, count]) => count).map(([type, count]) =>
    el("button", {
      type: "button", class: "chip type", "aria-pressed": String(!off.has(type)), data: { type },
      on: { click: (event) => toggle(type, event.currentTarget) },
    }, el("span", { class: "swatch", "aria-hidden": "true" }, "abc"), CHIPS[type] ?? TYPES[type]?.[1] ?? type, el("b", {}, String(count))));
  byId("types").replaceChildren(...(chips.length ? chips : [el("span", { class: "quiet" }, "No names, dates or quotes were found.")]));
}

const CHIPS = { date: "Dates", quote: "Quotes" };

function toggle(type, chip) {
  if (off.has(type)) off.delete(type);
  else off.add(type);
  chip.setAttribute("aria-pressed", String(!off.has(type)));
  applyOff();
}

function applyOff() {
  for (const node of article.querySelectorAll(".hit, .quote, .speaker")) {
    node.toggleAttribute("data-off", off.has(node.dataset.type ?? "quote"));
    if (node.dataset.off !== undefined && node.tabIndex === 0) node.tabIndex = -1;
  }
  roving.reset();
}

/** Marks the mentions of one entity, or one date; gives the current node. */
export function setActive(selector, current) {
  for (const node of article.querySelectorAll("[data-active]")) node.removeAttribute("data-active");
  for (const node of article.querySelectorAll("[data-current]")) node.removeAttribute("data-current");
  if (!selector) return null;
  for (const node of article.querySelectorAll(selector)) node.setAttribute("data-active", "");
  const node = article.querySelector(current);
  node?.setAttribute("data-current", "");
  return node;
}

function choose(event) {
  const speaker = event.target.closest(".speaker[data-speaker]");
  if (speaker) return pick({ entity: Number(speaker.dataset.speaker), n: 0 });
  const hit = event.target.closest(".hit:not([data-off])");
  if (!hit) return undefined;
  event.preventDefault();
  hideCard();
  const { entity, n, date } = hit.dataset;
  return entity === undefined ? pick({ date: Number(date) }) : pick({ entity: Number(entity), n: Number(n) });
}

article.addEventListener("click", choose);
article.addEventListener("keydown", (event) => {
  if ((event.key === "Enter" || event.key === " ") && event.target.matches(".hit")) choose(event);
});

cardsFor(article, ".hit:not([data-off])", (node) =>
  node.dataset.date === undefined
    ? entityCard(doc.entities.find(({ id }) => id === Number(node.dataset.entity)))
    : dateCard(doc.dates[Number(node.dataset.date)]));

const line = (...parts) => el("p", { class: "card-line" }, ...parts.filter(Boolean).map((part) => el("span", {}, part)));

function entityCard(entity) {
  if (!entity) return null;
  const { iso3166, geonames } = entity.links ?? {};
  const count = entity.mentions.length;
  return [
    el("p", { class: "card-title", data: { type: entity.type } }, entity.name),
    line(TYPES[entity.type]?.[0] ?? entity.type, `${count} mention${count === 1 ? "" : "s"}`, `${percent(entity.confidence)} sure`),
    entity.titles?.length ? line(entity.titles.join(", ")) : "",
    entity.aliases?.length ? line(`also ${entity.aliases.join(", ")}`) : "",
    iso3166 || geonames ? line(iso3166 && `ISO ${iso3166}`, geonames && `GeoNames ${geonames}`) : "",
  ];
}

function dateCard(date) {
  const { from, to } = date;
  let covers = longDate(from);
  if (from && to && from !== to) covers = `${longDate(from)} – ${longDate(to)}`;
  const anchor = date.anchored_on === "text" ? "a date earlier in the text" : doc.anchor && `${doc.anchor.value.slice(0, 10)}, ${sourceLabel(doc.anchor.source)}`;
  return [
    el("p", { class: "card-title", data: { type: "date" } }, covers ?? date.timex),
    line(date.type.toLowerCase(), el("code", {}, date.timex), date.mod && `mod ${date.mod}`, date.freq && `freq ${date.freq}`, date.quant && `quant ${date.quant}`),
    date.anchored ? line(`worked out from ${anchor ?? "another date"}`) : line("says so itself"),
    date.ambiguous ? line(`or ${date.alternatives?.join(", ") || "another reading"}`) : "",
  ];
}
