"""The addresses that an imported site had, and where they lead here.

Of the many forms of an address (`/a/`, `/a.html`, `/a/index.html`) one row is kept: `redirects.places` finds the others.
What is returned are the addresses that can't lead on, each with the reason in brackets.
"""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.urls import reverse

from articles import redirects, tagging
from articles.importers.base import ImportedListing, ImportedRedirect
from articles.models import Author, Category, Redirect, Tag
from articles.models.redirect import LONGEST, tidy_path

AT_ONCE = 200  # articles whose addresses are stored together
TEXTS = {"article", "page"}  # routes
INDEXES = ("home", "archive", "categories", "tags")
FARTHEST = 20  # redirects of the old site that may follow one another


class Wish(NamedTuple):
    """Old addresses, tidied, that are to lead to one path of this site."""

    old: list[str]
    new: str


def leave(old_paths: Iterable[str], new_address: str) -> list[str]:
    """Send old addresses, decoded, on to a new one, which is percent-encoded; return those that can't be."""
    return leave_all([(old_paths, new_address)])


def leave_all(pairs: Iterable[tuple[Iterable[str], str]]) -> list[str]:
    """Send old addresses on to new ones, many at once, as `leave` does."""
    refused: list[str] = []
    rest = iter(pairs)
    while some := list(islice(rest, AT_ONCE)):
        refused += leave_some([(list(old), new) for old, new in some])
    return refused


def leave_some(pairs: list[tuple[list[str], str]]) -> list[str]:
    foreign = [
        f"{path} (leads to another site: {new})" for old, new in pairs if not path_of(new) for path in old[:1]
    ]
    wishes = [
        Wish(list(dict.fromkeys(map(redirects.tidy_address, old))), path_of(new))
        for old, new in pairs
        if path_of(new)
    ]
    ends = {wish.new for wish in wishes}
    live = redirects.live_among({path for wish in wishes for path in wish.old if may_be_live(path)})
    rows: dict[str, str] = {}
    refused: list[str] = []
    for wish in wishes:
        for alike in forms_together(wish.old):
            row, complaint = choose(alike, wish.new, live | ends)
            refused += [complaint] if complaint else []
            if row and rows.setdefault(row, wish.new) != wish.new:
                refused.append(f"{row} (leads to {rows[row]} already)")
    for row, place in claimed(rows).items():
        del rows[row]
        refused.append(f"{row} (leads to {place} already)")
    spare = {
        folded: new for old, new in rows.items() if (folded := carelessly(old)) not in {*rows, *ends, ""}
    }
    if rows:
        Redirect.objects.leave_all(rows, spare, {path for wish in wishes for path in wish.old})
    return foreign + refused


def claimed(rows: dict[str, str]) -> dict[str, str]:
    """Return those of the old addresses that lead to another text that readers have, and to which."""
    found = dict(Redirect.objects.filter(old_path__in=rows).values_list("old_path", "new_path"))
    others = {old: new for old, new in found.items() if new != rows[old] and is_live_text(new)}
    return {old: new for old, new in others.items() if not is_spare(old, new)}


def is_live_text(path: str) -> bool:
    return redirects.route_name(path) in TEXTS and redirects.is_live(path)


def is_spare(old_path: str, new_path: str) -> bool:
    """Say whether a redirect is kept for careless spellings of another one."""
    others = Redirect.objects.filter(new_path=new_path).exclude(old_path=old_path)
    return old_path in map(carelessly, others.values_list("old_path", flat=True))


def path_of(address: str) -> str:
    """Return the decoded path of an address of this site, as it is stored; "" of another site's."""
    try:
        parts = urlsplit(address.removeprefix(settings.SITE_URL))
    except ValueError:  # such as http://[
        return ""
    path = unquote(parts.path)
    is_own = not parts.scheme and not parts.netloc and redirects.is_path(path)
    if not is_own:
        return ""
    return path if redirects.is_closed(path) else tidy_path(path)


def may_be_live(path: str) -> bool:
    # Most forms end so, and finding out that there is no such route takes longer than all else.
    return "?" not in path and not path.endswith(".html")


