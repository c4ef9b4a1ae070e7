// The one floating card: what a removal, a name or a date is, on hover and on keyboard focus alike.

import { byId } from "./dom.js";

const card = () => byId("card");
let owner = null;

export function hideCard() {
  card().hidden = true;
  owner?.removeAttribute("aria-describedby");
  owner = null;
}

function show(target, content) {
  hideCard();
  owner = target;
  card().replaceChildren(...content);
  card().hidden = false;
  target.setAttribute("aria-describedby", "card");
  const box = target.getClientRects()[0] ?? target.getBoundingClientRect();
  const size = card().getBoundingClientRect();
  const below = box.bottom + 8 + size.height < innerHeight;
  const left = Math.max(8, Math.min(box.left, innerWidth - size.width - 8));
  card().style.left = `${left}px`;
  card().style.top = `${below ? box.bottom + 8 : Math.max(8, box.top - size.height - 8)}px`;
}

/** Shows a card for every `selector` inside `container`; `describe(node)` gives its nodes or null. */
export function cardsFor(container, selector, describe) {
  const open = (event) => {
    const target = event.target.closest?.(selector);
    if (!target || target === owner) return;
    const content = describe(target);
    if (content) show(target, content);
  };
  const close = (event) => {
    if (owner && container.contains(owner) && !owner.contains(event.relatedTarget)) hideCard();
  };
  container.addEventListener("pointerover", open);
  container.addEventListener("focusin", open);
  container.addEventListener("pointerout", close);
  container.addEventListener("focusout", close);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideCard();
});
addEventListener("scroll", hideCard, { capture: true, passive: true });
