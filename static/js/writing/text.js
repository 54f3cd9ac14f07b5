// Changes within lines, pure: { value, start, end } in, { start, end, replacement, selection } out, or null.
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’_-][\p{L}\p{N}\p{M}]+)*/gu;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const LINK = /(!?)\[((?:[^[\]\\]|\\.|\[[^\]]*\])*)\]\((?:<[^>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+"[^"]*")?\)/g;
const LINE_PREFIX = /^(?: {0,3}> ?)*[ \t]*(?:(?:[-*+]|\d+\.)[ \t]+(?:\[[ xX]\][ \t]+)?|#{1,6}[ \t]+)?/;
const DELIMITERS = /\\.|\]\([^)]*\)|<[^>\s][^>]*>|`+|\*+|_+/g;
const FENCE = /^[ \t>]*(`{3,}|~{3,})[ \t]*([^\s`]*)[ \t]*$/gm;
const MARKS = { bold: "**", italic: "*", code: "`" };
export const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;

const longestRun = (text, pattern) => Math.max(0, ...(text.match(pattern) ?? []).map((run) => run.length));
export const encloses = (outer, from, to) => outer.from <= from && to <= outer.to;
const select = (from, to = from) => ({ start: from, end: from, replacement: "", selection: [from, to] });

export function lineAt(value, position) {
  const start = position ? value.lastIndexOf("\n", position - 1) + 1 : 0;
  const found = value.indexOf("\n", position);
  const end = found < 0 ? value.length : found;
  return { start, end, text: value.slice(start, end) };
}

/** The fenced code of a text: where the fences begin and end, and what is between them. */
export function fences(value) {
  const found = [];
  let open = null;
  for (const match of value.matchAll(FENCE)) {
    const end = match.index + match[0].length;
    if (!open) {
      open = { from: match.index, inner: end + 1, mark: match[1] };
    } else if (match[1].startsWith(open.mark) && !match[2]) {
      found.push({ from: open.from, to: end, inner: [open.inner, Math.max(open.inner, match.index - 1)] });
      open = null;
    }
  }
  return found;
}

export const fenceAt = (value, position) =>
  fences(value).find((fence) => encloses(fence, position, position)) ?? null;

function closeSpans(open, run, found) {
  let opener;
  while (run.left && (opener = open.findLast((other) => other.character === run.character))) {
    const size = opener.left > 1 && run.left > 1 ? 2 : 1;
    const from = opener.from + opener.left - size;
    found.push({ kind: size === 2 ? "bold" : "italic", size, from, to: run.from + size });
    opener.left -= size;
    run.left -= size;
    run.from += size;
    open.length = open.indexOf(opener) + (opener.left ? 1 : 0);
  }
}

function delimiterRun(line, match) {
  const character = match[0][0];
  const [before, after] = [line[match.index - 1] ?? " ", line[match.index + match[0].length] ?? " "];
  const joins = (side) => character === "_" && WORD_CHARACTER.test(side);
  return {
    character,
    from: match.index,
    left: match[0].length,
    opens: after.trim() && !joins(before),
    closes: before.trim() && !joins(after),
  };
}

/** The space between a mark of several backticks and the code. */
const padding = (code, mark) => Number(mark.length > 1 && code.at(mark.length) === " " && code.at(-1 - mark.length) === " ");

/** The bold, italic and code of one line: `from` and `to` with the marks, `size` the length of a mark. */
export function spans(line) {
  const found = [];
  const open = [];
  let past = 0;
  for (const match of line.matchAll(DELIMITERS)) {
    const mark = match[0];
    if (match.index < past || !"`*_".includes(mark[0])) continue;
    if (mark[0] === "`") {
      const close = [...line.slice(match.index + mark.length).matchAll(/`+/g)].find((run) => run[0] === mark);
      if (!close) continue;
      past = match.index + mark.length + close.index + mark.length;
      const size = mark.length + padding(line.slice(match.index, past), mark);
      found.push({ kind: "code", size, from: match.index, to: past });
      continue;
    }
    const run = delimiterRun(line, match);
    if (run.closes) closeSpans(open, run, found);
    if (run.left && run.opens) open.push(run);
  }
  return found;
}

export function wordAt(value, position) {
  const line = lineAt(value, position);
  for (const match of line.text.matchAll(WORD)) {
    const from = line.start + match.index;
    if (encloses({ from, to: from + match[0].length }, position, position)) {
      return { from, to: from + match[0].length };
    }
  }
  return null;
}

function wrapped(text, kind) {
  const [, before, inner, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  if (!inner) return text;
  const mark = kind === "code" ? "`".repeat(longestRun(inner, /`+/g) + 1) : MARKS[kind];
  const gap = mark.length > 1 && kind === "code" ? " " : "";
  return before + mark + gap + inner + gap + mark + after;
}

const unwrapped = (text, span) => text.slice(span.from + span.size, span.to - span.size);

function spanAt(line, kind, from, to) {
  return spans(line).findLast((span) => span.kind === kind && encloses(span, from, to));
}

function runAround(value, position, character) {
  const runs = [value.slice(0, position).match(/([*`])\1*$/), value.slice(position).match(/^([*`])\1*/)];
  return Math.min(...runs.map((run) => (run?.[1] === character ? run[0].length : 0)));
}

function isEmptyPair(line, column, kind) {
  const run = runAround(line, column, MARKS[kind][0]);
  return kind === "bold" ? run >= 2 : run % 2 === 1;
}

function toggleAtCursor({ value, start }, kind) {
  const mark = MARKS[kind];
  const line = lineAt(value, start);
  const column = start - line.start;
  const span = spanAt(line.text, kind, column, column);
  if (!span && isEmptyPair(line.text, column, kind)) {
    const from = start - mark.length;
    return { start: from, end: start + mark.length, replacement: "", selection: [from, from] };
  }
  if (span && column === span.to - span.size) return select(line.start + span.to);
  if (span) {
    const from = line.start + span.from;
    const replacement = unwrapped(line.text, span);
    const at = from + Math.min(Math.max(0, column - span.from - span.size), replacement.length);
    return { start: from, end: line.start + span.to, replacement, selection: [at, at] };
  }
  const word = wordAt(value, start) ?? { from: start, to: start };
  const inner = value.slice(word.from, word.to);
  const atEnd = inner && start === word.to;
  const at = start + mark.length * (atEnd ? 2 : 1);
  return { start: word.from, end: word.to, replacement: mark + inner + mark, selection: [at, at] };
}

/** The parts of a selection that can be marked: line by line, without list and heading marks and outer spaces. */
function segments({ value, start, end }) {
  const found = [];
  for (let at = lineAt(value, start).start; at <= end; ) {
    const line = lineAt(value, at);
    const from = Math.max(start, line.start + LINE_PREFIX.exec(line.text)[0].length);
    const text = value.slice(from, Math.min(end, line.end));
    const to = from + text.trimEnd().length;
    const gap = text.length - text.trimStart().length;
    if (text.trim()) found.push({ line, from: from + gap - line.start, to: to - line.start });
    at = line.end + 1;
  }
  return found;
}

function unmarked({ line, from, to }, kind) {
  const span = spanAt(line.text, kind, from, to);
  const inner = [span.from + span.size, span.to - span.size];
  const [left, right] = [Math.max(from, inner[0]), Math.max(inner[0], Math.min(to, inner[1]))];
  const whole = left === inner[0] && right === inner[1];
  const before = wrapped(line.text.slice(inner[0], left), kind);
  const after = wrapped(line.text.slice(right, inner[1]), kind);
  const middle = whole ? unwrapped(line.text, span) : line.text.slice(left, right);
  const text = before + middle + after;
  return { from: span.from, to: span.to, text, inner: [before.length, before.length + middle.length] };
}

function without(text, start, end, dropped) {
  let kept = "";
  let at = start;
  for (const [from, to] of dropped.sort((one, other) => one[0] - other[0])) {
    kept += text.slice(at, from);
    at = to;
  }
  return kept + text.slice(at, end);
}

function marked({ line, from, to }, kind) {
  const touched = spans(line.text).filter((span) => span.kind === kind && span.from < to && span.to > from);
  const start = Math.min(from, ...touched.map((span) => span.from));
  const end = Math.max(to, ...touched.map((span) => span.to));
  const dropped = touched.flatMap((span) => [span.from, span.to - span.size].map((at) => [at, at + span.size]));
  const kept = without(line.text, start, end, dropped);
  const text = wrapped(kept, kind);
  const margin = (text.length - kept.length) / 2;
  return { from: start, to: end, text, inner: [margin, text.length - margin] };
}

/** Bold, italic or code on the selection or the word at the cursor; off where it is on. */
export function toggle(state, kind) {
  if (state.start === state.end) return toggleAtCursor(state, kind);
  const parts = segments(state);
  if (!parts.length) return null;
  const isOn = parts.every(({ line, from, to }) => spanAt(line.text, kind, from, to));
  const edits = parts.map((part) => ({ at: part.line.start, ...(isOn ? unmarked(part, kind) : marked(part, kind)) }));
  const first = edits[0].at + edits[0].from;
  let replacement = "";
  let end = first;
  let selection = null;
  for (const edit of edits) {
    replacement += state.value.slice(end, edit.at + edit.from);
    const inner = edit.inner.map((offset) => first + replacement.length + offset);
    selection = [selection?.[0] ?? inner[0], inner[1]];
    replacement += edit.text;
    end = edit.at + edit.to;
  }
  return { start: first, end, replacement, selection };
}

function linkAt(value, start, end) {
  const line = lineAt(value, start);
  for (const match of line.text.matchAll(LINK)) {
    const from = line.start + match.index;
    const link = { from, to: from + match[0].length, text: match[2] };
    if (!match[1] && encloses(link, start, end)) return link;
  }
  return null;
}

/** A link round the selection or word, the cursor where the address goes; a link becomes its text again. */
export function link({ value, start, end }) {
  const old = linkAt(value, start, end);
  if (old) {
    return { start: old.from, end: old.to, replacement: old.text, selection: [old.from, old.from + old.text.length] };
  }
  return bracketed(value, start, end, "[");
}

/** An image with the selection as its alternative text. */
export const image = ({ value, start, end }) => bracketed(value, start, end, "![");

function bracketed(value, start, end, opening) {
  const word = start === end ? wordAt(value, start) : null;
  const [from, to] = word ? [word.from, word.to] : [start, end];
  const text = value.slice(from, to);
  const isAddress = ADDRESS.test(text);
  const replacement = isAddress ? `${opening}](${text})` : `${opening}${text}]()`;
  const at = from + (isAddress || !text ? opening.length : replacement.length - 1);
  return { start: from, end: to, replacement, selection: [at, at] };
}

/** The selection as the text of a link to `address`; null where an address makes no sense. */
export function linkTo({ value, start, end }, address) {
  const text = value.slice(start, end);
  const isPlain = text.trim() && !text.includes("\n") && !ADDRESS.test(text.trim());
  if (!isPlain || !ADDRESS.test(address) || linkAt(value, start, end) || fenceAt(value, start)) return null;
  const target = /[()<>]/.test(address) ? `<${address.replace(/</g, "%3C").replace(/>/g, "%3E")}>` : address;
  const replacement = `[${text}](${target})`;
  const at = start + replacement.length;
  return { start, end, replacement, selection: [at, at] };
}
