// The headings of the text, to jump to.
import { jumpToLine, textOf } from "./field.js";
import { fences } from "./text.js";

const HEADING = /^(#{1,6})[\t ]+(.*\S)|^(?![-=>\s]|[*+][\t ]|\d+\.[\t ])(.*\S)[\t ]*\n(=|-)\4*[\t ]*$/gm;

const plain = (text) =>
  text
    .replace(/[\t ]+#+$/, "")
    .replace(/[\t ]*\{[:#][^}]*\}$/, "")
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, "$1")
    .replace(/\\([\\`*_#[\]])|[*`]+|\b_+|_+\b/g, "$1");

/** Headings outside of code: level, text and where they are. */
export function headings(value) {
  const code = fences(value);
  let [line, counted] = [1, 0];
  return [...value.matchAll(HEADING)]
    .filter(({ index }) => !code.some((fence) => fence.from <= index && index < fence.to))
    .filter(({ index, 3: underlined }) => !underlined || index === 0 || value.slice(index - 2, index) === "\n\n")
    .map((match) => {
      const [, hashes, text, underlined, rule] = match;
      line += value.slice(counted, match.index).split("\n").length - 1;
      counted = match.index;
      return { level: hashes?.length ?? (rule === "=" ? 1 : 2), text: plain(text ?? underlined), line, start: match.index };
    });
}

function buttonOf(list, index) {
  if (list.children[index]) return list.children[index].firstElementChild;
  const button = document.createElement("button");
  button.type = "button";
  const item = document.createElement("li");
  item.append(button);
  list.append(item);
  return button;
}

function show(list, found) {
  while (list.children.length > found.length) list.lastElementChild.remove();
  for (const [index, { level, text, line }] of found.entries()) {
    const button = buttonOf(list, index);
    if (button.textContent !== text) button.textContent = text;
    button.parentElement.className = `outline-${level}`;
    button.dataset.line = line;
  }
}

function markCurrent(list, found, position) {
  const current = found.findLastIndex((heading) => heading.start <= position);
  for (const [index, item] of [...list.children].entries()) {
    if (index === current) item.firstElementChild.setAttribute("aria-current", "true");
    else item.firstElementChild.removeAttribute("aria-current");
  }
}

export function start(form) {
  const textarea = textOf(form);
  const outline = document.querySelector("[data-outline]");
  if (!textarea || !outline) return;
  const list = outline.appendChild(document.createElement("ol"));
  let found = [];
  let waiting = 0;
  const mark = () => markCurrent(list, found, textarea.selectionStart);
  function fill() {
    found = headings(textarea.value);
    show(list, found);
    outline.hidden = !found.length;
    mark();
  }
  const later = (act) => () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, 300);
  };
  textarea.addEventListener("input", later(fill));
  document.addEventListener("selectionchange", () => document.activeElement === textarea && mark());
  list.addEventListener("click", ({ target }) => target.dataset.line && jumpToLine(textarea, Number(target.dataset.line)));
  fill();
}
