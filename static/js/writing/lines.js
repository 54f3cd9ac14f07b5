// Lines and their marks, and how changed lines become the smallest change of the text.
import { lineAt } from "./text.js";

const LINE = /^((?: {0,3}> ?)*)([ \t]*)(?:([-*+]|\d{1,9}\.)([ \t]+)(\[[ xX]\][ \t]+)?|(#{1,6})[ \t]+)?(.*)$/;
const RULE = /^[ >]*([-*_])(?:[ \t]*\1){2}[ \t]*$/;

export const isBlank = (line) => !line.trim();

export function parse(line) {
  const parts = RULE.test(line) ? [line, "", "", "", "", "", "", line] : LINE.exec(line);
  const [, quote, space, marker = "", gap = "", task = "", hashes = "", text] = parts;
  const indent = quote.length + space.replace(/\t/g, "    ").length;
  return { quote, space, marker, gap, task, hashes, text, indent, content: indent + marker.length + gap.length };
}

export function written({ quote, space, marker, gap, task, hashes, text }) {
  return quote + space + (marker && marker + (gap || " ")) + task + (hashes && `${hashes} `) + text;
}

export function selectedRange({ value, start, end }) {
  const last = end > start && value[end - 1] === "\n" ? end - 1 : end;
  return [lineAt(value, start).start, lineAt(value, last).end];
}

const belongsToList = (line) => !isBlank(line) && (Boolean(parse(line).marker) || /^\s/.test(line));

/** Extend a range to the lines that belong together: to the blank line before and after, over those inside a list. */
export function blockRange(value, from, to) {
  while (from > 0) {
    const line = lineAt(value, from - 1);
    if (isBlank(line.text) && !(line.start && belongsToList(lineAt(value, line.start - 1).text))) break;
    from = line.start;
  }
  while (to < value.length) {
    const line = lineAt(value, to + 1);
    if (isBlank(line.text) && !(line.end < value.length && belongsToList(lineAt(value, line.end + 1).text))) break;
    to = line.end;
  }
  return [from, to];
}

export function linesAround(state) {
  const [first, last] = selectedRange(state);
  const [from, to] = blockRange(state.value, first, last);
  const count = (text) => text.split("\n").length - 1;
  const before = count(state.value.slice(from, first));
  const selected = count(state.value.slice(first, last)) + 1;
  return { from, lines: state.value.slice(from, to).split("\n"), first: before, last: before + selected - 1 };
}

/** Change the old lines into the new: the smallest range. Selection ends keep their distance from the end of the line. */
export function relined(state, from, old, lines) {
  const moved = (position) => {
    let [before, after] = [from, from];
    let index = 0;
    while (before + old[index].length < position && index < old.length - 1) {
      before += old[index].length + 1;
      after += lines[index].length + 1;
      index += 1;
    }
    return after + Math.max(0, lines[index].length - (old[index].length - (position - before)));
  };
  return smallest(from, old.join("\n"), lines.join("\n"), [moved(state.start), moved(state.end)]);
}

/** Leave out of a change what is the same before and after. */
export function smallest(from, before, after, selection) {
  const limit = Math.min(before.length, after.length);
  let head = 0;
  while (head < limit && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < limit - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return {
    start: from + head,
    end: from + before.length - tail,
    replacement: after.slice(head, after.length - tail),
    selection,
  };
}

export function changeLines(state, rewrite) {
  const [from, to] = selectedRange(state);
  const old = state.value.slice(from, to).split("\n");
  return relined(state, from, old, rewrite(old));
}

export function shifted(line, width) {
  if (isBlank(line)) return line;
  const { quote } = parse(line);
  const rest = line.slice(quote.length);
  return quote + (width > 0 ? " ".repeat(width) + rest : rest.replace(new RegExp(`^ {0,${-width}}`), ""));
}
