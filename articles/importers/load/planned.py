"""What earlier transactions of a dry run would have left, had they not been undone."""

from collections.abc import Sequence

from articles import redirects, tagging
from articles.importers.base import ImportedListing, ImportedRedirect
from articles.models import Page, Post
from articles.old_addresses import path_of

from .entries import Entry
from .rows import Rows


class Planned:
    def __init__(self) -> None:
        self.subjects: dict[tuple[str, str], str] = {}  # names of categories, tags and authors
        self.places: dict[str, str] = {}  # where old addresses would lead, without their ends

    def add(self, stored: Post | Page, old_paths: Sequence[str]) -> None:
        address = stored.get_absolute_url()
        is_public = stored.is_public if isinstance(stored, Page) else stored.status == Post.Status.PUBLISHED
        self.lead([*old_paths, address] if is_public else old_paths, address)
        if isinstance(stored, Post):
            named = [("category", stored.category), ("author", stored.author)]
            named += [("tag", tag) for tag in stored.tags.all()]
            self.subjects |= {key_of(kind, row.name): row.name for kind, row in named if row}

    def lead(self, old_paths: Sequence[str], address: str) -> None:
        self.places |= {stem(path): address for path in old_paths}

    def make_again(self, listing: ImportedListing, rows: Rows) -> None:
        """Make what a listing is about, to be undone with the rest of this transaction."""
        for name in filter(None, [listing.name, listing.strict_name]):
            match listing.kind, self.subjects.get(key_of(listing.kind, name)):
                case "category", str(known):
                    rows.category(known)
                case "tag", str(known):
                    rows.tags([known])
                case "author", str(known):
                    rows.author(known, None, None)

    def tell(self, redirect: ImportedRedirect, entry: Entry) -> bool:
        """Answer for a redirect that would lead to what was undone."""
        place = self.places.get(stem(path_of(redirect.target)), "")
        if not place or stem(redirect.old_path) == stem(place):
            return False
        entry.address, entry.reason = place, f"{redirect.old_path} → {place}"
        if redirects.destination(redirect.old_path).path == place:
            entry.state = "unchanged"
        self.lead([redirect.old_path], place)
        return True


def key_of(kind: str, name: str) -> tuple[str, str]:
    return kind, tagging.fold(name) if kind == "tag" else name.casefold()


def stem(path: str) -> str:
    return redirects.stem_of(redirects.tidy_address(path)) if path else ""
