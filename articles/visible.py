"""The text that a reader of stored HTML sees."""

from html.parser import HTMLParser

HIDDEN = frozenset("script style template title svg annotation".split())
INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var wbr".split()
)
NOTE_MARKS = frozenset(["footnote-ref", "footnote-backref"])


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden_in: list[str] = []

    def handle_starttag(self, tag, attributes):
        if self.hidden_in:
            self.hidden_in += [tag] * (tag == self.hidden_in[0])
        elif tag in HIDDEN or (tag == "a" and dict(attributes).get("class") in NOTE_MARKS):
            self.hidden_in.append(tag)
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_startendtag(self, tag, attributes):
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag):
        if self.hidden_in and tag == self.hidden_in[0]:
            self.hidden_in.pop()
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_data(self, data):
        if not self.hidden_in:
            self.parts.append(data)


def visible_text(html: str) -> str:
    """Return the words of sanitised HTML in one line, without marks of footnotes and the source of formulas."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.parts).split())
