"""The whole public site as files: what anybody may read, found as a reader finds it, by following links."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from django.urls import reverse

from articles import redirects
from articles.crew import Crew

from .outcomes import Exported, ExportedFile, ExportFailure, ExportNote
from .static_addresses import Addresses
from .static_answers import Answer, Look, Question, is_static, look, own_address, site_of
from .static_names import files_of, folded, problem_of, warning_of
from .static_places import Places
from .static_redirects import Moved, Rules, below, is_shown_as_page, moved_addresses, shown_address, stub
from .static_scratch import scratch

START = ("sitemap", "home", "robots", "feed", "json_feed", "categories", "tags", "archive", "search")
CLOSED = ("/admin/", "/preview/")
NOTHING = "/preview/404/"  # where nothing ever is
TOGETHER = 8  # addresses that one process is asked for at once
FINAL = {"media", "cover", "card", "site_card"}  # whatever gets another content gets another address
PARTS = {"cover", "card", "site_card", "accent"}  # what a page can't be without
MAP, ATOM = "application/xml", "application/atom+xml"
FEEDS = ("/feed/", *(f"/{subject}/:slug/feed/" for subject in redirects.SUBJECTS))
HOSTING = {
    # GitHub Pages would leave out what begins with _.
    ".nojekyll": b"",
    # What Netlify and Cloudflare Pages read.
    "_headers": "".join(f"{feed}\n  Content-Type: {ATOM}; charset=utf-8\n" for feed in FEEDS).encode(),
}


class Unchanged(NamedTuple):
    """A file that is where it was, and can't have changed."""

    path: str


Found = Exported | Unchanged


def site_files() -> Iterator[Exported]:
    """Yield every file of the public site, and what is to be said of it."""
    return (found for found in Crawl() if not isinstance(found, Unchanged))


