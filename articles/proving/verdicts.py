"""One old address asked for: where a reader gets, and what is wrong with the way."""

from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from .addresses import Address
from .asking import Answer, Asker

ON_EVERY_PAGE = frozenset(["", "top"])  # browsers scroll up by themselves
FARTHEST = 5  # redirects that are followed to tell of them


class Verdict(NamedTuple):
    address: Address
    fault: str = ""  # empty where all is well
    end: str = ""  # path of the page that it led to
    html: str = ""  # of that page
    is_redirect: bool = False
    is_withdrawn: bool = False


class Prover:
    """Proves addresses one by one, and tells where links lead."""

    def __init__(self, asker: Asker | None = None) -> None:
        self.asker = asker or Asker()
        # The forms of an address stand together and lead to one page.
        self.ask_again = lru_cache(maxsize=32)(self.asker.ask)
        self.end_of = lru_cache(maxsize=20_000)(self.find_end)

    def prove(self, address: Address) -> Verdict:
        path, _mark, fragment = address.text.partition("#")
        way = self.follow(path)
        last_path, last = way[-1]
        end = urlsplit(last_path).path
        fault = self.fault_of(way)
        if not fault and unquote(fragment) not in ON_EVERY_PAGE | anchors_in(last.html if fragment else ""):
            fault = f"the page {end} has no #{unquote(fragment)}"
        return Verdict(address, fault, end, last.html, len(way) > 1, last.status == 410)

    def follow(self, path: str) -> list[tuple[str, Answer]]:
        way = [(path, self.asker.ask(path))]
        while (last := way[-1][1]).is_redirect and self.asker.is_here(last.location) and len(way) <= FARTHEST:
            way.append((local(last.location), self.ask_again(last.location)))
        return way

    def fault_of(self, way: list[tuple[str, Answer]]) -> str:
        first, last = way[0][1], way[-1][1]
        if last.is_redirect and not self.asker.is_here(last.location):
            return f"leads off the site, to {last.location}"
        if len(way) > 2:
            return f"takes {len(way) - 1} redirects: {' → '.join(unquote(path) for path, _answer in way[1:])}"
        if len(way) == 2 and first.status != 301:
            return f"is sent on by {first.status}, which is not for good"
        if last.status in {200, 410}:
            return ""
        return (
            f"leads to {unquote(way[-1][0])}, which answers {last.status}"
            if len(way) > 1
            else f"{last.status}"
        )

    def find_end(self, path: str) -> str:
        """Return the path that readers get to from a path of this site, or of the old one; what is wrong in brackets."""
        end, answer = self.follow(path)[-1]
        place = unquote(urlsplit(end).path)
        return place if answer.status == 200 else f"{place} ({answer.status})"


def local(address: str) -> str:
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


class AnchorReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {
            value for name, value in attrs if value and (name == "id" or (tag, name) == ("a", "name"))
        }


def anchors_in(html: str) -> frozenset[str]:
    reader = AnchorReader()
    reader.feed(html)
    reader.close()
    return frozenset(reader.found)
