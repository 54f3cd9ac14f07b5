// Words and reading time while writing, nearly as the server counts them: the visible text, code included.
import { textOf } from "./field.js";

const CJK = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3134f}]/gu;
const WORDS_PER_CJK_CHARACTER = 0.4;
const WORDS_PER_MINUTE = 200;
const LETTER = /[\p{L}\p{N}_]/u;
const HIDDEN = new RegExp(
  [
    "<!--[\\s\\S]*?-->|</?[a-z][^>]*>",
    "!\\[[^\\]]*\\]\\([^)]*\\)|\\[\\^[\\w-]+\\]:?|^ {0,3}\\[[^\\]\\n]+\\]:.*$",
    "^[ \\t]*(?:`{3,}|~{3,}).*$|\\{::?[^}]*\\}",
  ].join("|"),
  "gim",
);
const ADDRESS = /\]\([^)\n]*\)|\]\[[^\]\n]*\]/g;
const PAUSE = 300;

/** How many words a text in Markdown shows. */
export function words(text) {
  const visible = text.replace(HIDDEN, "").replace(ADDRESS, "]").replace(/\|/g, " ");
  const characters = visible.match(CJK)?.length ?? 0;
  const parts = characters ? visible.replace(CJK, " ").split(/\s+/) : visible.split(/\s+/);
  let count = 0;
  for (const part of parts) if (LETTER.test(part)) count += 1;
  return count + Math.round(WORDS_PER_CJK_CHARACTER * characters);
}

export const minutes = (count) => Math.max(1, Math.floor((count + WORDS_PER_MINUTE / 2) / WORDS_PER_MINUTE));

export function start(form) {
  const textarea = textOf(form);
  const line = form.querySelector("[data-count]");
  const texts = form.querySelector("[data-toolbar]")?.dataset;
  if (!textarea || !line || !texts) return;
  const numbers = new Intl.NumberFormat(document.documentElement.lang || undefined);
  let [total, waiting] = [words(textarea.value), 0];
  function show() {
    const { value, selectionStart, selectionEnd } = textarea;
    const selected = selectionEnd > selectionStart ? words(value.slice(selectionStart, selectionEnd)) : 0;
    const figures = { words: total, minutes: minutes(total), selected };
    const text = selected ? texts.countSelectedText : texts.countText;
    const shown = text.replace(/\{(\w+)\}/g, (_, name) => numbers.format(figures[name]));
    if (line.textContent !== shown) line.textContent = shown;
  }
  function count() {
    total = words(textarea.value);
    show();
  }
  const later = (act) => {
    clearTimeout(waiting);
    waiting = setTimeout(act, PAUSE);
  };
  textarea.addEventListener("input", () => later(count));
  document.addEventListener("selectionchange", () => document.activeElement === textarea && later(count));
  // What the server wrote there is exact.
  if (!line.textContent.trim()) show();
}
