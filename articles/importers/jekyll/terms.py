"""Categories and tags: as Jekyll 4.4 understands them, and as their author meant them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..base import Note
from ..yaml_nodes import Node, Scalar, line_of, text_of, texts_of, value_of

Spelling = Callable[[Scalar], str]


@dataclass(frozen=True, slots=True)
class Terms:
    proposed: list[str]
    strict: list[str]
    notes: list[Note] = field(default_factory=list)


def read_categories(folders: list[str], *layers: dict[str, Node]) -> Terms:
    """Collect categories from folders above `_posts` and from `layers`: the site's defaults, the post.

    Jekyll splits a string under `categories` at white space, never one under `category`, and counts both.
    Proposed is what the author meant: a string is one category, or several between commas.
    """
    strict, proposed, notes = list(folders), list(folders), []
    for layer in layers:
        node = layer.get("categories")
        if (value_of(node) is not None and not isinstance(value_of(node), str)) or isinstance(node, dict):
            notes.append(
                Note(
                    "warning", "Jekyll cannot read these `categories`: neither text nor a list", line_of(node)
                )
            )
        else:
            strict += _split(node) if isinstance(node, Scalar) else _spellings(node, _as_ruby)
        proposed += _between_commas(node) if isinstance(node, Scalar) else texts_of(node)
    single = _last_given("category", layers)
    if _is_true(single):
        strict += _spellings(single, _as_ruby)
        proposed += texts_of(single)
    terms = Terms(_unique_words(proposed), list(dict.fromkeys(strict)), notes)
    if terms.proposed != terms.strict and not notes:
        text = f"Jekyll reads the categories {_listed(terms.strict)}; proposed: {_listed(terms.proposed)}"
        notes.append(Note("info", text, line_of(_last_given("categories", layers) or single)))
    return terms


def read_tags(*layers: dict[str, Node]) -> Terms:
    """Collect tags in their order: `tag` as it is, else `tags`, a string of which is split at white space.

    Proposed differs where commas were meant to part them, and by keeping a number that Jekyll drops.
    """
    single, plural = _last_given("tag", layers), _last_given("tags", layers)
    notes = []
    if _is_true(single):
        strict, chosen = _spellings(single, _as_ruby), single
        if _is_true(plural):
            notes.append(Note("warning", "Jekyll ignores `tags` where there is a `tag`", line_of(plural)))
    else:
        strict = _split(plural) if isinstance(plural, Scalar) else _spellings(plural, _as_ruby)
        chosen = plural
    proposed = texts_of(chosen)
    if isinstance(chosen, Scalar):
        commas = "," in chosen.text or not strict
        proposed = _between_commas(chosen) if commas else strict
    if isinstance(chosen, dict):
        notes.append(Note("warning", "tags are neither text nor a list: none taken", line_of(chosen)))
    return Terms(_unique_words([tag.lstrip("#") for tag in proposed]), strict, notes)


def _last_given(key: str, layers: tuple[dict[str, Node], ...]) -> Node | None:
    """Look a key up from the post down to the defaults; null counts as not given."""
    for layer in reversed(layers):
        node = layer.get(key)
        if node is not None and not (isinstance(node, Scalar) and node.value is None):
            return node
    return None


def _is_true(node: Node | None) -> bool:
    """Tell truth as Ruby does: all but null and false."""
    return node is not None and not (isinstance(node, Scalar) and (node.value is None or node.value is False))


def _split(node: Scalar) -> list[str]:
    return node.value.split() if isinstance(node.value, str) else []


def _between_commas(node: Scalar) -> list[str]:
    return [part.strip() for part in text_of(node).split(",")]


def _as_ruby(scalar: Scalar) -> str:
    if isinstance(scalar.value, bool):
        return str(scalar.value).lower()
    return "" if scalar.value is None else str(scalar.value)


def _spellings(node: Node | None, spelling: Spelling) -> list[str]:
    if isinstance(node, list):
        return [word for item in node for word in _spellings(item, spelling)]
    if not isinstance(node, Scalar):
        return []
    return [word] if (word := spelling(node)) else []


def _unique_words(words: list[str]) -> list[str]:
    """Drop blanks and repeats, whatever their case; the first spelling stays."""
    unique: dict[str, str] = {}
    for word in words:
        if tidy := " ".join(word.split()):
            unique.setdefault(tidy.casefold(), tidy)
    return list(unique.values())


def _listed(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words) or "none"
