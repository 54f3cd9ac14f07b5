// The hero picker: found while one types, with a focal point that is set in the picture, and an upload right there.
import { attach } from "../focal-point.js";

const PAUSE = 300;
const AFTER_MOVING = 700;

function later(act, pause) {
  let waiting = 0;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, pause);
  };
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Ask the server; null where it can't be reached or refuses. */
async function ask(address, form, data) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const options = data ? { method: "POST", body: data, headers } : {};
  const response = await fetch(address, options).catch(() => null);
  return response?.ok && !response.redirected ? response : null;
}

const chosenOf = (root) => root.querySelector("[name=hero_image]:checked");

function focusable(root, form) {
  const focus = root.querySelector("[data-hero-focus]");
  if (!focus) return;
  const fields = ["x", "y"].map((name) => focus.querySelector(`[data-focal-${name}]`));
  const status = focus.querySelector("[data-status]");
  async function store() {
    const data = new URLSearchParams({ focal_x: fields[0].value, focal_y: fields[1].value });
    const response = await ask(focus.dataset.heroFocus, form, data);
    if (!focus.isConnected) return;
    status.textContent = focus.dataset[response ? "saved" : "failed"];
    if (!response) return;
    const crops = fragment(await response.text()).querySelector("[data-crops]");
    root.querySelector("[data-crops]").replaceWith(crops);
  }
  attach(focus.querySelector("[data-focal-point]"), fields);
  const storeSoon = later(store, AFTER_MOVING);
  for (const field of fields) {
    field.addEventListener("input", (event) => {
      // The point is the picture's, not the article's.
      event.stopPropagation();
      storeSoon();
    });
  }
}

async function showChosen(root, form) {
  const shown = root.querySelector("[data-hero-shown]");
  const radio = chosenOf(root);
  if (!radio?.dataset.focus) {
    shown.replaceChildren(radio?.value ? "" : root.querySelector("[data-hero-cover]").content.cloneNode(true));
    return;
  }
  const response = await ask(radio.dataset.focus, form);
  if (!response || chosenOf(root) !== radio) return;
  shown.replaceChildren(fragment(await response.text()));
  focusable(root, form);
}

async function find(root, form, key = chosenOf(root)?.value ?? "") {
  const field = root.querySelector("[name=find]");
  const query = field.value;
  const response = await ask(`${root.dataset.source}?${new URLSearchParams({ q: query, chosen: key })}`, form);
  if (!response || field.value !== query) return;
  root.querySelector("[data-hero-choices]").replaceChildren(fragment(await response.text()));
}

function uploading(root, form) {
  const upload = root.querySelector("[data-hero-upload]");
  if (!upload) return;
  const [file, alt, problem] = ["file", "alt", "problem"].map((name) => upload.querySelector(`[data-${name}]`));
  upload.hidden = false;
  root.querySelector("[data-hero-add]").hidden = true;
  async function send() {
    if (!file.files.length) return void file.focus();
    if (!alt.value.trim()) return void alt.focus();
    const data = new FormData();
    data.set("file", file.files[0]);
    data.set("alt", alt.value);
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const response = await fetch(upload.dataset.heroUpload, { method: "POST", body: data, headers }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    problem.textContent = response?.ok ? "" : (answer?.error ?? upload.dataset.failed);
    if (!response?.ok) return;
    [file.value, alt.value, upload.open] = ["", "", false];
    root.querySelector("[name=find]").value = "";
    await find(root, form, answer.pk);
    chosenOf(root)?.dispatchEvent(new Event("change", { bubbles: true }));
  }
  upload.querySelector("[data-send]").addEventListener("click", send);
  upload.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type === "submit" || event.target.closest("summary, button")) return;
    event.preventDefault();
    send();
  });
}

export function start(form) {
  const root = form.querySelector("[data-hero]");
  if (!root) return;
  const field = root.querySelector("[name=find]");
  const findSoon = later(() => find(root, form), PAUSE);
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    findSoon();
  });
  const findNow = (event) => {
    event.preventDefault();
    find(root, form);
  };
  field.addEventListener("keydown", (event) => event.key === "Enter" && findNow(event));
  root.querySelector("[name=_find_image]").addEventListener("click", findNow);
  root.addEventListener("change", (event) => event.target.name === "hero_image" && showChosen(root, form));
  uploading(root, form);
  if (chosenOf(root)?.dataset.focus) showChosen(root, form);
}