def forms_together(paths: list[str]) -> Iterable[list[str]]:
    """Group addresses under which a web server gives the same page; one with a query is alone."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(path if "?" in path else redirects.stem_of(path), []).append(path)
    return groups.values()


def choose(alike: list[str], new_path: str, taken: set[str]) -> tuple[str, str]:
    """Return which of the forms of an old address to keep, and what is to be said of those that can't be."""
    complaint = ""
    for path in alike:
        if path == new_path or (new_path == "/" and path in redirects.FRONT_FILES):
            continue
        reason = objection(path, taken)
        if not reason:
            return path, complaint
        complaint = complaint or f"{path} ({reason})"
    return "", complaint


def objection(path: str, taken: set[str]) -> str:
    """Say why nobody can be sent on from an address; "" if they can."""
    if len(path) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if not redirects.is_old_address(path):
        return "is no address that could be asked for"
    if "?" in path:
        return ""
    if path in redirects.FRONT_FILES or not redirects.is_free(path):
        return "is taken by the site itself"
    return "is that of a page here, which stays" if path in taken else ""


def carelessly(path: str) -> str:
    """Return the spelling under which an address is also found where it was written without care; "" for none."""
    spelling = "" if "?" in path else redirects.folded(path)
    return spelling if redirects.is_old_address(spelling) and redirects.is_free(spelling) else ""


def leave_listing(listing: ImportedListing) -> list[str]:
    """Send the addresses of a listing of the old site, or of its feed, on to those here."""
    address = place_of(listing)
    if not address:
        what = f"{listing.kind} {listing.name}".strip()
        return [f"{path} (there is no {what} here)" for path in listing.old_paths[:1]]
    return leave(listing.old_paths, address)


def place_of(listing: ImportedListing) -> str:
    """Return the address here of what the old site listed; "" when there is no such thing."""
    if listing.kind in INDEXES:
        return reverse("feed" if listing.is_feed else listing.kind)
    names = filter(None, [listing.name, listing.strict_name])
    subject = next(filter(None, (subject_named(listing.kind, name) for name in names)), None)
    return subject.get_absolute_url() + ("feed/" if listing.is_feed else "") if subject else ""


def subject_named(kind: str, name: str) -> Category | Tag | Author | None:
    if kind == "tag":
        return Tag.objects.filter(key=tagging.fold(name)).first()
    rows = Author.objects.all() if kind == "author" else Category.objects.all()
    return rows.filter(name__iexact=name).first()


def leave_redirect(redirect: ImportedRedirect) -> list[str]:
    """Send an address that the old site sent on to where that leads here; call it once all articles are in."""
    return leave_redirects([redirect])


def leave_redirects(given: Iterable[ImportedRedirect]) -> list[str]:
    """Send on from addresses as `leave_redirect` does; where they lead to one another, to the end at once."""
    targets = {redirects.tidy_address(redirect.old_path): redirect.target for redirect in given}
    refused: list[str] = []
    pairs: list[tuple[list[str], str]] = []
    for old_path in targets:
        end, problem = end_of(old_path, targets)
        refused += [f"{old_path} ({problem})"] if problem else []
        pairs += [] if problem else [([old_path], quote(end))]
    return refused + leave_all(pairs)


def end_of(old_path: str, targets: dict[str, str]) -> tuple[str, str]:
    """Return the path here that an old site's redirect leads to in the end, or else what is wrong with it."""
    target = targets[old_path]
    for _step in range(FARTHEST):
        path = path_of(target)
        if not path:
            return "", f"leads to another site: {target}"
        if (
            path not in targets or path_of(targets[path]) == path
        ):  # a plugin's redirect to what stands here too
            return here(path)
        target = targets[path]
    return "", "leads round in a circle"


def here(path: str) -> tuple[str, str]:
    """Return where an address of the old site is found on this one, or else that it is not."""
    place = path if redirects.is_live(path) else redirects.destination(path).path
    return (place, "") if place else ("", f"leads to {path}, where nothing is")
