// A list of names below a text field, from the server, after the pattern of an ARIA combobox.
const PAUSE = 150;

function optionOf({ name, count }, index) {
  const option = document.createElement("li");
  option.id = `tags-offer-${index}`;
  option.setAttribute("role", "option");
  option.dataset.name = name;
  const parts = [name, count].map((text) => Object.assign(document.createElement("span"), { textContent: text }));
  option.append(...parts);
  return option;
}

/** Offer names while somebody types into `entry`; returns how to close the list. */
export function offerNames(entry, frame, { source, label, isTaken, chosen, found }) {
  const list = Object.assign(document.createElement("ul"), { id: "tags-offers", className: "tags-offers", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  frame.append(list);
  const settings = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(settings)) entry.setAttribute(name, value);
  let [waiting, asked] = [0, 0];

  function point(option) {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
    if (option) entry.setAttribute("aria-activedescendant", option.id);
    else entry.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }
  function open(tags) {
    list.replaceChildren(...tags.map(optionOf));
    list.hidden = !tags.length;
    entry.setAttribute("aria-expanded", String(!list.hidden));
    point(null);
  }
  function close() {
    clearTimeout(waiting);
    asked += 1;
    open([]);
  }
  async function ask() {
    const number = (asked += 1);
    const response = await fetch(`${source}?${new URLSearchParams({ q: entry.value })}`).catch(() => null);
    const { tags } = response?.ok ? await response.json() : { tags: [] };
    const fresh = tags.filter(({ name }) => !isTaken(name));
    if (number !== asked || document.activeElement !== entry) return;
    open(fresh);
    found(fresh.length);
  }
  function take(option) {
    close();
    chosen(option.dataset.name);
    entry.focus();
  }

  entry.addEventListener("input", () => {
    clearTimeout(waiting);
    if (entry.value.trim()) waiting = setTimeout(ask, PAUSE);
    else close();
  });
  entry.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const options = [...list.children];
    const current = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = { ArrowDown: current + 1, ArrowUp: current < 0 ? options.length - 1 : current - 1 }[event.key];
    if (next !== undefined && !event.altKey) {
      event.preventDefault();
      if (list.hidden) ask();
      else point(options[next] ?? null);
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      take(options[current]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  entry.addEventListener("blur", close);
  // Before the field loses the focus.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) take(option);
  });
  return { close };
}
