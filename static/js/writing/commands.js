// What the buttons and keys do, by name. Each takes the form.
import { codeBlock, footnote, heading, quote, table } from "./blocks.js";
import { edit, reveal, stateOf, textOf } from "./field.js";
import { toggleFull } from "./fullscreen.js";
import { openHelp } from "./help.js";
import { list } from "./lists.js";
import { fenceAt, image, link, toggle } from "./text.js";

function code(state) {
  const isLines = state.value.slice(state.start, state.end).trim().includes("\n");
  return isLines || fenceAt(state.value, state.start) ? codeBlock(state) : toggle(state, "code");
}

const CHANGES = {
  bold: (state) => toggle(state, "bold"),
  italic: (state) => toggle(state, "italic"),
  code,
  link,
  heading: (state) => heading(state),
  "heading-2": (state) => heading(state, 2),
  "heading-3": (state) => heading(state, 3),
  "heading-4": (state) => heading(state, 4),
  bullets: (state) => list(state, "-"),
  numbers: (state) => list(state, "1."),
  quote,
  footnote,
};

const ACTIONS = {
  image: chooseImage,
  table: (form) => edit(textOf(form), table(stateOf(textOf(form)), form.querySelector("[data-toolbar]").dataset.column)),
  save: (form) => (form.querySelector("[name=_continue]") ?? form.querySelector("[name=_save]"))?.click(),
  full: toggleFull,
  help: openHelp,
};

/** Ask for an image with `writing:image`; where nobody answers (preventDefault), write the Markdown of one. */
function chooseImage(form) {
  const state = stateOf(textOf(form));
  const detail = { start: state.start, end: state.end };
  const isOurs = form.dispatchEvent(new CustomEvent("writing:image", { detail, cancelable: true }));
  if (isOurs) edit(textOf(form), image(state));
}

export function run(form, name) {
  if (ACTIONS[name]) {
    ACTIONS[name](form);
    return;
  }
  const textarea = textOf(form);
  edit(textarea, CHANGES[name](stateOf(textarea)));
  if (name === "footnote") reveal(textarea, textarea.selectionStart);
}
