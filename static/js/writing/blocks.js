// Headings, quotes, code, tables and footnotes, pure as in text.js.
import { blockRange, changeLines, isBlank, parse, selectedRange, written } from "./lines.js";
import { encloses, fenceAt, lineAt, wordAt } from "./text.js";

const ROW = /^\s*\|.*\|\s*$/;
const SEPARATOR = /^\s*\|[\s:|-]*-[\s:|-]*$/;
const NOTE = /\[\^([\w-]+)\](:?)/g;
const NOTE_BELOW = /^\n\s*\n(?=\[\^[\w-]+\]:)/;
const unquoted = (line) => line.replace(/^ {0,3}> ?/, "");
const isQuoted = (line) => /^ {0,3}>/.test(line);

/** A heading of a level, or none where the lines are that already; without a level, the next of 2, 3, 4, none. */
export function heading(state, level) {
  return changeLines(state, (lines) => {
    const items = lines.map(parse);
    const levels = items.filter((item, index) => !isBlank(lines[index])).map((item) => item.hashes.length);
    const next = { 0: 2, 1: 2, 2: 3, 3: 4 }[levels[0] ?? 0] ?? 0;
    const isOn = levels.length && levels.every((own) => own === level);
    const hashes = "#".repeat(level ? (isOn ? 0 : level) : next);
    return items.map((item, index) =>
      isBlank(lines[index]) && lines.length > 1
        ? lines[index]
        : written({ ...item, space: "", marker: "", gap: "", task: "", hashes }),
    );
  });
}

/** Lines as a quote, or a quote as lines. */
export function quote(state) {
  return changeLines(state, (lines) => {
    if (lines.every(isQuoted)) return lines.map(unquoted);
    return lines.map((line) => (isBlank(line) && lines.length > 1 ? ">" : `> ${line}`));
  });
}

/** Put fences round the selected lines, or take them away. */
export function codeBlock(state) {
  const { value, start } = state;
  const fence = fenceAt(value, start);
  if (fence) {
    const replacement = value.slice(...fence.inner);
    return { start: fence.from, end: fence.to, replacement, selection: [fence.from, fence.from + replacement.length] };
  }
  const [from, to] = selectedRange(state);
  const code = value.slice(from, to);
  const mark = "`".repeat(Math.max(3, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length + 1)));
  const inner = from + mark.length + 1;
  return { start: from, end: to, replacement: `${mark}\n${code}\n${mark}`, selection: [inner, inner + code.length] };
}

/** Put a block in at a position, with blank lines round it; `chosen` is the range of the block to select. */
export function insertBlock(value, position, block, chosen = [block.length, block.length]) {
  const line = lineAt(value, position);
  const [start, end] = isBlank(line.text) ? [line.start, line.end] : [line.end, line.end];
  const before = value.slice(Math.max(0, start - 2), start);
  const after = value.slice(end, end + 2);
  const head = !start || before === "\n\n" ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = !after ? "" : after === "\n\n" || after === "\n" ? "" : "\n";
  const replacement = head + block + tail;
  return { start, end, replacement, selection: chosen.map((offset) => start + head.length + offset) };
}

const row = (cells) => `| ${cells.join(" | ")} |`;

/** Cells as the lines of a table; the first row is its head. */
export function tableLines([head, ...rows]) {
  const width = Math.max(head.length, ...rows.map((cells) => cells.length));
  const filled = (cells) => row(Array.from({ length: width }, (_, index) => cells[index] ?? ""));
  return [filled(head), row(Array(width).fill("---")), ...rows.map(filled)].join("\n");
}

/** A table to fill in, or of selected lines with tabs; inside a table, one more row. */
export function table({ value, start, end }, column) {
  const line = lineAt(value, end);
  if (ROW.test(line.text)) {
    const below = line.end < value.length ? lineAt(value, line.end + 1) : null;
    const at = below && SEPARATOR.test(below.text) ? below.end : line.end;
    const cells = line.text.trim().slice(1, -1).split(/(?<!\\)\|/).map(() => " ");
    return { start: at, end: at, replacement: `\n|${cells.map(() => "  ").join("|")}|`, selection: [at + 3, at + 3] };
  }
  const [from, to] = selectedRange({ value, start, end });
  const selected = value.slice(from, to);
  if (start !== end && selected.includes("\t")) {
    const text = tableLines(selected.split("\n").map((cells) => cells.split("\t").map((cell) => cell.trim())));
    return { start: from, end: to, replacement: text, selection: [from, from + text.length] };
  }
  const text = tableLines([[`${column} 1`, `${column} 2`], ["", ""], ["", ""]]);
  return insertBlock(value, end, text, [2, 2 + column.length + 2]);
}

/** Where a note to a mark goes: below the block that holds the mark and the notes there. */
function noteEnd(value, position) {
  let [, end] = blockRange(value, position, lineAt(value, position).end);
  for (let match; (match = NOTE_BELOW.exec(value.slice(end, end + 200))); ) {
    const start = end + match[0].length;
    [, end] = blockRange(value, start, lineAt(value, start).end);
  }
  return end;
}

function otherEnd(notes, current) {
  const other = notes.find((note) => note[1] === current[1] && note[2] !== current[2]);
  if (!other) return null;
  const at = other.index + other[0].length + (other[2] ? 1 : 0);
  return { start: at, end: at, replacement: "", selection: [at, at] };
}

/** A footnote with the next free number, its note below the paragraph; on a mark, go to its note, and back. */
export function footnote({ value, start, end }) {
  if (fenceAt(value, end)) return null;
  const notes = [...value.matchAll(NOTE)];
  const here = notes.find((note) => encloses({ from: note.index, to: note.index + note[0].length }, end, end));
  const line = lineAt(value, end);
  const current = here ?? notes.find((note) => note.index === line.start && note[2]);
  if (current) return otherEnd(notes, current);
  const number = 1 + Math.max(0, ...notes.map((note) => Number.parseInt(note[1], 10) || 0));
  const from = start === end ? (wordAt(value, end)?.to ?? end) : end;
  const to = noteEnd(value, from);
  const replacement = `[^${number}]${value.slice(from, to)}\n\n[^${number}]: `;
  const at = from + replacement.length;
  return { start: from, end: to, replacement, selection: [at, at] };
}
