// The form of a page: the comforts of the writing page that a text alone can have.
import * as count from "./writing/count.js";
import * as fullscreen from "./writing/fullscreen.js";
import * as help from "./writing/help.js";
import * as keys from "./writing/keys.js";
import * as paste from "./writing/paste.js";
import * as toolbar from "./writing/toolbar.js";

const form = document.querySelector("[data-writing-text]")?.closest("form");

if (form) {
  for (const module of [toolbar, keys, paste, count, fullscreen, help]) module.start(form);
}
