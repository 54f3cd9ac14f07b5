// Keep "Will appear in 3 h 12 min" true while time passes and the editor types. The server has said it already, and the
// server decides: where the browser does not know the site's zone, its words stay.
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function clockOf(zone) {
  const numeric = "numeric";
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  return new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { ...parts, hourCycle: "h23", timeZone: zone });
}

// What the clock shows at an instant, counted as if it were UTC.
function shownAt(instant, clock) {
  const part = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

// The instants that a local time means, the earlier first: one, two where clocks go back, or none.
export function instantsOf(text, clock) {
  const local = Date.parse(`${text.trim().replace(" ", "T").slice(0, 16)}Z`);
  if (Number.isNaN(local)) return [];
  const guesses = [local - DAY, local + DAY].map((near) => local - (shownAt(near, clock) - near));
  return [...new Set(guesses)].filter((guess) => shownAt(guess, clock) === local).sort((a, b) => a - b);
}

function filled(template, values) {
  return template.replace(/%\((\w+)\)[ds]/g, (_all, name) => values[name]);
}

function worded(wait, { hours, minutes }) {
  const left = Math.ceil(wait / MINUTE);
  if (left >= 2 * 24 * 60) {
    const days = { style: "unit", unit: "day", unitDisplay: "long" };
    return new Intl.NumberFormat(document.documentElement.lang || "en", days).format(Math.round(left / (24 * 60)));
  }
  return filled(left < 60 ? minutes : hours, { hours: Math.floor(left / 60), minutes: left % 60 });
}

function refresh(moment, clock) {
  const hint = moment.querySelector("[data-coming]");
  const choice = moment.querySelector("fieldset");
  const instants = instantsOf(moment.querySelector("input").value, clock);
  // The first option asks to choose.
  const chosen = choice ? choice.querySelector("select").selectedIndex - 1 : -1;
  if (choice) choice.hidden = instants.length < 2;
  const instant = instants.length < 2 ? instants[0] : instants[chosen];
  const wait = instant - Date.now();
  hint.textContent = wait > 0 && hint.dataset.coming ? filled(hint.dataset.coming, { time: worded(wait, hint.dataset) }) : "";
}

function watch(moment) {
  let clock;
  try {
    clock = clockOf(moment.dataset.zone);
  } catch {
    return;
  }
  const again = () => refresh(moment, clock);
  moment.addEventListener("input", again);
  setInterval(again, 30_000);
  again();
}

export function start(form) {
  form.querySelectorAll("[data-moment]").forEach(watch);
}
