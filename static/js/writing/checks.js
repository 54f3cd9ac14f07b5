// What is to be looked at: the list follows the preview, and each entry leads to its line or field.
import { jumpToLine, textOf } from "./field.js";

/** Go to a field, whatever it is folded into. */
function goTo(field) {
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field.focus();
  field.scrollIntoView({ block: "nearest" });
}

export function start(form) {
  const list = form.querySelector("[data-checks]");
  const textarea = textOf(form);
  if (!list || !textarea) return;
  const count = form.querySelector("[data-checks-count]");
  const status = form.querySelector("[data-checks-status]");
  const override = form.querySelector("[data-checks-override]");
  let known = count.classList.contains("is-blocking") ? -1 : 0;
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.line) jumpToLine(textarea, Number(link.dataset.line));
    else goTo(document.querySelector(link.hash));
  });

  function announce(blocking) {
    const { none, some } = status.dataset;
    if (blocking !== known && known >= 0) status.textContent = blocking ? some.replace("{count}", blocking) : none;
    known = blocking;
  }

  form.addEventListener("writing:judged", ({ detail }) => {
    // Who is about to follow an entry keeps it.
    if (list.innerHTML !== detail.checks && !list.contains(document.activeElement)) list.innerHTML = detail.checks;
    count.textContent = detail.count;
    count.classList.toggle("is-blocking", detail.blocking > 0);
    if (override) override.hidden = !detail.blocking && !override.querySelector("textarea").value;
    announce(detail.blocking);
  });
}
