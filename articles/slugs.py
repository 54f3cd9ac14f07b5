"""Names for URLs: readable, in the writer's own script, never empty."""

import re
import unicodedata

from django.utils.text import slugify as slugify_words

MAX_LENGTH = 100
SPELLED = (
    (r"(?<=\w)#", " sharp "),
    (r"(?<=[\w+])\+", " plus "),
    (r"&", " and "),
    (r"(?:^|(?<=\s))\.(?=\w)", "dot "),
)


def slugify(text: str) -> str:
    """Return a slug of at most 100 characters; "" only when `text` has no character that has a name.

    Letters of every script are kept ("한국어"), `C#` and `C++` stay apart ("c-sharp", "c-plus-plus"),
    and a text of symbols alone is spelled by their Unicode names ("🎉" is "party-popper").
    """
    text = unicodedata.normalize("NFC", text)
    for pattern, words in SPELLED:
        text = re.sub(pattern, words, text)
    slug = slugify_words(text, allow_unicode=True) or slugify_words(spell_out(text))
    if len(slug) > MAX_LENGTH:
        slug = slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]
    return slug.strip("-")


def spell_out(text: str) -> str:
    return " ".join(unicodedata.name(character, "") for character in text)
