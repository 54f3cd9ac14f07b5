// The help panel: a dialog with scripts, unfolded in place without.
import { keyNames } from "./shortcuts.js";

const dialogOf = (form) => form.querySelector("[data-help-dialog]");

export function openHelp(form) {
  const dialog = dialogOf(form);
  if (dialog?.open) dialog.close();
  else dialog?.showModal();
}

export function start(form) {
  const panel = form.querySelector("[data-help]");
  const dialog = dialogOf(form);
  if (!panel || !dialog) return;
  dialog.append(panel.querySelector("[data-help-content]"));
  for (const element of dialog.querySelectorAll("[data-with-scripts]")) element.hidden = false;
  for (const key of dialog.querySelectorAll("kbd")) key.textContent = keyNames(key.textContent);
  panel.hidden = true;
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
