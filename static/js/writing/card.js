// The social card of what is typed, drawn by the server.
const PAUSE = 900;
const NAMES = ["title", "category", "author"];

export function start(form) {
  const root = form.querySelector("[data-card]");
  if (!root) return;
  const image = root.querySelector("[data-card-shown]");
  const section = root.closest("details");
  let [waiting, drawn] = [0, ""];

  async function draw() {
    const data = new URLSearchParams();
    for (const name of NAMES) if (form.elements[name]) data.set(name, form.elements[name].value);
    if (!section.open || !root.checkVisibility() || data.toString() === drawn) return;
    drawn = data.toString();
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const response = await fetch(root.dataset.card, { method: "POST", body: data, headers }).catch(() => null);
    if (!response?.ok || response.redirected) return;
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(await response.blob());
    image.hidden = false;
    root.querySelector("[data-card-button]").hidden = true;
  }
  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(draw, PAUSE);
  }
  for (const name of NAMES) form.elements[name]?.addEventListener("input", later);
  section.addEventListener("toggle", later);
  // Drawn once somebody looks: it costs the server a moment.
  new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && later()).observe(root);
}
