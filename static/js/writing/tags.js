// Tags as chips with suggestions. The text field of the plain form stays its truth: names between commas.
import { makeMovable } from "./chips.js";
import { offerNames } from "./suggestions.js";

const COMMA = /[,，、،\n]/;
const tidy = (name) => name.normalize("NFC").replace(/\s+/g, " ").trim().replace(/^#+/, "").trim();
export const fold = (name) => name.normalize("NFKC").toLowerCase();

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function build(root, truth) {
  const { hint, list } = root.dataset;
  const entry = truth.cloneNode();
  entry.removeAttribute("name");
  entry.removeAttribute("value");
  entry.value = "";
  entry.autocomplete = "off";
  const chosen = element("ul", { class: "tags-chosen", role: "listbox", "aria-label": list, "aria-orientation": "horizontal", "aria-describedby": "tags-hint" });
  const status = element("p", { class: "visually-hidden", role: "status" });
  const box = element("div", { class: "tags-box" }, chosen, entry);
  const frame = element("div", { class: "tags-entry" }, box);
  truth.type = "hidden";
  truth.removeAttribute("id");
  truth.after(frame, element("p", { class: "visually-hidden", id: "tags-hint" }, hint), status);
  box.addEventListener("click", (event) => event.target === box && entry.focus());
  return { entry, chosen, status, frame };
}

function chipOf(name) {
  const remove = element("span", { class: "tags-remove", "data-remove": "", "aria-hidden": "true" }, "×");
  const chip = element("li", { class: "tags-chip", role: "option", "aria-selected": "false", tabindex: "-1" }, element("span", {}, name), remove);
  chip.dataset.name = name;
  chip.setAttribute("aria-label", name);
  return chip;
}

export function start(form) {
  const root = form.querySelector("[data-tags]");
  const truth = root?.querySelector("[name=tags]");
  if (!truth) return;
  const { entry, chosen, status, frame } = build(root, truth);
  const names = () => [...chosen.children].map((chip) => chip.dataset.name);
  let isOurs = false;

  function say(text, values) {
    status.textContent = root.dataset[text].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }
  function store() {
    // A listbox may not be empty.
    chosen.hidden = !chosen.children.length;
    // What is still being typed counts: nothing is lost to whoever saves in the middle of a word.
    truth.value = [...names(), tidy(entry.value)].filter(Boolean).join(", ");
    isOurs = true;
    for (const type of ["input", "change"]) truth.dispatchEvent(new Event(type, { bubbles: true }));
    isOurs = false;
  }
  function add(text) {
    const typed = text.split(COMMA).map(tidy).filter(Boolean);
    for (const name of typed) {
      const isThere = names().some((other) => fold(other) === fold(name));
      if (!isThere) chosen.append(chipOf(name));
      say(isThere ? "twice" : "added", { name });
    }
    entry.value = "";
    store();
  }
  function remove(chip) {
    const next = chip.nextElementSibling ?? chip.previousElementSibling;
    const hadFocus = chip === document.activeElement;
    chip.remove();
    store();
    say("removed", { name: chip.dataset.name });
    if (hadFocus) (next ?? entry).focus();
  }
  function moved(chip) {
    store();
    const place = names().indexOf(chip.dataset.name) + 1;
    say("moved", { name: chip.dataset.name, place, count: chosen.children.length });
  }
  function read() {
    chosen.replaceChildren(...truth.value.split(COMMA).map(tidy).filter(Boolean).map(chipOf));
    chosen.hidden = !chosen.children.length;
  }

  read();
  makeMovable(chosen, entry, { remove, moved });
  const offers = offerNames(entry, frame, {
    source: root.dataset.source,
    label: root.dataset.offers,
    isTaken: (name) => names().some((other) => fold(other) === fold(name)),
    chosen: add,
    found: (count) => say("found", { count }),
  });
  // Whoever puts another text into the form says so.
  truth.addEventListener("input", () => isOurs || read());
  entry.addEventListener("input", (event) => {
    event.stopPropagation();
    if (!event.isComposing && COMMA.test(entry.value)) {
      const parts = entry.value.split(COMMA);
      const last = parts.pop();
      add(parts.join(","));
      entry.value = last.trimStart();
    }
    store();
  });
  entry.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (!COMMA.test(text)) return;
    event.preventDefault();
    add(entry.value + text);
    offers.close();
  });
  entry.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Enter" && entry.value.trim()) {
      event.preventDefault();
      add(entry.value);
      offers.close();
    }
    if (event.key === "Backspace" && !entry.value) chosen.lastElementChild?.focus();
  });
  entry.addEventListener("blur", () => entry.value && add(entry.value));
}
