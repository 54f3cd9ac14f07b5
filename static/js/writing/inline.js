// Running text of HTML as Markdown: runs of equally marked text are joined first, so that span soup comes out clean.
const BOLD = /^(?:bold|bolder|[6-9]00)$/;
const NOT_BOLD = /^(?:normal|lighter|[1-5]00)$/;
const SILENT = new Set(
  "SCRIPT STYLE NOSCRIPT TEMPLATE TITLE META LINK OBJECT IFRAME SELECT TEXTAREA BUTTON".split(" "),
);
const FOOTNOTE = /^#(?:_?ftn|_?edn|fn|cite)/i;
const KEPT_ADDRESS = /^(?:https?:\/\/|mailto:|tel:|\/(?!\/))/i;
const MARKS = [["bold", "**"], ["italic", "*"], ["struck", "~~"]];
const NEWLINE = "  \n";

/** The declarations of a style attribute, kept under another name: the page's policy looks at the real one. */
export function styleOf(element) {
  const pairs = (element.dataset?.style ?? "").toLowerCase().matchAll(/([\w-]+)\s*:\s*([^;]*)/g);
  return Object.fromEntries([...pairs].map(([, name, value]) => [name, value.trim()]));
}

export function isSilent(element) {
  const style = styleOf(element);
  return (
    SILENT.has(element.tagName.toUpperCase()) ||
    element.namespaceURI.endsWith("svg") ||
    element.hidden ||
    style.display === "none" ||
    style["mso-hide"] === "all" ||
    style["mso-list"] === "ignore" ||
    /note-list$/.test(style["mso-element"] ?? "") ||
    /^doc-(?:noteref|endnotes|backlink)$/.test(element.getAttribute("role") ?? "") ||
    (element.tagName === "A" && FOOTNOTE.test(element.getAttribute("href") ?? ""))
  );
}

function formatOf(element, format) {
  const { tagName } = element;
  const style = styleOf(element);
  const { "font-weight": weight = "", "font-style": slant = "" } = style;
  const line = `${style["text-decoration"]} ${style["text-decoration-line"]}`;
  const address = (tagName === "A" && element.getAttribute("href")?.trim()) || "";
  return {
    bold: BOLD.test(weight) || (!NOT_BOLD.test(weight) && (format.bold || /^(?:B|STRONG)$/.test(tagName))),
    italic: /italic|oblique/.test(slant) || (slant !== "normal" && (format.italic || /^(?:I|EM|CITE|DFN)$/.test(tagName))),
    struck: format.struck || /^(?:S|DEL|STRIKE)$/.test(tagName) || line.includes("line-through"),
    code: format.code || /^(?:CODE|KBD|SAMP|TT|VAR)$/.test(tagName),
    href: KEPT_ADDRESS.test(address) ? address : format.href,
  };
}

const PLAIN = { bold: false, italic: false, struck: false, code: false, href: "" };

function runsOf(nodes, format) {
  return nodes.flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [{ ...format, text: node.data.replace(/[\s\u00a0]+/g, " ") }];
    if (node.nodeType !== Node.ELEMENT_NODE || isSilent(node)) return [];
    if (node.tagName === "BR") return [{ ...PLAIN, text: "", raw: NEWLINE }];
    if (node.tagName === "IMG") return imageRun(node, format);
    return runsOf([...node.childNodes], formatOf(node, format));
  });
}

function imageRun(image, { href }) {
  const address = image.getAttribute("src") ?? "";
  if (!/^https?:\/\//i.test(address)) return [];
  const alt = (image.getAttribute("alt") ?? "").replace(/\s+/g, " ").trim();
  return [{ ...PLAIN, href, text: "", raw: `![${escapeInline(alt)}](${target(address)})` }];
}

function target(address) {
  const clean = address.replace(/\s/g, "%20").replace(/</g, "%3C").replace(/>/g, "%3E").replace(/\|/g, "%7C");
  return /[()]/.test(clean) ? `<${clean}>` : clean;
}

export function escapeInline(text) {
  return text
    .replace(/[\\*`[\]|]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#?\w+;)/g, "&amp;")
    .replace(/~~/g, "\\~\\~")
    .replace(/\$\$/g, "\\$\\$")
    .replace(/\{(?=::?)/g, "\\{");
}

/** What at the start of a line would be a heading, list, quote, rule … */
export function escapeStart(line) {
  return line
    .replace(/^(?:#{1,6}(?=\s)|>|[-+:](?=[\s|])|[-=]+$|!!!(?=\s)|~~~)/, "\\$&")
    .replace(/^(\d+)\.(?=[\s|])/, "$1\\.");
}

/** White space between two runs that are marked alike is marked as they are. */
function fillGaps(runs) {
  return runs.map((run, index) => {
    const [before, after] = [runs[index - 1], runs[index + 1]];
    if (run.raw || run.text.trim() || !before || !after) return run;
    const shared = Object.keys(PLAIN).map((key) => [key, before[key] === after[key] ? before[key] : PLAIN[key]]);
    return { ...run, ...Object.fromEntries(shared) };
  });
}

function grouped(runs, key) {
  const groups = [];
  for (const run of runs) {
    if (groups.length && groups.at(-1)[0][key] === run[key]) groups.at(-1).push(run);
    else groups.push([run]);
  }
  return groups;
}

function around(text, before, after = before) {
  const [, start, inner, end] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  return inner ? start + before + inner + after + end : text;
}

function codeSpan(text) {
  const runs = (text.match(/`+/g) ?? []).map((run) => run.length);
  const mark = "`".repeat(Math.max(0, ...runs) + 1);
  const gap = runs.length ? " " : "";
  return around(text, mark + gap, gap + mark);
}

const textOfRun = (run) => run.raw ?? (run.code ? codeSpan(run.text) : escapeInline(run.text));
const plainText = (runs) => runs.map(textOfRun).join("");

function markedText(runs, marks = MARKS) {
  if (!marks.length) return grouped(runs, "code").map((group) => plainText(joined(group))).join("");
  const [[key, mark], ...others] = marks;
  return grouped(runs, key)
    .map((group) => (group[0][key] ? around(markedText(group, others), mark) : markedText(group, others)))
    .join("");
}

/** Runs of code become one, unless something raw is among them. */
function joined(runs) {
  return runs.some((run) => run.raw) ? runs : [{ ...runs[0], text: runs.map((run) => run.text).join("") }];
}

function linkText(runs) {
  const { href } = runs[0];
  const text = markedText(runs);
  if (!href) return text;
  const isAddress = /^(?:https?|mailto):[^\s<>]+$/i.test(href) && runs.map((run) => run.text).join("").trim() === href;
  return isAddress ? `<${href}>` : around(text.replaceAll(NEWLINE, " "), "[", `](${target(href)})`);
}

/** Running text as paragraphs: two line breaks in a row part them. */
export function paragraphs(nodes) {
  const text = grouped(fillGaps(runsOf(nodes, PLAIN)), "href").map(linkText).join("");
  return text
    .split(/(?:[ ]*\n){2,}/)
    .map((paragraph) => paragraph.trim().replace(/ *\n */g, NEWLINE).replace(/(?<=\S) {2,}(?=[^\s])/g, " "))
    .filter(Boolean)
    .map((paragraph) => paragraph.split("\n").map(escapeStart).join("\n"));
}

export const oneLine = (nodes) => paragraphs(nodes).join(" ").replaceAll(NEWLINE, " ");
