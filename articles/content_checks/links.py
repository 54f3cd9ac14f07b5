"""Checks of links: what they are called, and where they lead."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Literal
from urllib.parse import unquote

from articles.outline import Contents, Reference
from articles.rendering.budget import gettext_noop

from .finding import Finding, in_body, quotation
from .wording import bare_words

LinkState = Literal["broken", "redirected", "not_public"]
BARE_TEXTS = frozenset(
    "click|click here|click this|click this link|here|go|go here|right here|over here|link|links|this link|the link|"
    "a link|this|this page|this site|more|read more|read on|learn more|see more|see here|find out more|more info|"
    "more information|continue|continue reading|"
    "여기|여기를 클릭|여기 클릭|여기를 클릭하세요|여기를 누르세요|이곳|클릭|링크|이 링크|더 보기|더보기|더 읽기|"
    "자세히|자세히 보기|자세한 내용|계속|계속 읽기|이동|바로가기|바로 가기|보러가기|보러 가기".split("|")
)
# Browsers know these anchors of every page.
TOP = ("", "top")
ADDRESS_AS_TEXT = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)


LINK_TEMPLATES: dict[LinkState, str] = {
    "broken": gettext_noop("The link to %(address)s leads nowhere."),
    "redirected": gettext_noop("The link to %(address)s is redirected: it could name the new address."),
    "not_public": gettext_noop("The link leads to %(address)s, which readers can't see yet."),
}


def check_links(contents: Contents, state_of: Callable[[str], LinkState | None]) -> Iterator[Finding]:
    # A link round a picture gets its name from there: the picture is noted, once is enough.
    unnamed = {image.line for image in contents.images if not image.text}
    for link in contents.links:
        if link.text or link.line not in unnamed:
            yield from check_words(link)
        if link.address.startswith("#"):
            yield from check_anchor(link, contents.ids)
        elif link.address and (state := state_of(link.address)):
            yield about_address(f"link_{state}", LINK_TEMPLATES[state], link, blocking=state == "broken")


def check_words(link: Reference) -> Iterator[Finding]:
    if not link.address:
        template = gettext_noop("The link “%(text)s” has no address.")
        yield about_text("link_empty", template, link)
    elif not link.text:
        yield about_address("link_empty", gettext_noop("The link to %(address)s has no text."), link)
    elif bare_words(link.text) in BARE_TEXTS:
        template = gettext_noop("“%(text)s” does not say where the link leads.")
        yield about_text("link_bare", template, link)
    elif ADDRESS_AS_TEXT.match(link.text):
        template = gettext_noop("The text of a link is an address: %(text)s. Words say more.")
        yield about_text("link_text_is_address", template, link)


def check_anchor(link: Reference, ids: Collection[str]) -> Iterator[Finding]:
    name = link.address[1:].partition(":~:")[0]
    if name not in TOP and name not in ids and unquote(name) not in ids:
        template = gettext_noop("The link to %(address)s leads nowhere: nothing here has this anchor.")
        yield about_address("anchor_broken", template, link, blocking=True)


def about_text(code: str, template: str, link: Reference) -> Finding:
    return in_body(code, link.line, template, text=quotation(link.text))


def about_address(code: str, template: str, link: Reference, *, blocking: bool = False) -> Finding:
    return in_body(code, link.line, template, blocking=blocking, address=quotation(link.address))
