"""HTML that is read away from its page, as in a feed, with addresses that work there."""

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

ADDRESSES = {"href", "src", "poster", "cite"}


def with_absolute_addresses(html: str, base: str) -> str:
    """Return sanitised HTML with each address, also those in `srcset`, resolved against the page's own, `base`."""
    rewriter = _Rewriter(base)
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.parts)


class _Rewriter(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=False)
        self.base = base
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        if any(name in ADDRESSES or name == "srcset" for name, _value in attrs):
            written = f"<{tag}{''.join(self.attribute(name, value) for name, value in attrs)}>"
        self.parts.append(written)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def attribute(self, name: str, value: str | None) -> str:
        value = value or ""
        if name in ADDRESSES:
            value = self.resolve(value)
        elif name == "srcset":
            value = ", ".join(self.candidate(part) for part in value.split(", "))
        return f' {name}="{escape(value)}"'

    def candidate(self, part: str) -> str:
        address, _space, descriptor = part.strip().partition(" ")
        return f"{self.resolve(address)} {descriptor}".rstrip()

    def resolve(self, address: str) -> str:
        try:
            return urljoin(self.base, address)
        except ValueError:
            return address  # such as http://[, which leads nowhere from any page
