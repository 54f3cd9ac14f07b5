// Lists, pure as in text.js: on and off, numbered in order, Enter and Tab.
import { changeLines, isBlank, linesAround, parse, relined, selectedRange, shifted, smallest, written } from "./lines.js";
import { fenceAt, lineAt } from "./text.js";

const INDENTATION = 4;
const isNumber = (marker) => /\d/.test(marker);

function nextNumber(item, sibling, isFixed) {
  const own = Number.parseInt(item.marker, 10);
  if (isFixed || sibling?.number == null) return own;
  return sibling.number + sibling.step;
}

/** Number the items from line `from` on after those before them; what is below an item keeps its place below it. */
export function renumber(lines, from = 0) {
  const open = [];
  return lines.map((line, index) => {
    const item = parse(line);
    if (isBlank(line)) return line;
    if (!item.marker) {
      if (!item.indent && index && isBlank(lines[index - 1])) open.length = 0;
      return shifted(line, open.findLast((owner) => owner.indent < item.indent)?.shift ?? 0);
    }
    while (open.at(-1)?.indent > item.indent) open.pop();
    const sibling = open.at(-1)?.indent === item.indent ? open.pop() : null;
    const shift = open.at(-1)?.shift ?? 0;
    if (!isNumber(item.marker)) {
      open.push({ indent: item.indent, shift, number: null });
      return shifted(line, shift);
    }
    const number = nextNumber(item, sibling, index < from);
    const step = index < from && sibling?.number != null ? Number(number !== sibling.number) : (sibling?.step ?? 1);
    const marker = `${number}.`;
    open.push({ indent: item.indent, number, step, shift: shift + marker.length - item.marker.length });
    return shifted(written({ ...item, marker }), shift);
  });
}

/** Lines as items of a list ("-" or "1."), or as plain lines where all are that already. */
export function list(state, marker) {
  const { from, lines, first, last } = linesAround(state);
  const chosen = lines.slice(first, last + 1);
  const filled = chosen.filter((line) => !isBlank(line)).map(parse);
  const isKind = (item) => item.marker && isNumber(item.marker) === isNumber(marker);
  const isOn = filled.length > 0 && filled.every(isKind);
  const changed = chosen.map((line) => {
    if (isBlank(line) && chosen.length > 1) return line;
    const item = parse(line);
    if (isOn) return item.quote + item.text;
    return isKind(item) ? line : written({ ...item, marker, gap: " ", hashes: "" });
  });
  return relined(state, from, lines, renumber(lines.toSpliced(first, chosen.length, ...changed), first));
}

function endList(state, line, item) {
  if (item.marker && item.space) return outdent(state);
  const rest = item.marker ? item.quote : item.quote.replace(/ {0,3}> ?$/, "");
  const at = line.start + rest.length;
  return smallest(line.start, line.text, rest, [at, at]);
}

/** What Enter does in a list or quote: the next item, or the end of the list on an empty one; null elsewhere. */
export function newline(state) {
  const { value, start, end } = state;
  const line = lineAt(value, start);
  const item = parse(line.text);
  const prefix = line.text.length - item.text.length;
  if (end > line.end || start - line.start < prefix || !(item.marker || item.quote)) return null;
  if (fenceAt(value, start)) return null;
  if (isBlank(item.text)) return endList(state, line, item);
  const rest = value.slice(end, line.end).trimStart();
  const added = written({ ...item, task: item.task && "[ ] ", hashes: "", text: rest });
  const { from, lines, first } = linesAround({ value, start, end: start });
  const changed = lines.toSpliced(first, 1, value.slice(line.start, start), added);
  const numbered = item.marker ? renumber(changed, first + 1) : changed;
  const at = from + numbered.slice(0, first + 2).join("\n").length - rest.length;
  return smallest(from, lines.join("\n"), numbered.join("\n"), [at, at]);
}

export const isListItem = ({ value, start }) => Boolean(parse(lineAt(value, start).text).marker);

/** The line after an item and all that is below it. */
function endOfItem(lines, index, indent) {
  let end = index + 1;
  for (let next = end; next < lines.length; next += 1) {
    if (isBlank(lines[next])) continue;
    if (parse(lines[next]).indent <= indent) break;
    end = next + 1;
  }
  return end;
}

const itemAbove = (lines, index, fits) => lines.slice(0, index).map(parse).findLast((item) => item.marker && fits(item));

function moveItems(state, { from, lines, first, last }, target, sibling) {
  const { indent } = parse(lines[first]);
  const end = Math.max(last + 1, endOfItem(lines, last, parse(lines[last]).indent));
  const moved = lines.slice(first, end).map((line) => {
    const item = parse(line);
    const marker = item.marker && item.indent === indent ? kindOf(item.marker, sibling) : item.marker;
    return shifted(written({ ...item, marker }), target - indent);
  });
  return relined(state, from, lines, renumber(lines.toSpliced(first, end - first, ...moved), first));
}

function kindOf(marker, sibling) {
  const isNumbered = isNumber(sibling?.marker ?? marker);
  return isNumbered ? "1." : isNumber(marker) ? sibling.marker : marker;
}

function shiftLines(state, width) {
  const [from, to] = selectedRange(state);
  if (!state.value.slice(from, to).includes("\n")) return null;
  return changeLines(state, (lines) => lines.map((line) => shifted(line, width)));
}

/** Move items below the one before them, other lines in by four spaces; null where there is nothing to move. */
export function indent(state) {
  if (!isListItem(state)) return shiftLines(state, INDENTATION);
  const around = linesAround(state);
  const item = parse(around.lines[around.first]);
  const above = itemAbove(around.lines, around.first, (other) => other.indent <= item.indent);
  if (!above || above.indent < item.indent) return null;
  const child = itemAbove(around.lines, around.first, () => true);
  return moveItems(state, around, above.content, child.indent >= above.content ? child : null);
}

/** Move items out to the level above, other lines out by four spaces. */
export function outdent(state) {
  if (!isListItem(state)) return shiftLines(state, -INDENTATION);
  const around = linesAround(state);
  const item = parse(around.lines[around.first]);
  if (!item.space) return null;
  const parent = itemAbove(around.lines, around.first, (other) => other.indent < item.indent);
  return moveItems(state, around, parent?.indent ?? item.quote.length, parent);
}
