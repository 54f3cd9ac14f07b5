// Set the focal point by clicking the picture; the number fields stay the form's truth.
const picture = document.querySelector("[data-focal-point]");
const fields = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));

function showMarker() {
  const [x, y] = fields.map((field) => Math.min(1, Math.max(0, Number(field.value) || 0)));
  marker.style.insetInlineStart = `${x * 100}%`;
  marker.style.insetBlockStart = `${y * 100}%`;
}

const marker = document.createElement("span");
if (picture && fields.every(Boolean)) {
  marker.className = "focal-marker";
  picture.append(marker);
  showMarker();
  fields.forEach((field) => field.addEventListener("input", showMarker));
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    fields[0].value = ((event.clientX - box.left) / box.width).toFixed(2);
    fields[1].value = ((event.clientY - box.top) / box.height).toFixed(2);
    showMarker();
  });
}
