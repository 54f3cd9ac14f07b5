// Preview links are made and revoked without leaving the page; the server's own page of them has what to show then.
export function start(form) {
  const root = form.querySelector("[data-share]");
  const sender = document.getElementById("share_form");
  if (!root || !sender) return;

  async function send(event) {
    event.preventDefault();
    const address = event.submitter?.getAttribute("formaction") ?? sender.action;
    const data = new FormData(sender, event.submitter);
    const response = await fetch(address, { method: "POST", body: data }).catch(() => null);
    const page = new DOMParser().parseFromString(response?.ok ? await response.text() : "", "text/html");
    const fresh = page.querySelector("[data-share]");
    const said = fresh ? page.querySelector(".messagelist")?.textContent.trim() ?? "" : root.dataset.failed;
    if (fresh) root.replaceChildren(...document.adoptNode(fresh).childNodes);
    root.querySelector("[data-status]").textContent = said;
    if (fresh) (root.querySelector("[data-share-address]") ?? root.querySelector("[name=label]")).focus();
  }

  sender.addEventListener("submit", send);
  root.addEventListener("focusin", ({ target }) => target.matches("[data-share-address]") && target.select());
}
