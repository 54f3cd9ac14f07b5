// The second net: what was typed stays in this browser until the server has it. Each user sees their own alone.
const PREFIX = "unsaved";
const keyOf = (...parts) => [PREFIX, ...parts].map(encodeURIComponent).join(" ");

/** Keep a form's fields; says whether there was room. */
export function keep(user, address, name, leftover) {
  try {
    localStorage.setItem(keyOf(user, address, name), JSON.stringify(leftover));
    return true;
  } catch {
    return false;
  }
}

/** Drop what was kept of a form, unless it was typed after what the server has. */
export function drop(user, address, name, typedAt) {
  const key = keyOf(user, address, name);
  const leftover = read(key);
  if (leftover && leftover.typedAt <= typedAt) remove(key);
}

/** All that was kept of a user's forms. */
export function of(user) {
  const wanted = `${keyOf(user)} `;
  return keys()
    .filter((key) => key.startsWith(wanted))
    .map((key) => {
      const [address, name] = key.slice(wanted.length).split(" ").map(decodeURIComponent);
      return { address, name, ...read(key) };
    })
    .filter(({ fields }) => Array.isArray(fields));
}

function keys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to remove.
  }
}
