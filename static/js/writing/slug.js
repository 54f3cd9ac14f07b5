// The title grows with its words, and the address that follows from it is shown; the server makes it.
const PAUSE = 300;

function growing(title) {
  if (CSS.supports("field-sizing", "content")) return;
  const grow = () => {
    title.style.height = "auto";
    title.style.height = `${title.scrollHeight}px`;
  };
  title.addEventListener("input", grow);
  window.addEventListener("resize", grow);
  grow();
}

async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = label), 2000);
}

export function start(form) {
  const title = form.querySelector("#id_title");
  const slug = form.querySelector("#id_slug");
  const root = form.querySelector("[data-address]");
  if (!title || !slug || !root) return;
  const shown = root.querySelector("[data-address-text]");
  const problem = root.querySelector("[data-address-problem]");
  const button = root.querySelector("[data-copy]");
  const beginning = shown.textContent;
  let [waiting, asked] = [0, 0];

  async function ask() {
    const number = (asked += 1);
    const query = new URLSearchParams({ title: title.value, slug: slug.value, post: root.dataset.post });
    const response = await fetch(`${root.dataset.source}?${query}`).catch(() => null);
    if (!response?.ok || number !== asked) return;
    const answer = await response.json();
    const isEmpty = !title.value.trim() && !slug.value.trim();
    problem.textContent = answer.problem;
    if (isEmpty) shown.textContent = beginning;
    else if (answer.address) shown.textContent = answer.address;
    form.dispatchEvent(new CustomEvent("writing:address", { detail: { address: shown.textContent } }));
    button.hidden = !navigator.clipboard || !answer.address || isEmpty;
  }
  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  }

  growing(title);
  // A title is one line: Enter goes on to the text.
  title.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    form.querySelector("#id_body")?.focus();
  });
  title.addEventListener("input", () => slug.value || later());
  slug.addEventListener("input", later);
  button.addEventListener("click", () => copy(shown.textContent, button));
  button.hidden = !navigator.clipboard || !root.dataset.post;
  if (!root.dataset.post && (slug.value || title.value)) ask();
}
