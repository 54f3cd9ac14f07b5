// Pasted rich text becomes Markdown; an address on a selection a link; pictures, pasted or dropped, go to whoever uploads.
import { edit, stateOf, textOf } from "./field.js";
import { markdown } from "./markdown.js";
import { fenceAt, lineAt, linkTo } from "./text.js";

const BLOCK = /^(?:#{1,6} |[-*>|] |\d+\. |```|---)|\n\n/;

const picturesIn = (files) => [...files].filter((file) => file.type.startsWith("image/"));

/** Hand pictures on with `writing:files`; says whether somebody takes them. */
function handOn(form, files, position) {
  const detail = { files, position };
  return !form.dispatchEvent(new CustomEvent("writing:files", { detail, cancelable: true }));
}

/** Markdown in the place of the selection, blocks with blank lines round them. */
export function pasted({ value, start, end }, text) {
  let [head, tail] = ["", ""];
  if (BLOCK.test(text)) {
    const before = value.slice(lineAt(value, start).start, start);
    const after = value.slice(end, lineAt(value, end).end);
    const isBelowText = start > 1 && value[start - 1] === "\n" && value[start - 2] !== "\n";
    head = before.trim() ? "\n\n" : isBelowText ? "\n" : "";
    tail = after.trim() ? "\n\n" : "";
  }
  const replacement = head + text + tail;
  const at = start + head.length + text.length;
  return { start, end, replacement, selection: [at, at] };
}

function changeOf(state, data) {
  const link = linkTo(state, data.getData("text/plain").trim());
  if (link || fenceAt(state.value, state.start)) return link;
  const text = markdown(data.getData("text/html"));
  return text ? pasted(state, text) : null;
}

function dropPosition(textarea, event) {
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  return caret?.offsetNode === textarea ? caret.offset : textarea.selectionStart;
}

export function start(form) {
  const textarea = textOf(form);
  if (!textarea) return;
  let isPlain = false;
  textarea.addEventListener("keydown", (event) => {
    isPlain = event.shiftKey && (event.ctrlKey || event.metaKey);
  });
  textarea.addEventListener("keyup", () => {
    isPlain = false;
  });
  textarea.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    const pictures = picturesIn(data.files);
    // Office programs add a picture of what was copied; its text says more.
    const isPicture = pictures.length && !data.types.includes("text/plain");
    if (isPicture && handOn(form, pictures, textarea.selectionStart)) event.preventDefault();
    else if (!isPlain && edit(textarea, changeOf(stateOf(textarea), data))) event.preventDefault();
  });
  // A file dropped beside the field would otherwise replace the page and all that was written.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      const isFile = event.dataTransfer?.types.includes("Files");
      if (isFile && !event.target.closest?.("input[type=file]")) event.preventDefault();
    });
  }
  textarea.addEventListener("drop", (event) => {
    const pictures = picturesIn(event.dataTransfer.files);
    if (pictures.length) handOn(form, pictures, dropPosition(textarea, event));
  });
}
