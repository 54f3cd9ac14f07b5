// Name the boxes that select2 puts in the place of a select as its label does: while empty they have no name of their own.
const { jQuery } = window.django ?? {};

function nameBox(select) {
  const box = select.parentElement.querySelector(".select2-selection");
  const label = select.labels[0]?.textContent.replace(/:\s*$/, "").trim();
  if (box && label) {
    // select2 calls the text inside a text box, and takes the name of the whole from it.
    box.querySelector("[role=textbox]")?.removeAttribute("role");
    box.querySelector("[aria-readonly]")?.removeAttribute("aria-readonly");
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", [label, select.selectedOptions[0]?.text].filter(Boolean).join(": "));
  }
}

// After the admin's own start, which waits in the same queue and was there first.
jQuery?.(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    nameBox(select);
    jQuery(select).on("change", () => nameBox(select));
  }
});
