// Pasted HTML as the Markdown of our articles. It is read in a document of its own that loads and runs nothing.
import { tableLines } from "./blocks.js";
import { isSilent, oneLine, paragraphs, styleOf } from "./inline.js";

const BLOCKS =
  "address,article,aside,blockquote,center,dd,details,div,dl,dt,figcaption,figure,footer,form,h1,h2,h3,h4,h5,h6," +
  "header,hr,li,main,nav,ol,p,pre,section,summary,table,tbody,td,th,thead,tr,ul";
const TELLING = /(?:^|\n) *(?:#{2,6} |[-*>] |\d+\. |```|\| |---)|\*|`|\]\(|<(?:https?|mailto):|~~/;

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isBlock = (node) => isElement(node) && (node.matches(BLOCKS) || Boolean(node.querySelector(BLOCKS)));
const isList = (node) => isElement(node) && node.matches("ul,ol");
const indented = (text, width) => text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(width)}`);

function read(html) {
  const inert = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  return new DOMParser().parseFromString(inert, "text/html").body;
}

const kindOf = (node) => (wordLevel(node) ? "word" : isBlock(node) ? "block" : "running");

function isShown(node) {
  if (isElement(node)) return !isSilent(node);
  const isGap = !node.data.trim() && node.previousElementSibling && kindOf(node.previousElementSibling) !== "running";
  return node.nodeType === Node.TEXT_NODE && !isGap;
}

/** Blocks of Markdown for the content of an element; running text between blocks makes paragraphs. */
function blocksOf(parent, top) {
  const groups = [];
  for (const node of [...parent.childNodes].filter(isShown)) {
    const kind = kindOf(node);
    if (groups.at(-1)?.kind === kind) groups.at(-1).nodes.push(node);
    else groups.push({ kind, nodes: [node] });
  }
  return groups.flatMap(({ kind, nodes }) => {
    if (kind === "word") return [wordList(nodes)];
    return kind === "running" ? paragraphs(nodes) : nodes.flatMap((node) => blockOf(node, top));
  });
}

function blockOf(element, top) {
  const level = /^H([1-6])$/.exec(element.tagName)?.[1];
  if (level) return headingOf(element, Number(level) + top);
  switch (element.tagName) {
    case "UL":
    case "OL":
      return [listOf(element, top)].filter(Boolean);
    case "BLOCKQUOTE":
      return [blocksOf(element, top).join("\n\n").replace(/^/gm, "> ").replace(/^> $/gm, ">")];
    case "PRE":
      return [fenced(element)];
    case "TABLE":
      return tableOf(element, top);
    case "HR":
      return ["---"];
    default:
      return blocksOf(element, top);
  }
}

function headingOf(element, level) {
  const text = oneLine([...element.childNodes]).replace(/^\*\*(.*)\*\*$/, "$1");
  return text ? [`${"#".repeat(Math.min(level, 6))} ${text}`] : [];
}

function fenced(element) {
  const inner = element.querySelector("code") ?? element;
  const names = [...element.classList, ...inner.classList, ...(element.parentElement?.classList ?? [])].join(" ");
  const language = /(?:language-|lang-|highlight-source-)([\w+#-]+)/.exec(names)?.[1] ?? "";
  for (const end of element.querySelectorAll("br")) end.replaceWith("\n");
  const code = element.textContent.replace(/\u00a0/g, " ").replace(/^\n|\s+$/g, "");
  const mark = "`".repeat(Math.max(3, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length + 1)));
  return `${mark}${language}\n${code}\n${mark}`;
}

/** Items of a list; a list directly in a list, as Google Docs writes them, belongs to the item before it. */
function listOf(list, top) {
  const items = [];
  for (const child of list.children) {
    if (isSilent(child)) continue;
    if (isList(child) && items.length) items.at(-1).blocks.push(listOf(child, top));
    else items.push({ blocks: blocksOf(child, top), box: child.querySelector("input[type=checkbox]") });
  }
  const first = list.tagName === "OL" ? (list.start ?? 1) : null;
  return items
    .filter((item) => item.blocks.length)
    .map(({ blocks, box }, index) => itemText(first == null ? "- " : `${first + index}. `, blocks, box))
    .join("\n");
}

function itemText(marker, [head, ...blocks], box) {
  const task = box ? (box.hasAttribute("checked") ? "[x] " : "[ ] ") : "";
  const isTight = (block) => /^(?:- |\d+\. )/.test(block);
  const rest = blocks.map((block) => (isTight(block) ? "\n" : "\n\n") + block).join("");
  return marker + task + indented(head + rest, marker.length);
}

/** The level of a paragraph that Word shows as an item of a list; 0 for all others. */
function wordLevel(node) {
  const found = node.tagName === "P" && /level(\d+)/.exec(styleOf(node)["mso-list"] ?? "");
  return found ? Number(found[1]) : 0;
}

const isWordMark = (span) => styleOf(span)["mso-list"] === "ignore";

function isNumbered(paragraph) {
  const mark = [...paragraph.querySelectorAll("[data-style]")].find(isWordMark);
  return /^\s*\(?(?:\d+|[a-z]{1,4})[.)]/i.test(mark?.textContent ?? "");
}

function wordList(nodes) {
  const above = [];
  return nodes
    .map((node) => {
      const level = wordLevel(node);
      while (above.length && above.at(-1).level > level) above.pop();
      if (above.at(-1)?.level !== level) above.push({ level, count: 0 });
      const own = above.at(-1);
      own.count += 1;
      own.marker = isNumbered(node) ? `${own.count}. ` : "- ";
      const width = above.slice(0, -1).reduce((sum, item) => sum + item.marker.length, 0);
      return " ".repeat(width) + own.marker + oneLine([...node.childNodes]);
    })
    .join("\n");
}

function tableOf(table, top) {
  const rows = [...table.rows].map((row) => [...row.cells]).filter((cells) => cells.length);
  if (!rows.length) return [];
  if (table.getAttribute("role") === "presentation" || rows.every((cells) => cells.length === 1)) {
    return rows.flat().flatMap((cell) => blocksOf(cell, top));
  }
  const caption = table.caption ? paragraphs([...table.caption.childNodes]) : [];
  return [...caption, tableLines(rows.map((cells, index) => cells.map((cell) => cellText(cell, index === 0))))];
}

function cellText(cell, isHead) {
  const text = blocksOf(cell, 0).join(" ").replace(/\s*\n\s*/g, " ");
  return isHead || cell.tagName === "TH" ? text.replace(/^\*\*(.*)\*\*$/, "$1") : text;
}

/** How far headings move: the article's title is the only heading of the first level. */
const headingShift = (body) => Number(Boolean(body.querySelector("h1")));

/** Code editors copy one block whose white space counts. */
function isCode({ childElementCount, firstElementChild: only }) {
  return childElementCount === 1 && only.tagName !== "PRE" && /^pre/.test(styleOf(only)["white-space"] ?? "");
}

/** The Markdown of pasted HTML; empty where the HTML says no more than its plain text. */
export function markdown(html) {
  const body = read(html);
  if (isCode(body)) return "";
  const blocks = blocksOf(body, headingShift(body)).filter((block) => block.trim());
  const isRich = blocks.some((block) => TELLING.test(block.replace(/\\./g, "")));
  return isRich ? blocks.join("\n\n") : "";
}
