// Text and page scrolled in step: headings and images, which both have, are kept beside each other.
import { offsetsOf } from "./field.js";

const HANDS = ["wheel", "pointerdown", "touchstart", "keydown", "focus"];
const AFTER_MOVING = 150;

/** Where the lines (counted from 1) of a text start. */
function startsOf(value, lines) {
  const ends = [...value.matchAll(/\n/g)].map((match) => match.index + 1);
  return lines.map((line) => (line > 1 ? (ends[line - 2] ?? value.length) : 0));
}

/** What both have, as pairs of a line and an element of the page, in the order of lines. */
function pairsOf(doc, { headings, images }) {
  const pairs = Object.entries(headings).map(([id, line]) => [line, doc.getElementById(id)]);
  const shown = doc.querySelectorAll(".prose img");
  // The page leaves some out; which, it doesn't say.
  if (shown.length === images.length) pairs.push(...images.map((line, index) => [line, shown[index]]));
  return pairs.filter(([, element]) => element).sort(([one], [other]) => one - other);
}

/** The end of what the text has a part in: the page goes on with other articles. */
function endOf(page, prose) {
  const bottom = prose ? prose.getBoundingClientRect().bottom + page.scrollTop : Infinity;
  return Math.min(page.scrollHeight, Math.max(bottom + page.clientHeight / 4, page.clientHeight));
}

/** Points [text, page] in pixels from the tops, both growing. */
function pointsOf(textarea, doc, places) {
  const page = doc.scrollingElement;
  const pairs = pairsOf(doc, places);
  const offsets = offsetsOf(textarea, startsOf(textarea.value, pairs.map(([line]) => line)));
  const points = [[0, 0]];
  for (const [index, [, element]] of pairs.entries()) {
    const point = [offsets[index], element.getBoundingClientRect().top + page.scrollTop];
    if (point.every((offset, side) => offset > points.at(-1)[side])) points.push(point);
  }
  const end = [textarea.scrollHeight, endOf(page, doc.querySelector(".prose"))];
  return [...points.filter((point) => point.every((offset, side) => offset < end[side])), end];
}

/** The place on the other side of what is at `offset` on this one. */
function across(points, offset, from, to) {
  const index = Math.max(1, points.findIndex((point) => point[from] >= offset));
  const [before, after] = [points[index - 1], points[index]];
  const share = (offset - before[from]) / (after[from] - before[from]);
  return before[to] + Math.min(1, Math.max(0, share)) * (after[to] - before[to]);
}

export function together(form, textarea, frame) {
  const box = form.querySelector("#desk-together");
  const pageOf = () => frame.contentDocument?.scrollingElement;
  let [places, points, leader, waiting] = [null, null, "text", 0];
  const isOn = () => box.checked && places && frame.offsetHeight && pageOf();
  const known = () => (points ??= pointsOf(textarea, frame.contentDocument, places));
  const forget = () => {
    points = null;
  };

  /** Scrolled to its end on one side means to its end on the other. */
  function follow(leading, following, from, to) {
    const [length, otherLength] = [known().at(-1)[from], known().at(-1)[to]];
    const offset = leading.scrollTop * (length / Math.max(1, length - leading.clientHeight));
    const share = Math.max(0, 1 - following.clientHeight / otherLength);
    following.scrollTo({ top: across(known(), Math.min(offset, length), from, to) * share, behavior: "instant" });
  }

  function showCursor() {
    if (!isOn() || leader !== "text") return;
    const page = pageOf();
    const [offset] = offsetsOf(textarea, [textarea.selectionStart]);
    // Whoever scrolled away from it reads elsewhere.
    if (offset < textarea.scrollTop || offset > textarea.scrollTop + textarea.clientHeight) return;
    const top = across(known(), offset, 0, 1) - page.scrollTop;
    if (top < 0 || top > page.clientHeight * 0.85) page.scrollBy({ top: top - page.clientHeight / 3, behavior: "instant" });
  }

  function listen(doc) {
    for (const name of HANDS) doc.addEventListener(name, () => (leader = "page"), { capture: true, passive: true });
    doc.addEventListener("scroll", () => isOn() && leader === "page" && follow(pageOf(), textarea, 1, 0), { passive: true });
    doc.addEventListener("load", forget, true);
  }

  for (const name of HANDS) textarea.addEventListener(name, () => (leader = "text"), { passive: true });
  textarea.addEventListener("scroll", () => isOn() && leader === "text" && follow(textarea, pageOf(), 0, 1), { passive: true });
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== textarea) return;
    clearTimeout(waiting);
    waiting = setTimeout(showCursor, AFTER_MOVING);
  });
  for (const element of [textarea, frame]) new ResizeObserver(forget).observe(element);
  let listened = null;
  return {
    /** Take what a new page says of its lines. */
    renew(answer) {
      places = answer;
      forget();
      if (listened !== frame.contentDocument) listen((listened = frame.contentDocument));
      if (document.activeElement === textarea) showCursor();
    },
  };
}
