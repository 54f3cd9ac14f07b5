// The writing desk over the whole window; what it covers cannot take the focus meanwhile.
import { textOf } from "./field.js";

const covered = [];

const deskOf = (form) => form.querySelector("[data-writing-full]") ?? form.querySelector("[data-writing-text]");

function cover(desk) {
  for (let element = desk; element !== document.body; element = element.parentElement) {
    for (const sibling of element.parentElement.children) {
      if (sibling === element || sibling.inert || sibling.matches("script,dialog")) continue;
      sibling.inert = true;
      covered.push(sibling);
    }
  }
}

function uncover() {
  for (const element of covered.splice(0)) element.inert = false;
}

/** Fill the window with the element `[data-writing-full]`, or leave; tells of it with `writing:full`. */
export function toggleFull(form) {
  const desk = deskOf(form);
  const isFull = desk.classList.toggle("writing-full");
  document.body.classList.toggle("has-writing-full", isFull);
  if (isFull) cover(desk);
  else uncover();
  form.querySelector("[data-command=full]")?.setAttribute("aria-pressed", String(isFull));
  form.dispatchEvent(new CustomEvent("writing:full", { detail: { isFull } }));
  if (!desk.contains(document.activeElement)) textOf(form).focus();
}

export function start(form) {
  form.addEventListener("keydown", (event) => {
    const isFull = deskOf(form)?.classList.contains("writing-full");
    const isOurs = !event.isComposing && !event.defaultPrevented && !event.target.closest("dialog");
    if (event.key === "Escape" && isFull && isOurs) toggleFull(form);
  });
}
