"""A page of the old site beside the one that took its place: what differs, in a few lines."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings

from articles.links.destinations import ORIGINALS
from articles.models import Image

from .reading import Heading, Reading, Shown, read_old_page, read_own_page, resolved

WEB = re.compile(r"\Ahttps?://", re.IGNORECASE)
BROKEN = re.compile(r" \(\d{3}\)(?:#|\Z)")  # as `end_of` says it
SHOWN = 5  # differences of one kind
EXCERPT = 70  # characters
CONTEXT = 12  # of them, before what differs
LOWEST = 6  # level of a heading in HTML
WORDS_COMPARED = 20_000  # one by one; of longer texts the start


@dataclass
class Comparison:
    """What became of one page; `likeness` is that of the words, from 0 to 1."""

    old: str
    new: str
    likeness: float = 1.0
    differences: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)

    def note(self, kind: str, lines: Iterable[str]) -> None:
        found = list(lines)
        if found:
            self.kinds.add(kind)
            self.differences += [f"{kind}: {line}" for line in found[:SHOWN]]
        if len(found) > SHOWN:
            self.differences.append(f"{kind}: … and {len(found) - SHOWN} more")


def compare(
    old_html: str,
    old_address: str,
    new_html: str,
    new_path: str,
    end_of: Callable[[str], str],
    host: str = "",
) -> Comparison | None:
    """Compare an old page with ours; None where one of them is no article.

    `end_of` tells where a path leads here; `host` is the old site's, whose links count as this site's.
    """
    base = f"//{host}{old_address}" if host else urljoin(settings.SITE_URL, old_address)
    new = read_own_page(new_html, urljoin(settings.SITE_URL, new_path))
    old = read_old_page(old_html, base, new)
    if old is None or new is None:
        return None
    comparison = Comparison(old_address, new_path)
    comparison.likeness, lines = compare_words(old.words, new.words)
    comparison.note("text", lines)
    comparison.note("headings", compare_headings(old, new))
    comparison.note("links", compare_links(old, new, {host, urlsplit(settings.SITE_URL).netloc}, end_of))
    comparison.note("images", compare_images(old.images, new.images, base))
    comparison.note("media", compare_media(old.media, new.media))
    if waiting := sum(image.is_waiting for image in new.images):
        comparison.note(
            "waiting", [f"{waiting} pictures are links until `manage.py fetch_images` has their files"]
        )
    return comparison


def compare_words(old: list[str], new: list[str]) -> tuple[float, list[str]]:
    if old == new:
        return 1.0, []
    old, new = old[:WORDS_COMPARED], new[:WORDS_COMPARED]
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > WORDS_COMPARED // 4)
    lines = [
        changed(" ".join(old[a:b]), " ".join(new[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
    return matcher.ratio(), lines


def changed(old: str, new: str) -> str:
    """Show what became of a passage, from a little before the first difference on."""
    differing = (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    start = max(next(differing, min(len(old), len(new))) - CONTEXT, 0)
    passages = (("-", old[start:]), ("+", new[start:]))
    return " ".join(f"{mark}“{shortened(text)}”" for mark, text in passages if text)


def shortened(text: str) -> str:
    half = EXCERPT // 2
    return text if len(text) <= EXCERPT else f"{text[:half]} … {text[-half:]}"


def compare_headings(old: Reading, new: Reading) -> Iterator[str]:
    before, after = aligned(old, new), new.headings
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield from (f"-{heading._replace(level=max(heading.level, 1))}" for heading in before[a:b])
            yield from (f"+{heading}" for heading in after[c:d])


def aligned(old: Reading, new: Reading) -> list[Heading]:
    """Return the old headings as far up or down as most of them were moved, those at the bottom no further."""
    shift, bottom = shift_between(old.headings, new.headings), LOWEST - new.top + 1
    return [heading._replace(level=min(heading.level + shift, bottom)) for heading in old.headings]


def shift_between(old: list[Heading], new: list[Heading]) -> int:
    before, after = ([heading.text for heading in headings] for headings in (old, new))
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    shifts = Counter(
        new[block.b + at].level - old[block.a + at].level for block in blocks for at in range(block.size)
    )
    return max(shifts, key=lambda shift: (shifts[shift], -abs(shift)), default=0)


def compare_links(old: Reading, new: Reading, hosts: set[str], end_of: Callable[[str], str]) -> Iterator[str]:
    before = Counter(led(link, hosts, end_of) for link in old.links)
    after = Counter(led(link, hosts, end_of) for link in new.links)
    broken = sum(number for link, number in before.items() if is_broken(link))
    for link in (before - after).elements():
        if not is_broken(link):
            yield f"-{link}"
    for link in (after - before).elements():
        # What led nowhere before may lead nowhere here, wherever that is.
        broken -= is_broken(link)
        if not (is_broken(link) and broken >= 0):
            yield f"+{link}"


def is_broken(end: str) -> bool:
    return BROKEN.search(end) is not None


def led(link: str, hosts: set[str], end_of: Callable[[str], str]) -> str:
    """Return where a link leads in the end: a path of this site, or an address of another."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    if parts.netloc not in hosts or parts.scheme not in {"", "http", "https"}:
        return unquote(WEB.sub("//", link)).rstrip("/")
    fragment = f"#{unquote(parts.fragment)}" if parts.fragment else ""
    return end_of(parts._replace(scheme="", netloc="", fragment="").geturl() or "/") + fragment


