// What follows from the fields while one types: lengths, the search result, and whether publishing is scheduling.
const cut = (text, most) => ([...text].length > most ? `${[...text].slice(0, most - 1).join("").trimEnd()}…` : text);

function showLength(line, length) {
  const { least, most, none, short, good, long } = line.dataset;
  const state = !length ? "none" : length < Number(least) ? "short" : length > Number(most) ? "long" : "good";
  line.dataset.state = state;
  line.textContent = { none, short, good, long }[state].replace("{count}", length);
}

function countLength(line) {
  const field = document.getElementById(line.dataset.length);
  if (!field) return;
  const count = () => showLength(line, [...field.value.trim()].length);
  field.addEventListener("input", count);
  count();
}

function showResult(form) {
  const value = (name) => form.elements[name]?.value.trim() ?? "";
  const title = form.querySelector("[data-result-title]");
  const text = form.querySelector("[data-result-text]");
  if (!title || !text) return;
  const show = () => {
    title.textContent = value("title") || title.dataset.empty;
    text.textContent = cut(value("description") || value("custom_excerpt") || text.dataset.empty, 160);
  };
  for (const name of ["title", "description", "custom_excerpt"]) form.elements[name]?.addEventListener("input", show);
  form.addEventListener("writing:address", ({ detail }) => {
    form.querySelector("[data-result-address]").textContent = detail.address;
  });
}

// The hint beside the date has words only while the date lies ahead.
function namePublishing(form) {
  const button = form.querySelector("[data-publish]");
  const hint = document.querySelector("#id_published_at_hint [data-coming]");
  if (!button || !hint) return;
  const name = () => {
    button.textContent = hint.textContent.trim() ? button.dataset.later : button.dataset.now;
  };
  new MutationObserver(name).observe(hint, { childList: true, characterData: true, subtree: true });
  name();
}

export function start(form) {
  for (const line of form.querySelectorAll("[data-length]")) countLength(line);
  showResult(form);
  namePublishing(form);
}
