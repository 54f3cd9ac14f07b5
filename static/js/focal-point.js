// Set the focal point with a click on the picture or with arrow keys on it; the number fields stay the form's truth.
const STEP = 0.01;
const LEAP = 0.1;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const inside = (number) => Math.min(1, Math.max(0, Number(number) || 0));

/** Make a picture the way to fill in two fields, fractions from its left and its top. */
export function attach(picture, fields) {
  const marker = document.createElement("span");
  marker.className = "focal-marker";
  picture.append(marker);
  picture.tabIndex = 0;
  picture.setAttribute("role", "slider");
  picture.setAttribute("aria-label", picture.dataset.label);
  function show() {
    const [x, y] = fields.map((field) => inside(field.value));
    // From the left in every script: pictures are not mirrored.
    marker.style.left = `${x * 100}%`;
    marker.style.top = `${y * 100}%`;
    const text = picture.dataset.text.replace("{x}", Math.round(x * 100)).replace("{y}", Math.round(y * 100));
    picture.setAttribute("aria-valuenow", Math.round(x * 100));
    picture.setAttribute("aria-valuetext", text);
  }
  function move(point) {
    for (const [index, field] of fields.entries()) {
      field.value = inside(point[index]).toFixed(2);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    show();
  }
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    move([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]);
  });
  picture.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? LEAP : STEP;
    if (!MOVES[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(fields.map((field, index) => inside(field.value) + MOVES[event.key][index] * step));
  });
  for (const field of fields) field.addEventListener("input", show);
  show();
}

// The page of one picture.
const picture = document.querySelector("[data-focal-point]");
const fields = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));
if (picture && fields.every(Boolean)) attach(picture, fields);
