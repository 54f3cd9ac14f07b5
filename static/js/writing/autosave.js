// Keep what is typed: in this browser at once, on the server a moment after. The fields are read, never written.
import * as leftovers from "./leftovers.js";
import { fieldsOf, freshen, post, send } from "./sending.js";
import { noteBoard } from "./notes.js";

const IN_BROWSER = 300;
const QUIET = 2_000;
const AT_MOST = 4_000; // what a crash may take of words that are typed without a pause
const BEAT = 20_000;
const BEAT_IN_BACKGROUND = 60_000;
const PATIENCE = 60_000;

// The server's time as far as this page knows it: the clocks of computers differ. It never goes back.
function serverClock(shown) {
  let ahead = shown - performance.now();
  return {
    now: () => Math.round(ahead + performance.now()),
    set: (now) => {
      ahead = Math.max(ahead, now - performance.now());
    },
  };
}

export function start(form) {
  const bar = form.querySelector("[data-autosave]");
  if (!bar) return;
  const { autosave: address, spare, writer } = bar.dataset;
  const name = form.elements.namedItem("session").value;
  const clock = serverClock(Number(bar.dataset.now));
  const board = noteBoard(form, bar, name);
  const textNow = () => JSON.stringify(fieldsOf(form));
  const base = () => fieldsOf(form).filter(([field]) => field === "base");
  const timers = {};
  let known = textNow(); // what the server has
  let seen = known; // what was last noticed here
  let [typedAt, unsentSince, failures] = [0, 0, 0];
  let [isInBrowser, isSending, isSubmitted] = [true, false, false];

  const isUnsent = () => textNow() !== known;
  function later(task, act, wait) {
    clearTimeout(timers[task]);
    timers[task] = setTimeout(act, wait);
  }

  function notice() {
    const text = textNow();
    if (text === seen) return;
    [seen, isSubmitted] = [text, false];
    typedAt = clock.now();
    unsentSince ||= performance.now();
    timers.browser ||= setTimeout(keepInBrowser, IN_BROWSER); // not put off by the next key
    if (!failures) later("push", push, Math.max(0, Math.min(QUIET, unsentSince + AT_MOST - performance.now())));
  }

  function keepInBrowser() {
    timers.browser = clearTimeout(timers.browser);
    if (isUnsent()) isInBrowser = leftovers.keep(writer, address, name, { typedAt, fields: fieldsOf(form) });
    else leftovers.drop(writer, address, name, typedAt);
  }

  async function push() {
    if (isSubmitted) return;
    if (isSending) {
      later("push", push, IN_BROWSER);
      return;
    }
    const [fields, text, at] = [fieldsOf(form), textNow(), typedAt];
    if (text === known) {
      beat();
      return;
    }
    isSending = true;
    const result = await send(address, fields, { session: name, writer, typed_at: at });
    isSending = false;
    settle(result);
    if (result.answer?.is_kept) {
      [known, unsentSince] = [text, 0];
      leftovers.drop(writer, address, name, at);
      board.kept(result.answer.saved_text);
    } else if (result.answer) {
      typedAt = clock.now(); // it was behind
    }
    if (result.answer && isUnsent()) later("push", push, QUIET);
  }

  // Say that the page is open, and hear who else is there.
  async function beat() {
    if (isSending || isSubmitted) return;
    isSending = true;
    const result = await send(address, base(), { session: name, writer });
    isSending = false;
    settle(result);
  }

  function settle({ answer, trouble }) {
    if (answer) {
      clock.set(answer.now);
      board.show(answer.notes);
    }
    failures = trouble ? failures + 1 : 0;
    if (trouble && isUnsent()) keepInBrowser();
    board.warn(trouble && !isInBrowser && isUnsent() ? "nowhere" : trouble);
    if (trouble) later("push", push, Math.min(QUIET * 2 ** Math.min(failures - 1, 5), PATIENCE));
    plan();
  }

  function plan() {
    later("beat", alive, document.hidden ? BEAT_IN_BACKGROUND : BEAT);
  }

  function alive() {
    notice(); // what a script put into the form without saying so
    plan();
    push();
  }

  async function recover() {
    let found = 0;
    for (const { address: to, name: of, typedAt: at, fields } of leftovers.of(writer)) {
      const aside = { session: of, writer, typed_at: at, leaving: 1 };
      let { answer, trouble } = await send(to, fields, aside);
      // What belongs to an article that is out of reach comes back as text of a new one.
      if (trouble === "refused") ({ answer } = await send(spare, fields, { ...aside, session: `${of.split(".")[0].slice(0, 24)}-kept` }));
      if (answer) leftovers.drop(writer, to, of, at);
      if (answer && (to === address || spare === address)) found += 1;
    }
    await beat();
    board.refresh(found > 0);
  }

  function turn() {
    notice();
    if (document.hidden) keepInBrowser();
    if (isUnsent() || !document.hidden) push();
    plan();
  }

  function go() {
    const isOpen = isUnsent() && !isSubmitted;
    if (isOpen) keepInBrowser();
    post(address, isOpen ? fieldsOf(form) : base(), { session: name, writer, typed_at: typedAt || clock.now(), leaving: 1 });
  }

  function submit(event) {
    freshen(form);
    if (event.submitter?.formTarget || event.submitter?.hasAttribute("formaction")) return;
    notice();
    keepInBrowser();
    isSubmitted = true;
    // Another script may keep the form from being sent.
    setTimeout(() => {
      isSubmitted &&= !event.defaultPrevented;
    });
  }

  function ask(event) {
    if (isSubmitted || !isUnsent()) return;
    keepInBrowser();
    if (!isInBrowser) event.preventDefault();
  }

  // What a browser puts back into a form would meet a newer base.
  form.autocomplete = "off";
  form.addEventListener("input", notice);
  form.addEventListener("change", notice);
  form.addEventListener("submit", submit);
  document.addEventListener("visibilitychange", turn);
  addEventListener("online", turn);
  addEventListener("beforeunload", ask);
  addEventListener("pagehide", go);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    isSubmitted = false;
    turn();
  });
  recover();
}
