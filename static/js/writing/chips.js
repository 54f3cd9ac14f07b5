// Chips in a row: chosen with arrows, moved with Alt and arrows or by dragging, removed with Delete.
const FAR_ENOUGH = 6;

function directionOf(list, key) {
  const isRtl = getComputedStyle(list).direction === "rtl";
  const forward = isRtl ? "ArrowLeft" : "ArrowRight";
  const backward = isRtl ? "ArrowRight" : "ArrowLeft";
  return { [forward]: 1, ArrowDown: 1, [backward]: -1, ArrowUp: -1 }[key] ?? 0;
}

function select(list, chip) {
  for (const other of list.children) {
    other.tabIndex = other === chip ? 0 : -1;
    other.setAttribute("aria-selected", String(other === chip));
  }
}

function moveByKey(chip, direction) {
  if (direction > 0) chip.nextElementSibling?.after(chip);
  else chip.previousElementSibling?.before(chip);
  chip.focus();
}

function drag(list, chip, start, moved) {
  let hasMoved = false;
  function over(event) {
    hasMoved ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > FAR_ENOUGH;
    const target = document.elementFromPoint(event.clientX, event.clientY)?.closest(".tags-chip");
    chip.classList.toggle("is-moving", hasMoved);
    if (!hasMoved || !target || target === chip || target.parentElement !== list) return;
    const chips = [...list.children];
    if (chips.indexOf(target) > chips.indexOf(chip)) target.after(chip);
    else target.before(chip);
  }
  function end() {
    chip.classList.remove("is-moving");
    for (const type of ["pointerup", "pointercancel"]) document.removeEventListener(type, end);
    document.removeEventListener("pointermove", over);
    if (hasMoved) moved(chip);
  }
  document.addEventListener("pointermove", over);
  for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, end);
}

/** Let the chips of a list be moved and removed; `entry` is the field behind the last one. */
export function makeMovable(list, entry, { remove, moved }) {
  list.addEventListener("keydown", (event) => {
    const chip = event.target.closest(".tags-chip");
    const direction = directionOf(list, event.key);
    const ends = { Home: list.firstElementChild, End: list.lastElementChild };
    if (!chip || event.ctrlKey || event.metaKey) return;
    if (direction && event.altKey) {
      moveByKey(chip, direction);
      moved(chip);
    } else if (direction) {
      const next = direction > 0 ? (chip.nextElementSibling ?? entry) : chip.previousElementSibling;
      next?.focus();
    } else if (ends[event.key]) ends[event.key].focus();
    else if (["Delete", "Backspace"].includes(event.key)) remove(chip);
    else return;
    event.preventDefault();
  });
  entry.addEventListener("keydown", (event) => {
    const isAtStart = !entry.selectionStart && !entry.selectionEnd;
    if (isAtStart && !event.altKey && event.key.startsWith("Arrow") && !/Up|Down/.test(event.key) && directionOf(list, event.key) < 0) {
      list.lastElementChild?.focus();
    }
  });
  list.addEventListener("focusin", (event) => select(list, event.target));
  list.addEventListener("focusout", () => select(list, null));
  list.addEventListener("click", (event) => event.target.closest("[data-remove]") && remove(event.target.closest(".tags-chip")));
  list.addEventListener("pointerdown", (event) => {
    const chip = event.target.closest(".tags-chip");
    if (chip && event.button === 0 && !event.target.closest("[data-remove]")) drag(list, chip, event, moved);
  });
}
