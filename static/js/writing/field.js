// The text field itself: change it so that undo works, and bring a line into view.
export const textOf = (form) => form.querySelector("#id_body");
export const stateOf = ({ value, selectionStart, selectionEnd }) => ({ value, start: selectionStart, end: selectionEnd });

/** Make a change of text.js or lines.js as one step of the field's own undo. Says whether there was one. */
export function edit(textarea, change) {
  if (!change) return false;
  const { start, end, replacement, selection } = change;
  textarea.focus({ preventScroll: true });
  // What was typed before ends with a move of the selection, or both would be undone at once.
  textarea.setSelectionRange(0, 0);
  textarea.setSelectionRange(start, end);
  if (replacement || end > start) {
    const isDone = document.execCommand(replacement ? "insertText" : "delete", false, replacement);
    if (!isDone) replaceWithoutUndo(textarea, change);
  }
  textarea.setSelectionRange(...selection);
  return true;
}

function replaceWithoutUndo(textarea, { start, end, replacement }) {
  textarea.setRangeText(replacement, start, end, "end");
  textarea.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
}

const COPIED = (
  "direction fontFamily fontSize fontStyle fontWeight fontVariant letterSpacing lineHeight overflowWrap " +
  "paddingLeft paddingRight tabSize textIndent whiteSpace wordBreak wordSpacing"
).split(" ");

/** How far below the top of the text positions, given in order, are, in pixels. */
export function offsetsOf(textarea, positions) {
  const mirror = document.createElement("div");
  const style = getComputedStyle(textarea);
  for (const name of COPIED) mirror.style[name] = style[name];
  const width = `${textarea.clientWidth}px`;
  Object.assign(mirror.style, { position: "absolute", visibility: "hidden", top: "0", boxSizing: "border-box", width });
  let past = 0;
  const marks = positions.map((position) => {
    const mark = document.createElement("span");
    mark.textContent = "\u200b";
    mirror.append(textarea.value.slice(past, position), mark);
    past = position;
    return mark;
  });
  document.body.append(mirror);
  const offsets = marks.map((mark) => mark.offsetTop + Number.parseFloat(style.paddingTop));
  mirror.remove();
  return offsets;
}

/** Bring a position into view: to the upper third of the field, if it is not to be seen already. */
export function reveal(textarea, position) {
  const { clientHeight, scrollTop } = textarea;
  const [offset] = offsetsOf(textarea, [position]);
  if (offset < scrollTop || offset > scrollTop + clientHeight * 0.9) textarea.scrollTop = offset - clientHeight / 3;
  const onScreen = textarea.getBoundingClientRect().top + offset - textarea.scrollTop;
  if (onScreen < innerHeight * 0.1 || onScreen > innerHeight * 0.9) textarea.scrollIntoView({ block: "nearest" });
}

/** Select a line (counted from 1) and bring it into view. */
export function jumpToLine(textarea, line) {
  const { value } = textarea;
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const next = value.indexOf("\n", start) + 1;
    if (!next) break;
    start = next;
  }
  const end = value.indexOf("\n", start);
  textarea.focus({ preventScroll: true });
  textarea.setSelectionRange(start, end < 0 ? value.length : end);
  reveal(textarea, start);
}
