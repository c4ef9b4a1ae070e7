// The few helpers that every part of the page needs. Text enters the page only through here, as text
// nodes and attributes, never as markup.

/** Makes an element. `props` become attributes; `class`, `data` and `on` have their own treatment. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** Says something to screen readers without moving the focus. */
export function announce(text) {
  byId("status").textContent = text;
}

/**
 * One tab stop for many items (WAI-ARIA roving tabindex): arrow keys, Home and End move between
 * them. Items may come and go; `selector` is asked again each time.
 */
export function rove(container, selector) {
  const items = () => [...container.querySelectorAll(selector)].filter((item) => item.checkVisibility?.() ?? true);
  const enter = (item) => {
    for (const other of container.querySelectorAll(`${selector}[tabindex="0"]`)) other.tabIndex = -1;
    item.tabIndex = 0;
  };
  container.addEventListener("focusin", (event) => {
    const item = event.target.closest(selector);
    if (item) enter(item);
  });
  container.addEventListener("keydown", (event) => {
    const item = event.target.closest(selector);
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = items();
    const at = all.indexOf(item);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || !all[to]) return;
    event.preventDefault();
    enter(all[to]);
    all[to].focus();
  });
  return { reset: () => { const first = items()[0]; if (first) enter(first); } };
}

/** Room that the walker takes at the foot of a sheet, in pixels. */
const FOOT = 140;

/** Scrolls a sheet so that `target` stands in its upper third, and the page only if the sheet is out of view. */
export function reveal(sheet, target) {
  const rect = target.getBoundingClientRect();
  const frame = sheet.getBoundingClientRect();
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  if (frame.height && (frame.top > innerHeight / 2 || frame.bottom < innerHeight / 2)) sheet.parentElement.scrollIntoView({ behavior });
  if (rect.top >= frame.top + 24 && rect.bottom <= frame.bottom - FOOT) return;
  sheet.scrollTo({ top: sheet.scrollTop + rect.top - frame.top - frame.height / 3, behavior });
}

export async function copyText(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Clipboard access needs a secure context; a selection works everywhere.
    const area = el("textarea", { class: "visually-hidden", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    button.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl+C";
    area.remove();
  }
  announce(button.textContent);
  setTimeout(() => { button.textContent = before; }, 1600);
}
