// Make one element like another and leave alone what is like it already: pictures stay, nothing flashes or jumps.

/** Both have the same tag. What changed lies, more often than not, in one child. */
export function patch(old, fresh) {
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const name of fresh.getAttributeNames()) {
    if (old.getAttribute(name) !== fresh.getAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
  }
  patchChildren(old, fresh);
}

const isLike = (one, other) => Boolean(one && other && one.isEqualNode(other));
const isSameKind = (one, other) => one.nodeName === other.nodeName;

function patchChildren(parent, source) {
  const [old, fresh] = [[...parent.childNodes], [...source.childNodes]];
  let [start, end] = [0, 0];
  while (isLike(old[start], fresh[start])) start += 1;
  const most = Math.min(old.length, fresh.length) - start;
  while (end < most && isLike(old.at(-1 - end), fresh.at(-1 - end))) end += 1;
  const after = end ? old.at(-end) : null;
  const [gone, come] = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)];
  if (gone.length === come.length && gone.every((node, index) => isSameKind(node, come[index]))) {
    for (const [index, node] of gone.entries()) change(node, come[index]);
    return;
  }
  for (const node of gone) node.remove();
  for (const node of come) parent.insertBefore(parent.ownerDocument.adoptNode(node), after);
}

function change(node, fresh) {
  if (node.isEqualNode(fresh)) return;
  if (node.nodeType === Node.ELEMENT_NODE) patch(node, fresh);
  else node.nodeValue = fresh.nodeValue;
}
