// The toolbar: one stop for Tab, arrow keys within, and pressed where the cursor is in such text.
import { run } from "./commands.js";
import { stateOf, textOf } from "./field.js";
import { parse } from "./lines.js";
import { keyNames } from "./shortcuts.js";
import { fenceAt, lineAt, spans } from "./text.js";

/** The commands that are on where the selection starts. */
export function pressedAt({ value, start, end }) {
  const line = lineAt(value, start);
  const [from, to] = [start - line.start, Math.min(end, line.end) - line.start];
  const names = spans(line.text).filter((span) => span.from <= from && to <= span.to).map((span) => span.kind);
  const item = parse(line.text);
  if (item.marker) names.push(/\d/.test(item.marker) ? "numbers" : "bullets");
  if (item.quote) names.push("quote");
  return fenceAt(value, start) ? ["code"] : names;
}

function rove(toolbar, event) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const index = buttons.indexOf(document.activeElement);
  const forward = getComputedStyle(toolbar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  const next = { [forward]: index + 1, [backward]: index - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (next === undefined || index < 0) return;
  event.preventDefault();
  focusOn(buttons, buttons.at(next % buttons.length));
}

function focusOn(buttons, button) {
  for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  button.focus();
}

export function start(form) {
  const toolbar = form.querySelector("[data-toolbar]");
  const textarea = textOf(form);
  if (!toolbar || !textarea) return;
  const buttons = [...toolbar.querySelectorAll("button")];
  let waiting = 0;
  function showPressed() {
    const names = pressedAt(stateOf(textarea));
    for (const button of toolbar.querySelectorAll("[aria-pressed]:not([data-command=full])")) {
      button.setAttribute("aria-pressed", String(names.includes(button.dataset.command)));
    }
  }
  for (const [index, button] of buttons.entries()) {
    button.tabIndex = index ? -1 : 0;
    button.title = keyNames(button.title);
    button.addEventListener("click", () => run(form, button.dataset.command));
  }
  toolbar.addEventListener("keydown", (event) => rove(toolbar, event));
  // A click leaves the selection and the focus with the text.
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== textarea) return;
    clearTimeout(waiting);
    waiting = setTimeout(showPressed, 120);
  });
  toolbar.hidden = false;
}