class Crawl:
    """Yields the files of the site; while it does, `addresses.known` says how many there are, as far as it has looked.

    `is_held` says of the path of a file that never changes whether it need not be made again. Of several `jobs` each
    is a process; what they find comes in the same order as from one.
    """

    def __init__(self, is_held: Callable[[str], bool] = lambda path: False, jobs: int | None = 1) -> None:
        self.is_held, self.jobs = is_held, jobs
        self.name = secrets.token_hex(8)
        self.site = site_of(self.name)
        self.variants = 0  # old addresses that lead where one of other capitals leads

    def __iter__(self) -> Iterator[Found]:
        with scratch() as database:
            self.addresses, self.places = Addresses(database), Places(database)
            self.rules = Rules(database)
            yield from self.files()

    def files(self) -> Iterator[Found]:
        self.follow(map(reverse, START), "", is_claimed=True)
        yield from self.walk()
        yield ExportedFile("404.html", self.site.answer(NOTHING).content)
        yield from self.left_behind()
        for path, content in HOSTING.items():
            yield ExportedFile(path, content)

    def follow(self, addresses: Iterable[str], origin: str, *, is_claimed: bool = False) -> None:
        is_open = (address for address in addresses if not address.startswith(CLOSED))
        self.addresses.add(is_open, origin, is_claimed=is_claimed)

    def walk(self) -> Iterator[Found]:
        with Crew(look, self.jobs) as crew:
            while self.addresses.is_waiting or crew.given:
                while self.addresses.is_waiting and not crew.is_full:
                    crew.give(self.question())
                asked, looks = crew.take()
                for address, seen in zip(asked.addresses, looks, strict=True):
                    yield from self.visit(address, seen)

    def question(self) -> Question:
        addresses = self.addresses.take(TOGETHER)
        final = (address for address in addresses if route_of(address) in FINAL)
        return Question(self.name, addresses, frozenset(filter(self.is_there, final)))

    def is_there(self, address: str) -> bool:
        return self.is_held(files_of(address)[0])

    def visit(self, address: str, seen: Look) -> Iterator[Found]:
        answer = seen.answer
        if answer is None:
            path = files_of(address)[0]
            self.addresses.found(address, "")
            self.places.take(path)
            yield Unchanged(path)
        elif answer.status == 200:
            self.addresses.found(address, answer.kind)
            self.follow(seen.links, address, is_claimed=answer.kind == MAP)
            yield from self.placed(address, answer)
        elif answer.status in {301, 302}:
            self.sent_on(address, answer.location)
        elif answer.status != 410:
            yield self.complaint(address, answer.status)

    def placed(self, address: str, answer: Answer, new: str = "") -> Iterator[Found]:
        for path in files_of(address, answer.kind):
            other = self.places.take(path, new)
            if problem := problem_of(path):
                yield ExportFailure(path, problem)
            elif other != path:
                yield ExportFailure(path, f"would be one file with {other} on disks that know no capitals")
            else:
                yield ExportedFile(path, answer.content)
                if warning := warning_of(path):
                    yield ExportNote(path, warning)

    def sent_on(self, address: str, location: str) -> None:
        """Servers of files add a last / by themselves."""
        target = own_address(location, address)
        if target:
            origin, is_claimed = self.addresses.told_of(address)
            self.follow([target], origin, is_claimed=is_claimed)
            if target != f"{address}/":
                self.addresses.leads_on(Moved(address, target))

    def complaint(self, address: str, status: int) -> Found:
        origin, is_claimed = self.addresses.told_of(address)
        path = files_of(address)[0]
        is_part = is_static(address) or route_of(address) in PARTS
        if status == 404 and not (is_part or is_claimed):
            return ExportNote(files_of(origin)[0], f"leads to {address}, where nothing is")
        return ExportFailure(
            path, f"the site answered {status}" + (f"; linked from {origin}" if origin else "")
        )

    def left_behind(self) -> Iterator[Found]:
        """Yield what stands at old addresses: a page that leads on or, of all but pages, the thing itself."""
        asking = 0
        for moved in self.all_moved():
            asking += "?" in moved.old
            # A link to an old address has told of it before.
            if self.is_open(moved) and self.rules.add(moved):
                yield from self.stand_in(moved)
        yield ExportedFile("_redirects", self.rules.content())
        if self.variants:
            yield ExportNote(
                "_redirects",
                f"alone leads on from {self.variants} old addresses that others are but for capitals",
            )
        if asking:
            yield ExportNote(
                "_redirects", f"lacks {asking} old addresses with a query, which files can't answer"
            )

    def all_moved(self) -> Iterator[Moved]:
        """Yield old addresses, those last that follow from others: what was said of one itself goes first."""
        yield from chain(self.addresses.moved(), moved_addresses())
        for moved in chain(self.addresses.moved(), moved_addresses()):
            yield from below(moved)

    def is_open(self, moved: Moved) -> bool:
        """Whether an old address leads to something public and is not in use itself."""
        kind_of = self.addresses.kind_of
        return "?" not in moved.old and kind_of(moved.new) is not None and kind_of(moved.old) is None

    def stand_in(self, moved: Moved) -> Iterator[Found]:
        if self.addresses.kind_of(moved.new) == "text/html":
            answer = Answer(200, "text/html", stub(moved.new))
            if not is_shown_as_page(moved.old):
                yield ExportNote(
                    moved.old.strip("/"), "is no name of a page; only _redirects leads on from it"
                )
                return
        else:
            answer = self.site.answer(moved.new)
        address = shown_address(moved.old) if answer.kind == "text/html" else moved.old
        paths = files_of(address, answer.kind)
        if all(self.places.leads_to(path, moved.new) for path in paths):
            return
        if holder := next(filter(None, map(self.places.holder, paths)), ""):
            yield from self.left_out(moved, paths, holder)
            return
        yield from self.placed(address, answer, moved.new)

    def left_out(self, moved: Moved, paths: list[str], holder: str) -> Iterator[Found]:
        if self.places.leads_to(holder, moved.new) and folded(holder) in map(folded, paths):
            self.variants += 1
        else:
            reason = f"has no file, because of {holder}; only _redirects leads on from it"
            yield ExportNote(moved.old.strip("/"), reason)

    def may_be_public(self, address: str) -> bool:
        status = self.site.answer(address).status
        return status == 200 or status >= 500


def route_of(address: str) -> str:
    return redirects.route_name(address)
