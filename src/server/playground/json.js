// The response as a tree that folds. Children are made when a branch is first opened, so that a long
// document costs nothing until somebody looks.

import { el } from "./dom.js";

/** Branches that stand open at first: the document itself. */
const OPEN_DEPTH = 1;
/** Longer strings fold. */
const LONG_STRING = 120;

export function jsonTree(value) {
  return node(null, value, 0);
}

function node(key, value, depth) {
  const name = key === null ? [] : [el("span", { class: "key" }, typeof key === "number" ? `${key}` : `"${key}"`), ": "];
  if (typeof value === "string" && value.length > LONG_STRING) return longString(name, value);
  if (value === null || typeof value !== "object" || isSpan(value) || !Object.keys(value).length) {
    return el("div", { class: "leaf" }, ...name, scalar(value));
  }
  const array = Array.isArray(value);
  const count = Object.keys(value).length;
  const summary = el("summary", {}, ...name, array ? "[" : "{", el("span", { class: "quiet" }, ` ${count} ${noun(array, count)} `), array ? "]" : "}", ...(depth ? hint(value) : []));
  const branch = el("details", {}, summary);
  const fill = () => {
    if (branch.childElementCount > 1 || !branch.open) return;
    branch.append(...Object.entries(value).map(([name, child]) => node(array ? Number(name) : name, child, depth + 1)));
  };
  branch.addEventListener("toggle", fill);
  branch.open = depth < OPEN_DEPTH;
  fill();
  return branch;
}

function longString(name, value) {
  const start = JSON.stringify(value.slice(0, LONG_STRING / 2)).slice(0, -1);
  return el("details", {},
    el("summary", {}, ...name, el("span", { class: "value string" }, `${start}…`), el("span", { class: "quiet hint-word" }, `${value.length} characters`)),
    el("div", { class: "leaf" }, scalar(value)));
}

const noun = (array, count) => (array ? "item" : "member") + (count === 1 ? "" : "s");

/** What tells one item of a list from the next. */
function hint(value) {
  const word = value.name ?? value.text ?? value.kind ?? value.reason;
  return typeof word === "string" ? [el("span", { class: "quiet hint-word" }, word.slice(0, 60))] : [];
}

const isSpan = (value) => Array.isArray(value) && value.length <= 2 && value.length > 0 && value.every((part) => typeof part === "number" || isSpan(part));

function scalar(value) {
  const kind = value === null ? "null" : typeof value;
  const text = JSON.stringify(value);
  return el("span", { class: `value ${kind}` }, text);
}
