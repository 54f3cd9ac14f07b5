"""The addresses that an old site had, its listings and menus: where they lead from now on."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError

from articles import old_addresses, redirects
from articles.importers.base import ImportedListing, ImportedMenu, ImportedRedirect
from articles.models import MenuLink, SiteSettings

from .entries import Entry

MOST_SHOWN = 3  # old addresses that an entry names


class Wish(NamedTuple):
    """Old addresses that are to lead to one of this site, and whom to tell of those that can't."""

    old_paths: Sequence[str]
    address: str
    entry: Entry


def leave_all(wishes: Sequence[Wish]) -> None:
    refused = old_addresses.leave_all((wish.old_paths, wish.address) for wish in wishes)
    if refused:
        told_by = {
            redirects.tidy_address(path): wish.entry for wish in reversed(wishes) for path in wish.old_paths
        }
        blame(refused, told_by)


def blame(refused: Iterable[str], told_by: dict[str, Entry]) -> None:
    for complaint in refused:
        path = complaint.rpartition(" (")[0] or complaint
        entry = told_by.get(path) or next(iter(told_by.values()))
        entry.warn(f"old address: {complaint}")


def leave_listing(listing: ImportedListing, entry: Entry) -> None:
    before = ends(listing.old_paths)
    for complaint in old_addresses.leave_listing(listing):
        entry.warn(f"old address: {complaint}")
    tell_end(entry, listing.old_paths, before)


def leave_redirects(given: Sequence[tuple[ImportedRedirect, Entry]]) -> None:
    if not given:
        return
    before = [ends([redirect.old_path]) for redirect, _entry in given]
    refused = old_addresses.leave_redirects(redirect for redirect, _entry in given)
    blame(refused, {redirects.tidy_address(redirect.old_path): entry for redirect, entry in given})
    for (redirect, entry), end in zip(given, before, strict=True):
        tell_end(entry, [redirect.old_path], end)


def ends(old_paths: Iterable[str]) -> list[str]:
    addresses = (path.partition("?") for path in old_paths)
    return [redirects.destination(path, query).path for path, _mark, query in addresses]


def tell_end(entry: Entry, old_paths: Sequence[str], before: list[str]) -> None:
    after = ends(old_paths)
    entry.address = next(filter(None, after), "")
    entry.reason = told_of(old_paths, entry)
    if before == after:
        entry.state = "unchanged"


def told_of(old_paths: Sequence[str], entry: Entry) -> str:
    """Say where old addresses lead, one for all the forms of each."""
    kept = [alike[0] for alike in old_addresses.forms_together(list(old_paths))]
    shown = ", ".join(kept[:MOST_SHOWN]) + f" and {len(kept) - MOST_SHOWN} more" * (len(kept) > MOST_SHOWN)
    if entry.address:
        return f"{shown} → {entry.address}"
    return f"{shown}: not redirected" if entry.has_warnings else f"{shown}: the same here"


def store_menu(menu: ImportedMenu, entry: Entry) -> None:
    """Make the old site's menu that of this site, unless this one has a menu already."""
    site = SiteSettings.objects.first() or SiteSettings()
    if site.pk and site.links.filter(place=MenuLink.Place.HEADER).exists():
        entry.state, entry.reason = "unchanged", "there is a menu already"
        return
    site.save()
    for order, (label, address) in enumerate(menu.links):
        link = MenuLink(site=site, label=label, address=place_of(address), order=order)
        try:
            link.full_clean()
            link.save()
        except ValidationError as error:
            entry.warn(f"menu: {label}: {'; '.join(error.messages)}")


def place_of(address: str) -> str:
    if not redirects.is_path(address) or redirects.is_live(address):
        return address
    return redirects.destination(address).path or address
