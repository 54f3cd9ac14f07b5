"""The front matter of an article that came from no file."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from . import dates
from .spelling import Value, Verbatim, lines

Fields = Mapping[str, Any]


def tidy_header(fields: Fields, zone: tzinfo, *, former: Sequence[str] = ()) -> str:
    """Write the header of an article, given in the words of `stored_fields`; what is as usual is left out."""
    written = [
        line
        for key, value in tidy_keys(fields, zone, former).items()
        if value not in ("", None, []) and value != {}
        for line in lines(key, value)
    ]
    return "\n".join(["---", *written, "---", "", ""])


def tidy_keys(
    fields: Fields, zone: tzinfo, former: Sequence[str]
) -> dict[str, Value | Mapping[str, Value] | None]:
    status, in_drafts = fields["status"], fields["is_in_drafts"]
    return {
        "title": fields["title"],
        "date": _moment(fields["published_at"], zone),
        "slug": fields["own_slug"],
        "category": fields["category"],
        "tags": fields["tags"],
        "author": fields["author"],
        "excerpt": fields["custom_excerpt"],
        "description": fields["description"],
        "canonical_url": fields["canonical_url"],
        "header": {key: value for key, value in fields["header"].items() if value},
        "toc": True if fields["show_toc"] else None,
        "author_profile": None if fields["show_author"] else False,
        "sidebar": {"nav": fields["sidebar"]} if fields["sidebar"] else None,
        "series": fields["series"],
        "series_position": fields["series_position"] or None,
        "published": False if status != "published" and not in_drafts else None,
        "status": status if status in {"in_review", "withdrawn"} else None,
        "withdraw_at": _moment(fields["withdraw_at"], zone),
        "render_with_liquid": False if fields["is_literal"] else None,
        "redirect_from": list(former),
    }


def _moment(written: str | None, zone: tzinfo) -> Verbatim | None:
    return Verbatim(dates.in_full(datetime.fromisoformat(written).astimezone(zone))) if written else None
