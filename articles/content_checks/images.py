"""Checks of images: is there one, and is it described?"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from articles.outline import Reference
from articles.rendering.budget import gettext_noop
from articles.rendering.excerpt import CJK

from .finding import Finding, in_body, quotation

ImageState = Literal["broken", "decorative"]
# Each sign says much in Chinese and Japanese, which part no words by spaces.
CJK_CHARACTERS_OF_A_PHRASE = 5


def check_images(
    images: Iterable[Reference], state_of: Callable[[str], ImageState | None]
) -> Iterator[Finding]:
    for image in images:
        state, shown = state_of(image.address), quotation(image.address)
        if state == "broken":
            template = gettext_noop("There is no picture at %(address)s.")
            yield in_body("image_broken", image.line, template, blocking=True, address=shown)
        if image.decorative or state == "decorative":
            continue
        if not image.text:
            template = gettext_noop("The picture %(address)s has no alternative text.")
            yield in_body("alt_missing", image.line, template, blocking=True, address=shown)
        elif is_one_word(image.text):
            template = gettext_noop("One word says little of what a picture shows: “%(text)s”.")
            yield in_body("alt_one_word", image.line, template, text=quotation(image.text))


def is_one_word(text: str) -> bool:
    return len(text.split()) == 1 and len(CJK.findall(text)) < CJK_CHARACTERS_OF_A_PHRASE
