"""A browser without scripts, over Django's test client: it sends exactly the fields that a served form has."""

from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

SUBMIT = {None, "", "submit"}


class PlainBrowser:
    """`page` is what was served last, `typed` what was put into its forms and not sent yet."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.address = "/"

    def open(self, address: str):
        return self.take(self.client.get(urljoin(self.address, address), follow=True))

    def take(self, response):
        self.address, self.status, self.typed = (
            response.wsgi_request.get_full_path(),
            response.status_code,
            {},
        )
        self.page = LexborHTMLParser(response.content.decode())
        return self

    @property
    def text(self) -> str:
        return " ".join(self.page.body.text().split())

    def follow(self, label: str):
        """Open the first link that says this."""
        link = next(link for link in self.page.css("a[href]") if label in link.text())
        return self.open(link.attributes["href"])

    def fill(self, **values):
        for name, value in values.items():
            assert any(map(is_shown, self.named(name))), f"no field {name} in {self.address}"
            self.typed[name] = value
        return self

    def choose(self, name: str, label: str):
        """Choose the option, or the radio button, that says this."""
        for node in self.named(name):
            options = node.css("option") if node.tag == "select" else [node]
            for option in options:
                words = option.text() if option.tag == "option" else option.parent.text()
                if label in words:
                    return self.fill(**{name: option.attributes.get("value") or ""})
        raise AssertionError(f"{name} has no choice {label}")

    def named(self, name: str) -> list:
        return [
            node for node in self.page.css("input,select,textarea") if node.attributes.get("name") == name
        ]

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return next((value for each, value in fields_of(self.named(name))), "")

    def buttons(self) -> list[str]:
        return [label_of(node) for node in self.submits()]

    def submits(self) -> list:
        nodes = self.page.css("button,input[type=submit]")
        return [node for node in nodes if node.attributes.get("type") in SUBMIT and is_shown(node)]

    def press(self, label: str):
        """Send the form of the button that says this."""
        assert label in self.buttons(), f"no button {label} in {self.address}: {self.buttons()}"
        button = next(node for node in self.submits() if label_of(node) == label)
        form = self.form_of(button)
        sent = {}
        for name, value in [*fields_of(self.nodes_of(form)), *given(button)]:
            sent.setdefault(name, []).append(value)
        sent |= {
            name: [value] for name, value in self.typed.items() if self.form_of(self.named(name)[0]) == form
        }
        address = button.attributes.get("formaction") or form.attributes.get("action") or self.address
        return self.send(form, urljoin(self.address, address), sent)

    def send(self, form, address: str, sent: dict):
        if form.attributes.get("method", "get").lower() == "get":
            return self.take(self.client.get(address.partition("?")[0], sent, follow=True))
        is_multipart = form.attributes.get("enctype") == "multipart/form-data"
        files = {name for name, values in sent.items() if isinstance(values[0], SimpleUploadedFile)}
        assert is_multipart or not files
        plain = {name: [as_sent(value) for value in values] for name, values in sent.items()}
        return self.take(self.client.post(address, plain, follow=True))

    def nodes_of(self, form) -> list:
        return [node for node in self.page.css("input,select,textarea") if self.form_of(node) == form]

    def form_of(self, node):
        if name := node.attributes.get("form"):
            return self.page.css_first(f"form#{name}")
        return next((each for each in parents(node) if each.tag == "form"), None)


def parents(node):
    while node := node.parent:
        yield node


def is_shown(node) -> bool:
    """Whether somebody can use it: what waits for a script is hidden."""
    return node.attributes.get("type") != "hidden" and not any(
        "hidden" in each.attributes for each in (node, *parents(node))
    )


def label_of(button) -> str:
    return " ".join((button.text() or button.attributes.get("value") or "").split())


def given(button) -> list[tuple[str, str]]:
    name = button.attributes.get("name")
    return [(name, button.attributes.get("value") or "")] if name else []


def as_sent(value):
    """Return a text as browsers send it, whose lines end in two characters."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\n", "\r\n")
    return value


def fields_of(nodes) -> list[tuple[str, str]]:
    """Return names and values of the fields that a browser would send as they stand."""
    found = []
    for node in nodes:
        attributes = node.attributes
        name, kind = attributes.get("name"), attributes.get("type") or "text"
        if not name or "disabled" in attributes or kind in {"submit", "button", "file", "image", "reset"}:
            continue
        if node.tag == "select":
            found.append((name, chosen(node)))
        elif node.tag == "textarea":
            found.append((name, node.text()))
        elif kind not in {"radio", "checkbox"} or "checked" in attributes:
            found.append((name, attributes.get("value") or ("on" if kind == "checkbox" else "")))
    return found


def chosen(select) -> str:
    options = select.css("option")
    option = next((each for each in options if "selected" in each.attributes), options[0])
    return option.attributes.get("value") or ""
