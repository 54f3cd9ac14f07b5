"""The checks beside the text: what the article's form would show readers, judged while it is written."""

from collections.abc import Iterable
from typing import Any

from django import forms

from articles import proofs, tagging
from articles.models import Image, Post
from articles.outline import Contents

# The fields that a finding names otherwise than the form.
FIELDS = {"excerpt": "custom_excerpt"}
KEPT = ("pk", "slug", "liquid", "import_ref")
TEXTS = ("title", "body", "custom_excerpt", "description")


def shown(post: Post, tags: Iterable[str], contents: Contents | None = None) -> dict[str, Any]:
    """Return the findings as the page lists them, and how many of them block."""
    found = proofs.findings(post, tags, contents)
    listed = [
        {
            "text": proofs.worded(finding),
            "line": finding.line,
            "target": f"id_{FIELDS.get(finding.field, finding.field)}",
            "blocking": finding.blocking,
        }
        for finding in found
    ]
    return {"findings": listed, "blocking": sum(finding.blocking for finding in found)}


def of_form(form: forms.BaseForm, post: Post | None, hero: Image | None) -> dict[str, Any]:
    """Judge what stands in the fields of a form, whatever of it is valid."""
    kept = {name: getattr(post, name) for name in KEPT} if post else {}
    typed = Post(**kept, hero_image=hero)
    for name in TEXTS:
        setattr(typed, name, form[name].value() or "")
    tags = form["tags"].value() or ""
    return shown(typed, tagging.split_tags(tags) if isinstance(tags, str) else map(str, tags))
