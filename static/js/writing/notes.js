// What the page says of its keeping: quietly when all is well, aloud when it is not, and who else is there.
const RECONSIDERED = 2_500;

export function noteBoard(form, bar, name) {
  const state = bar.querySelector("[data-autosave-state]");
  const trouble = bar.querySelector("[data-autosave-trouble]");
  const notes = form.querySelector("[data-presence]");
  let [shown, warned] = ["", ""];

  async function fetchOffers() {
    const old = form.querySelector("[data-offers]");
    const response = await fetch(`${bar.dataset.offersSource}?but=${encodeURIComponent(name)}`).catch(() => null);
    if (!old || !response?.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    old.replaceChildren(...page.querySelector("[data-offers]").childNodes);
  }

  return {
    kept(time) {
      state.textContent = bar.dataset.kept.replace("{time}", time);
    },
    warn(name = "") {
      if (name === warned) return;
      warned = name;
      const message = bar.querySelector(`template[data-trouble="${name}"]`);
      trouble.replaceChildren(...(message ? [message.content.cloneNode(true)] : []));
      if (name) state.textContent = "";
    },
    show(html) {
      if (html === shown) return;
      shown = html;
      notes.innerHTML = html;
    },
    // A page that was reloaded says that it is left only after the new one was made.
    refresh(isNew) {
      if (isNew) fetchOffers();
      if (form.querySelector("[data-offers] [data-live]")) setTimeout(fetchOffers, RECONSIDERED);
    },
  };
}
