// The page beside the text: asked from the server a moment after typing stops, and put in the place of the last one.
import { textOf } from "./field.js";
import { patch } from "./patch.js";
import { fieldsOf, freshen } from "./sending.js";
import { together } from "./together.js";

const QUIET = 400;
const AT_MOST = 2_000;
const RETRY = 10_000;

/** Ask for the page of what is in the form; null where there is no answer. */
async function ask(form, address, signal) {
  freshen(form);
  const body = new FormData();
  for (const [name, value] of fieldsOf(form)) body.append(name, value);
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const options = { method: "POST", body, signal, redirect: "manual", headers: { Accept: "application/json" } };
  try {
    const response = await fetch(address, options);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function jump(event) {
  const link = event.target.closest?.("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  link.ownerDocument.getElementById(decodeURIComponent(link.hash.slice(1)))?.scrollIntoView();
}

/** Show a page in the frame; the same document goes on where there is one. */
async function show(frame, page) {
  const main = frame.contentDocument?.querySelector("main");
  if (main) {
    patch(main, new DOMParser().parseFromString(page, "text/html").querySelector("main"));
    return;
  }
  frame.srcdoc = page;
  await new Promise((done) => frame.addEventListener("load", done, { once: true }));
  // A browser may not let scripts hear of what happens in there; then links within the page do nothing.
  frame.contentDocument?.addEventListener("click", jump);
}

function openPane(form) {
  const box = form.querySelector("[data-panel=preview]");
  if (!box || box.checked) return;
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

export function start(form) {
  const root = form.querySelector("[data-preview]");
  const button = form.querySelector("[data-preview-button]");
  const textarea = textOf(form);
  if (!root || !button || !textarea) return;
  const frame = root.querySelector("iframe");
  const trouble = root.querySelector("[data-preview-trouble]");
  const scrolls = together(form, textarea, frame);
  let flight = null;
  let [shown, waiting, since] = ["", 0, 0];

  async function refresh() {
    const text = JSON.stringify(fieldsOf(form));
    since = 0;
    flight?.abort();
    if (text === shown) return;
    const { signal } = (flight = new AbortController());
    const answer = await ask(form, button.formAction, signal);
    if (signal.aborted) return;
    trouble.hidden = Boolean(answer);
    if (!answer) return void later(RETRY);
    shown = text;
    form.dispatchEvent(new CustomEvent("writing:judged", { detail: answer }));
    await show(frame, answer.page);
    scrolls.renew(answer);
  }

  function later(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, pause);
  }

  function notice() {
    since ||= performance.now();
    later(Math.max(0, Math.min(QUIET, since + AT_MOST - performance.now())));
  }

  root.querySelector("[data-preview-bar]").hidden = false;
  root.querySelector("[data-preview-hint]").hidden = true;
  form.addEventListener("input", notice);
  form.addEventListener("change", notice);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    openPane(form);
    root.scrollIntoView({ block: "nearest" });
    refresh();
  });
  refresh();
}
