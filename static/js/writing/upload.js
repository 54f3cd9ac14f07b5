// Pictures for the text: a new one is described and sent to the library, or one is found there, and then put in.
import { insertBlock } from "./blocks.js";
import { edit, textOf } from "./field.js";
import { freshen } from "./sending.js";

const PAUSE = 300;

/** Send a picture; the answer, or what went wrong, by `error` if the server said so. */
function send(address, data, progress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => total && progress(Math.floor((100 * loaded) / total));
    request.onloadend = () => {
      const answer = request.response ?? {};
      done(request.status === 200 && answer.markdown ? answer : { error: answer.error ?? "" });
    };
    request.open("POST", address);
    request.responseType = "json";
    request.send(data);
  });
}

/** The dialog: one picture after another, each put in below the one before. */
function pictureDialog(form, dialog) {
  const textarea = textOf(form);
  const fields = dialog.querySelector("form");
  const { file, alt, decorative, caption, source } = fields.elements;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const [fresh, thumbnail, problem, progress] = ["new", "thumbnail", "problem", "progress"].map(part);
  const [library, choices, find] = [part("library"), part("choices"), dialog.querySelector("[type=search]")];
  let [queue, number, total, position, isSending, waiting] = [[], 1, 1, 0, false, 0];

  function showFile() {
    URL.revokeObjectURL(thumbnail.src);
    const chosen = queue[0] ?? file.files[0];
    thumbnail.hidden = !chosen;
    if (chosen) thumbnail.src = URL.createObjectURL(chosen);
    else thumbnail.removeAttribute("src");
  }

  function showNext() {
    fields.reset();
    [problem.textContent, progress.textContent, alt.disabled] = ["", "", false];
    file.closest(".field").hidden = queue.length > 0;
    part("skip").hidden = queue.length < 2;
    part("of").textContent = total > 1 ? `${number} / ${total}` : "";
    showFile();
    alt.focus();
  }

  function goOn() {
    queue.shift();
    number += 1;
    if (queue.length) showNext();
    else dialog.close();
  }

  function put(markdown) {
    dialog.close(); // what is behind an open dialog can't be edited
    edit(textarea, insertBlock(textarea.value, position, markdown));
    position = textarea.selectionStart;
  }

  function mistake() {
    if (!queue.length && !file.files.length) return [file, fresh.dataset.choose];
    return alt.value.trim() || decorative.checked ? null : [alt, fresh.dataset.missing];
  }

  async function submit(event) {
    event.preventDefault();
    if (isSending || source.value !== "new") return;
    const [field, text] = mistake() ?? [];
    problem.textContent = text ?? "";
    if (field) return void field.focus();
    freshen(form);
    const data = new FormData(fields);
    data.delete("source");
    data.set("file", queue[0] ?? file.files[0]);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    isSending = true;
    const answer = await send(fresh.dataset.upload, data, (percent) => {
      progress.textContent = fresh.dataset.sending.replace("{percent}", percent);
    });
    isSending = false;
    progress.textContent = "";
    if (!answer.markdown) {
      problem.textContent = answer.error || fresh.dataset.failed;
      return;
    }
    put(answer.markdown);
    goOn();
    if (queue.length) dialog.showModal();
  }

  async function search() {
    const query = find.value;
    const response = await fetch(`${library.dataset.library}?${new URLSearchParams({ q: query })}`).catch(() => null);
    if (response?.ok && !response.redirected && query === find.value) choices.innerHTML = await response.text();
  }

  file.addEventListener("change", showFile);
  decorative.addEventListener("change", () => {
    alt.disabled = decorative.checked;
  });
  fields.addEventListener("submit", submit);
  fields.addEventListener("change", (event) => event.target.name === "source" && source.value === "library" && search());
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  choices.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-markdown]");
    if (choice) put(choice.dataset.markdown);
  });
  part("skip").addEventListener("click", goOn);
  for (const button of dialog.querySelectorAll("[data-cancel]")) button.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => textarea.focus({ preventScroll: true }));
  return function open(files, at, words = "") {
    [queue, number, total, position] = [[...files], 1, files.length, at];
    showNext();
    alt.value = words;
    if (source.value === "library") search();
    dialog.showModal();
    (queue.length ? alt : file).focus();
  };
}

export function start(form) {
  const template = form.querySelector("template[data-pictures]");
  const textarea = textOf(form);
  if (!template || !textarea) return;
  document.body.append(template.content.cloneNode(true));
  const open = pictureDialog(form, document.body.querySelector(":scope > .picture-dialog"));
  form.addEventListener("writing:image", (event) => {
    event.preventDefault();
    const { start: from, end } = event.detail;
    open([], end, textarea.value.slice(from, end).split("\n")[0]);
  });
  form.addEventListener("writing:files", (event) => {
    event.preventDefault();
    open(event.detail.files, event.detail.position);
  });
}
