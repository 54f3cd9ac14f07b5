"""A page that holds the text field and nothing else, and texts with a cursor in them."""

from pathlib import Path

import django
from django.template.loader import render_to_string

from cms.security import ADMIN_POLICY

STATIC = Path(__file__).parents[3] / "static"
DJANGO = Path(django.__file__).parent / "contrib/admin/static/admin"
PAGE = """<!doctype html><html lang="en" dir="{dir}"><head><title>Writing</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/base.css"><link rel="stylesheet" href="/css/admin.css">
<link rel="stylesheet" href="/css/writing-text.css"><script type="module" src="/js/writing.js"></script></head>
<body><main><h1>Writing</h1><form id="post_form" data-writing>
<div class="writing-text" data-writing-text>{toolbar}
<textarea id="id_body" class="post-body" aria-label="Body"></textarea><p class="writing-count" data-count></p></div>
{help}<input type="submit" name="_continue" value="Save"></form><nav data-outline aria-label="Outline" hidden></nav></main></body></html>"""
MODULES = "toolbar keys paste count outline fullscreen help".split()
START = "".join(
    f'import * as {name} from "/js/writing/{name}.js";\n{name}.start(document.forms[0]);\n'
    for name in MODULES
)
KINDS = {".js": "text/javascript", ".css": "text/css"}


def serve(route, direction: str) -> None:
    path = route.request.url.removeprefix("http://localhost/")
    if path == "base.css":
        sheets = [(DJANGO / f"css/{name}.css").read_text() for name in ("base", "dark_mode")]
        route.fulfill(body="".join(sheets), content_type="text/css")
    elif path == "js/writing.js":
        route.fulfill(body=START, content_type="text/javascript")
    elif path.startswith(("js/", "css/")):
        file = STATIC / path
        route.fulfill(body=file.read_text(), content_type=KINDS[file.suffix])
    else:
        parts = {
            name: render_to_string(f"admin/articles/post/_{name}.html") for name in ("toolbar", "shortcuts")
        }
        body = PAGE.format(dir=direction, toolbar=parts["toolbar"], help=parts["shortcuts"])
        headers = {"Content-Security-Policy": ADMIN_POLICY}
        route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)


def opened(browser, direction: str = "ltr", setup: str = "", **options):
    context = browser.new_context(viewport={"width": 1000, "height": 800}, **options)
    context.add_init_script(setup)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.route("http://localhost/**", lambda route: serve(route, direction))
    page.goto("http://localhost/")
    page.wait_for_selector("[data-toolbar]:not([hidden])")
    return page


# ‸ is the cursor; « and » are the ends of a selection.
def state_of(marked: str) -> dict:
    if "‸" in marked:
        at = marked.index("‸")
        return {"value": marked.replace("‸", ""), "start": at, "end": at}
    start, end = marked.index("«"), marked.index("»") - 1
    return {"value": marked.replace("«", "").replace("»", ""), "start": start, "end": end}


def marked(value: str, start: int, end: int) -> str:
    if start == end:
        return f"{value[:start]}‸{value[start:]}"
    return f"{value[:start]}«{value[start:end]}»{value[end:]}"


APPLY = """async ([file, name, state, args]) => {
  const change = (await import(`/js/writing/${file}.js`))[name](state, ...args);
  if (!change) return null;
  const { value } = state;
  return [value.slice(0, change.start) + change.replacement + value.slice(change.end), ...change.selection];
}"""


def changed(page, file: str, name: str, before: str, *arguments) -> str | None:
    result = page.evaluate(APPLY, [file, name, state_of(before), arguments])
    return result and marked(*result)


def called(page, file: str, name: str, *arguments):
    script = "async ([file, name, args]) => (await import(`/js/writing/${file}.js`))[name](...args)"
    return page.evaluate(script, [file, name, arguments])


def put(page, text: str) -> None:
    state = state_of(text)
    page.evaluate(
        """({ value, start, end }) => {
          const field = document.getElementById("id_body");
          field.focus();
          field.select();
          document.execCommand(value ? "insertText" : "delete", false, value);
          field.setSelectionRange(start, end);
        }""",
        state,
    )


def shown(page) -> str:
    field = "document.getElementById('id_body')"
    return marked(*page.evaluate(f"[{field}.value, {field}.selectionStart, {field}.selectionEnd]"))


def heard(page, name: str, detail: str) -> None:
    page.evaluate(
        f"""() => document.getElementById("post_form").addEventListener("{name}", (event) => {{
          window.heard = ({detail})(event.detail);
          event.preventDefault();
        }})"""
    )
