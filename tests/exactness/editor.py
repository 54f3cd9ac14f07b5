"""An editor at the admin's forms, over HTTP: in another process than those that write otherwise."""

import http.client
from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser

from tests.exactness.raw_steps import Rows, key
from tests.exactness.words import PASSWORD, sentence
from tests.plain_browser import fields_of


class Editor:
    def __init__(self, port: int, rows: Rows) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.rows, self.cookies, self.fields = rows, {}, {}

    def log_in(self) -> None:
        self.open("/admin/login/", "#login-form")
        self.send("/admin/login/", username="editor", password=PASSWORD)

    def ask(self, method: str, path: str, fields: dict | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(fields or {}, doseq=True), headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, page

    def open(self, path: str, form: str) -> None:
        status, page = self.ask("GET", path)
        if status == 302:  # the session has come to its end
            self.log_in()
            status, page = self.ask("GET", path)
        assert status == 200, (path, status)
        self.fields = dict(fields_of(LexborHTMLParser(page).css(f"{form} :is(input, select, textarea)")))

    def send(self, path: str, **fields) -> int:
        status, page = self.ask("POST", path, {**self.fields, **fields})
        # 409: what was written past the history clashes with what is sent, and nothing is stored.
        assert status in {302, 409}, (path, status, LexborHTMLParser(page).css_first("main, #content").text())
        return status

    def posts(self) -> list[int]:
        """Return the keys of the articles that can be changed: what lies in the bin can't."""
        return [row[0] for row in sorted(self.rows("SELECT id FROM articles_post WHERE status != 'binned'"))]

    def write(self, rng) -> str:
        form = f"/admin/articles/post/{rng.choice(self.posts())}/change/"
        self.open(form, "#post_form")
        status = self.send(
            form, title=sentence(rng), body=f"{sentence(rng)}\n", override="For the test.", _continue="1"
        )
        return f"{form} was answered {status}"

    def act(self, rng) -> str:
        action = rng.choice(["publish", "publish", "withdraw", "delete_selected"])
        chosen = rng.sample(self.posts(), 2)
        self.open("/admin/articles/post/", "#changelist-form")
        sent = {"action": action, "_selected_action": chosen, "index": "0"}
        token = self.fields["csrfmiddlewaretoken"]
        self.fields = {}
        self.send("/admin/articles/post/", csrfmiddlewaretoken=token, **sent)
        return f"{action} {chosen}"

    def describe_category(self, rng) -> str:
        form = f"/admin/articles/category/{key(rng, self.rows, 'articles_category')}/change/"
        self.open(form, "#category_form")
        self.send(form, description=sentence(rng))
        return form

    def name_site(self, rng) -> str:
        form = "/admin/articles/sitesettings/1/change/"
        self.open(form, "#sitesettings_form")
        self.send(form, tagline=sentence(rng))
        return form

    @property
    def steps(self) -> dict:
        return {
            f"editor_{step.__name__}": step
            for step in (self.write, self.act, self.describe_category, self.name_site)
        }