def compare_images(old: list[Shown], new: list[Shown], base: str) -> Iterator[str]:
    """Match pictures in their order; one of ours is the same if the library has it from there."""
    known = library_names([image.address for image in new], base)
    left = list(range(len(new)))
    for image in old:
        names = names_of(image.address)
        match = next((at for at in left if names & known[at] or is_meant(new[at], image)), None)
        if match is None:
            yield f"-{shortened(image.address)} “{shortened(image.alt)}”"
            continue
        left.remove(match)
        if new[match].alt != image.alt and not is_meant(new[match], image):
            yield f"{shortened(image.address)}: alternative text -“{image.alt}” +“{new[match].alt}”"
    yield from (f"+{shortened(new[at].address)} “{shortened(new[at].alt)}”" for at in left)


def is_meant(waiting: Shown, image: Shown) -> bool:
    """Say whether a link without an address may stand for a picture, by its alternative text or else its host."""
    if waiting.address or not waiting.is_waiting:
        return False
    return waiting.alt == (image.alt or urlsplit(image.address).netloc)


def compare_media(old: list[str], new: list[str]) -> Iterator[str]:
    before, after = (
        Counter(WEB.sub("//", unquote(address)).rstrip("/") for address in found) for found in (old, new)
    )
    yield from (f"-{shortened(address)}" for address in (before - after).elements())
    yield from (f"+{shortened(address)}" for address in (after - before).elements())


def names_of(address: str, original_name: str = "") -> set[str]:
    """Return by what a picture is known: its address whatever the scheme, and the name of its file."""
    parts = urlsplit(unquote(address))
    name = original_name or PurePosixPath(parts.path).name
    return {parts._replace(scheme="", fragment="").geturl(), f"name:{name}"}


def library_names(addresses: list[str], base: str) -> list[set[str]]:
    """Return, of pictures on a page of this site, by what the old site may have known each."""
    files = {address: original_files(urlsplit(address).path) for address in addresses}
    wanted = {file for found in files.values() for file in found}
    images = Image.objects.filter(file__in=wanted).prefetch_related("body_image_rows") if wanted else []
    rows = {str(image.file): image for image in images}
    known = []
    for address in addresses:
        image = next((rows[file] for file in files[address] if file in rows), None)
        known.append(names_of(address) | (former_names(image, base) if image else set()))
    return known


def original_files(path: str) -> list[str]:
    """Return the names that the original of a rendition may have in the library."""
    if not path.startswith(settings.MEDIA_URL):
        return []
    # Names of originals have no hyphen.
    stem = path.removeprefix(settings.MEDIA_URL).rpartition(".")[0].partition("-")[0]
    return [f"{stem}.{extension}" for extension in ORIGINALS]


def former_names(image: Image, base: str) -> set[str]:
    written = {image.source_url, *(row.address for row in image.body_image_rows.all())} - {""}
    names = [names_of(resolved(base, address), image.original_name) for address in written]
    return {f"name:{image.original_name}"}.union(*names)
