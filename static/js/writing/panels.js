// Remember which panels are open, in this browser alone.
const PREFIX = "writing:panel:";
const NARROW = "(max-width: 74.99rem)";

function stored(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

function store(name, isOpen) {
  try {
    localStorage.setItem(PREFIX + name, isOpen ? "open" : "closed");
  } catch {
    // Without a store they begin anew each time.
  }
}

export function start(form) {
  // Where fields are wrong all panels stay as the server opened them.
  const hasErrors = Boolean(form.querySelector(".errorlist"));
  for (const panel of form.querySelectorAll("[data-panel]")) {
    const key = panel.type === "checkbox" ? "checked" : "open";
    const name = panel.type === "checkbox" && matchMedia(NARROW).matches ? `${panel.dataset.panel}:narrow` : panel.dataset.panel;
    const known = stored(name) ?? (name === "preview:narrow" ? "closed" : null);
    if (known && !hasErrors) panel[key] = known === "open";
    panel.addEventListener(key === "open" ? "toggle" : "change", () => hasErrors || store(name, panel[key]));
  }
}
