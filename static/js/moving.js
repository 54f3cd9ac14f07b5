// What is being moved in goes on by itself while its page is open, and a large upload shows how far it is.
import { patch } from "./writing/patch.js";

const PATIENCE = [2000, 5000, 10_000, 20_000];
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

function takeOver(fresh) {
  const [old, shown] = [document.querySelector("[data-moving]"), fresh.querySelector("[data-moving]")];
  if (!old || !shown) return false;
  for (const { id } of old.querySelectorAll("details[open][id]")) fresh.getElementById(id)?.setAttribute("open", "");
  patch(old, shown);
  return true;
}

async function step(form) {
  try {
    const response = await fetch(form.action + location.search, { method: "POST", body: new FormData(form) });
    return response.ok && takeOver(parsed(await response.text()));
  } catch {
    return false;
  }
}

async function goOn() {
  let failures = 0;
  for (let form = find(); form; form = find()) {
    show(form, true);
    const position = form.closest("section").querySelector("progress")?.value;
    if (await step(form)) {
      failures = 0;
      // Another window may be at work: then this one has nothing to do but to look.
      if (find() && position > 0 && position === find().closest("section").querySelector("progress")?.value) await wait(2000);
    } else if (failures < PATIENCE.length) {
      await wait(PATIENCE[failures]);
      failures += 1;
    } else {
      show(form, false);
      return;
    }
  }
}

const find = () => document.querySelector("[data-continue]");

function show(form, isGoing) {
  form.querySelector(".moving-actions").hidden = isGoing;
  form.querySelector("[data-trouble]").hidden = isGoing;
  form.closest("section").querySelector("[data-live]").hidden = !isGoing;
}

function send(form) {
  const request = new XMLHttpRequest();
  const [shown, trouble, button] = ["[data-sending]", "[data-trouble]", "button"].map((each) => form.querySelector(each));
  const stop = () => {
    [shown.hidden, trouble.hidden, button.disabled] = [true, false, false];
  };
  [shown.hidden, trouble.hidden, button.disabled] = [false, true, true];
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    shown.querySelector("progress").value = (100 * loaded) / total;
  });
  request.addEventListener("error", stop);
  request.addEventListener("load", () => {
    if (request.status !== 200) stop();
    else if (request.responseURL !== form.action) location.assign(request.responseURL);
    else showErrors(form, parsed(request.responseText));
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
}

function showErrors(form, fresh) {
  const files = form.querySelector("[type=file]").files;
  form.replaceWith(document.adoptNode(fresh.querySelector("[data-upload]")));
  const placed = document.querySelector("[data-upload]");
  placed.querySelector("[type=file]").files = files;
  placed.querySelector(".errorlist")?.scrollIntoView({ block: "center" });
  listen(placed);
}

function listen(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

const upload = document.querySelector("[data-upload]");
if (upload) listen(upload);
else goOn();
