// The desk: takes an article, sends it to the service, lays out what comes back.

import { Problem, articleOf, curl, normalize, useKey } from "./api.js";
import { announce, byId, copyText, el } from "./dom.js";
import { onPick, showDocument } from "./copy.js";
import { jsonTree } from "./json.js";
import { showDate, showNames, walk } from "./names.js";
import { getText, onEdit, setEditing, setRemoved, setText } from "./raw.js";
import { languageName, longDate, number, percent, repairLabel, sourceLabel } from "./words.js";

/** Articles of our own, kept beside this file. */
const SAMPLES = [
  { file: "wire.txt", name: "Wire report with page furniture", published: "2024-05-24" },
  { file: "blog.txt", name: "Translated article, glued credits", published: "2024-05-13" },
  { file: "live.txt", name: "Live blog", published: "2025-10-14" },
  { file: "page.html", name: "A page as HTML", published: "" },
  { file: "deutsch.txt", name: "German article", published: "2025-03-14" },
];
/** Pause in typing after which the text is sent. */
const TYPING_PAUSE_MS = 500;

const sample = byId("sample");
const fields = { format: byId("format"), published: byId("published"), unit: byId("unit") };

let current = null;
let running = null;
let timer = 0;

const input = () => ({ text: getText(), format: fields.format.value, published: fields.published.value });

/** The view slices with JavaScript's own units, whatever unit the caller wants to see in the JSON. */
async function run() {
  clearTimeout(timer);
  running?.abort();
  const mine = new AbortController();
  running = mine;
  byId("busy").textContent = "setting…";
  document.body.dataset.state = "busy";
  try {
    const article = articleOf(input(), "utf16");
    const answer = await normalize(article, mine.signal);
    lay(answer);
    document.body.dataset.state = "ready";
  } catch (error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof Problem)) throw error;
    showProblem(error.body);
    document.body.dataset.state = "problem";
  } finally {
    if (running === mine) byId("busy").textContent = "";
  }
}

function lay({ document: doc, timings, total }) {
  current = doc;
  byId("problem").hidden = true;
  outdate(false);
  setRemoved(doc.removed ?? []);
  showDocument(doc);
  showNames(doc, fields.unit.value);
  showFolio(doc);
  showTimings(timings, total);
  showJson(doc);
  const { raw_chars: raw, removed_chars: gone } = doc.stats;
  byId("raw-hint").textContent = `${number(raw)} characters received, ${number(gone)} of them removed. Double-click to edit, or drop a file here.`;
  announce(`Normalized: ${doc.removed?.length ?? 0} removals, ${doc.entities?.length ?? 0} names, ${doc.dates?.length ?? 0} dates.`);
}

function showProblem(problem) {
  const errors = (problem.errors ?? []).map(({ pointer, detail }) => el("li", {}, el("code", {}, pointer || "/"), ` ${detail}`));
  const facts = [problem.status, problem.code, problem.request_id && `request ${problem.request_id}`].filter(Boolean);
  byId("problem").replaceChildren(
    el("strong", {}, problem.title ?? "The article was not accepted"),
    ...(problem.detail ? [el("p", {}, problem.detail)] : []),
    ...(errors.length ? [el("ul", {}, ...errors)] : []),
    el("p", { class: "quiet" }, facts.join(" · ")),
    ...(problem.status === 401 ? [keyForm()] : []));
  byId("problem").hidden = false;
  byId("problem").scrollIntoView({ block: "nearest" });
  outdate(true);
}

/** What is shown of the last document no longer fits the text on the desk. */
function outdate(on) {
  for (const id of ["clean", "types", "reasons", "folio", "index"]) byId(id).inert = on;
}

function keyForm() {
  const field = el("input", { type: "password", autocomplete: "off", "aria-label": "Key" });
  const submit = (event) => {
    event.preventDefault();
    useKey(field.value.trim());
    run();
  };
  return el("form", { class: "key-form", on: { submit } }, field, el("button", { type: "submit" }, "Use this key"));
}

