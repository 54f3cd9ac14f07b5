// Shortcuts, Tab and Enter. Only keys together with Ctrl (⌘ on Macs) are taken, and Tab and Enter where lists need them.
import { run } from "./commands.js";
import { edit, stateOf, textOf } from "./field.js";
import { indent, isListItem, newline, outdent } from "./lists.js";
import { isMac } from "./shortcuts.js";

const IN_TEXT = {
  b: "bold",
  i: "italic",
  k: "link",
  e: "code",
  "shift 7": "numbers",
  "shift 8": "bullets",
  "shift 9": "quote",
  "alt 2": "heading-2",
  "alt 3": "heading-3",
  "alt 4": "heading-4",
};
const EVERYWHERE = { s: "save", "/": "help", "shift enter": "full" };

/** A key by its letter, on other alphabets by its place; digits always by their place, as Shift changes them. */
function nameOf({ key, code, shiftKey, altKey }) {
  const digit = (shiftKey || altKey) && /^Digit(\d)$/.exec(code)?.[1];
  const letter = /^[a-z]$/i.test(key) ? key : (/^Key([A-Z])$/.exec(code)?.[1] ?? key);
  return `${shiftKey ? "shift " : ""}${altKey ? "alt " : ""}${digit || letter.toLowerCase()}`;
}

function commandOf(event, isInText) {
  const isModified = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  // AltGr writes a character on many keyboards, though it says Ctrl and Alt.
  if (!isModified || event.getModifierState("AltGraph")) return null;
  const name = nameOf(event);
  return EVERYWHERE[name] ?? (isInText ? IN_TEXT[name] : null);
}

function pressTab(textarea, event) {
  const state = stateOf(textarea);
  const isMoved = edit(textarea, (event.shiftKey ? outdent : indent)(state));
  if (isMoved || isListItem(state)) event.preventDefault();
}

export function start(form) {
  const textarea = textOf(form);
  if (!textarea) return;
  let isLeaving = false;
  form.addEventListener("keydown", (event) => {
    const command = event.isComposing ? null : commandOf(event, event.target === textarea);
    if (!command || event.defaultPrevented) return;
    event.preventDefault();
    if (!event.repeat) run(form, command);
  });
  textarea.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab" && !isLeaving) pressTab(textarea, event);
    if (event.key === "Enter" && !event.shiftKey && edit(textarea, newline(stateOf(textarea)))) event.preventDefault();
    if (event.key !== "Shift") isLeaving = event.key === "Escape";
  });
  textarea.addEventListener("blur", () => {
    isLeaving = false;
  });
}
