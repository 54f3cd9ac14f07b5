"""What of a post an editor can change, as plain values that can be kept, compared, merged and put back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

State = Mapping[str, Any]

TEXTS = ("title", "slug", "body", "custom_excerpt", "description", "canonical_url", "status", "sidebar")
SWITCHES = ("show_toc", "show_author")
NUMBERS = ("series_position",)
MOMENTS = ("published_at", "withdraw_at")
ROWS = ("category", "series", "author", "hero_image")
FIELDS = (*TEXTS, *SWITCHES, *NUMBERS, *MOMENTS, *ROWS, "tags")


def state_of(post, tags: Sequence[str]) -> dict[str, Any]:
    """Return the post's fields and its tags' names; rows by their keys, moments in UTC."""
    return {
        **{name: getattr(post, name) for name in (*TEXTS, *SWITCHES, *NUMBERS)},
        **{name: written(getattr(post, name)) for name in MOMENTS},
        **{name: getattr(post, f"{name}_id") for name in ROWS},
        "tags": [str(tag) for tag in tags],
    }


def apply_state(post, state: State) -> list[str]:
    """Put a state's fields, all but the tags, on the post; return the names of those whose row is gone."""
    for name in (*TEXTS, *SWITCHES, *NUMBERS):
        setattr(post, name, state[name])
    for name in MOMENTS:
        setattr(post, name, datetime.fromisoformat(state[name]) if state[name] else None)
    gone = [name for name in ROWS if not is_there(post, name, state[name])]
    for name in ROWS:
        setattr(post, f"{name}_id", None if name in gone else state[name])
    return gone


def changed_fields(before: State, after: State) -> list[str]:
    return [name for name in FIELDS if before.get(name) != after.get(name)]


def is_there(post, name: str, key: int | None) -> bool:
    unchanged = key is None or key == getattr(post, f"{name}_id")
    return unchanged or post._meta.get_field(name).related_model.objects.filter(pk=key).exists()


def written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
