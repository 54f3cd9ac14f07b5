// The writing page: each module adds one comfort to the plain form.
import * as autosave from "./writing/autosave.js";
import * as card from "./writing/card.js";
import * as checks from "./writing/checks.js";
import * as count from "./writing/count.js";
import * as fullscreen from "./writing/fullscreen.js";
import * as help from "./writing/help.js";
import * as hero from "./writing/hero.js";
import * as hints from "./writing/hints.js";
import * as keys from "./writing/keys.js";
import * as moments from "./writing/moments.js";
import * as outline from "./writing/outline.js";
import * as panels from "./writing/panels.js";
import * as paste from "./writing/paste.js";
import * as preview from "./writing/preview.js";
import * as share from "./writing/share.js";
import * as slug from "./writing/slug.js";
import * as tags from "./writing/tags.js";
import * as toolbar from "./writing/toolbar.js";
import * as upload from "./writing/upload.js";

const modules = [
  ...[toolbar, keys, paste, count, outline, fullscreen, help, panels, slug],
  ...[tags, hero, moments, hints, card, checks, preview, upload, share, autosave],
];
const form = document.querySelector("form[data-writing]");

if (form) {
  for (const module of modules) module.start(form);
}