function showFolio(doc) {
  const minutes = Math.max(1, Math.round(doc.stats.reading_seconds / 60));
  const dated = (by) => by && [longDate(by.value.slice(0, 10)), sourceLabel(by.source)];
  const repairs = doc.repairs.map(({ kind, count }) => `${number(count)} ${repairLabel(kind, count)}`).join(", ");
  const facts = [
    ["Language", [languageName(doc.language.tag), doc.language.source === "detected" ? percent(doc.language.confidence) : sourceLabel(doc.language.source)]],
    ["Published", dated(doc.published)],
    ["Dates resolved against", doc.anchor && doc.anchor.value.slice(0, 10) !== doc.published?.value.slice(0, 10) ? dated(doc.anchor) : null],
    ["Length", [`${number(doc.stats.words)} words`, `${minutes} min read`]],
    ["Repaired", repairs ? [repairs] : null],
    ["Content id", [doc.content_id.slice(0, 15)], "content-id"],
  ];
  byId("folio").replaceChildren(...facts.filter(([, value]) => value).map(([term, [value, note], name]) =>
    el("div", { class: name }, el("dt", {}, term), el("dd", {}, value, note && el("span", { class: "quiet" }, ` ${note}`)))));
  byId("version").textContent = `· version ${doc.pipeline.version}`;
}

function showTimings(timings, total) {
  const longest = Math.max(0.001, ...timings.map(([, ms]) => ms));
  const rows = timings.map(([name, ms]) => {
    const bar = el("span", { class: "bar" });
    bar.style.width = `${Math.max(1, (ms / longest) * 100)}%`;
    return el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "bars" }, bar), el("td", { class: "ms" }, `${ms.toFixed(2)} ms`));
  });
  const sum = timings.reduce((all, [, ms]) => all + ms, 0);
  byId("timings").replaceChildren(
    el("table", {}, el("tbody", {}, ...rows)),
    el("p", { class: "quiet" }, timings.length
      ? `${sum.toFixed(2)} ms of work, ${total.toFixed(0)} ms with the way there and back.`
      : `${total.toFixed(0)} ms with the way there and back.`));
}

/** The tree shows the unit that was chosen, which may take a second request. */
async function showJson(doc) {
  const unit = fields.unit.value;
  const shown = unit === "utf16" ? doc : (await normalize(articleOf(input(), unit)).catch(() => null))?.document;
  if (!shown || doc !== current) return;
  byId("json").replaceChildren(jsonTree(shown));
  byId("copy-json").onclick = (event) => copyText(JSON.stringify(shown, null, 2), event.currentTarget);
}

async function loadSample({ file, published }) {
  const response = await fetch(new URL(`playground/samples/${file}`, document.baseURI));
  take(await response.text(), file, published);
}

function take(text, name, published = "") {
  setEditing(false);
  fields.format.value = /\.html?$/i.test(name) || /^\s*<(!doctype|html)/i.test(text) ? "html" : "text";
  fields.published.value = published;
  setText(text);
  return run();
}

async function takeFile(file) {
  if (!file) return;
  sample.value = "";
  await take(await file.text(), file.name);
}

function wireFiles() {
  const picker = byId("file");
  byId("open").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => { takeFile(picker.files[0]); picker.value = ""; });
  const drop = byId("drop");
  const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    drop.hidden = false;
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.hidden = true; });
  addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    drop.hidden = true;
    takeFile(event.dataTransfer.files[0]);
  });
}

function wireTheme() {
  const button = byId("theme");
  const root = document.documentElement;
  const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const dark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = () => { button.textContent = dark() ? "Light" : "Dark"; };
  if (stored()) root.dataset.theme = stored();
  label();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private windows may refuse */ }
    label();
  });
}

function wireTabs() {
  const tabs = [...document.querySelectorAll(".tabs button")];
  for (const tab of tabs) {
    tab.addEventListener("click", () => {
      byId("desk").dataset.sheet = tab.dataset.sheet;
      for (const other of tabs) other.setAttribute("aria-pressed", String(other === tab));
    });
  }
}

function wire() {
  sample.append(...SAMPLES.map(({ name }, i) => el("option", { value: i }, name)));
  sample.addEventListener("change", () => loadSample(SAMPLES[Number(sample.value)]));
  for (const field of Object.values(fields)) field.addEventListener("change", run);
  byId("slip").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  byId("copy-curl").addEventListener("click", (event) => copyText(curl(articleOf(input(), fields.unit.value)), event.currentTarget));
  onEdit(() => {
    running?.abort();
    clearTimeout(timer);
    timer = setTimeout(run, TYPING_PAUSE_MS);
  });
  onPick(({ entity, n, date }) => (entity === undefined ? showDate(date) : walk(entity, n)));
  wireFiles();
  wireTheme();
  wireTabs();
}

wire();
loadSample(SAMPLES[0]);
