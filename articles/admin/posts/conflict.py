"""The page of a true conflict: what stood there, what others made of it and what you did."""

from collections.abc import Iterator
from typing import Any

from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.diff import Run, diff_words
from articles.editing import Choice, Clash
from articles.models import Post, Revision

from .comparison import WORDED, Values, label, labels
from .forms import CHOICE, OWN

NOT_KEPT = {"csrfmiddlewaretoken", "theirs", "_back"}
ONE_LINE = {"title", "canonical_url"}
SAVE = _("Save with these choices")
# What the button says, by the step that was on its way when the conflict showed.
STEP_BUTTONS = {
    "submit": _("Save with these choices and submit for review"),
    "return": _("Save with these choices and return to draft"),
    "publish": _("Save with these choices and publish"),
    "withdraw": _("Save with these choices and withdraw"),
    "redraft": _("Save with these choices and make it a draft again"),
    "bin": _("Save with these choices and move to the bin"),
}


def page(request, form, context) -> TemplateResponse:
    merge, choices = form.merge, form.choices()
    between = revisions_between(form.instance, merge)
    against = form.cleaned_data["theirs"]
    is_stale = against is not None and against != merge.newest.number
    values = Values(*({clash.name: side} for clash in merge.all_clashes for side in sides_of(clash)))
    shown = [
        shown_clash(clash, values, choices.get(clash.key), is_open=clash in merge.clashes, is_stale=is_stale)
        for clash in merge.all_clashes
    ]
    is_own = all(revision.by_id == request.user.pk for revision in between)
    context |= {
        "title": _("Changed in two windows") if is_own else _("Two people changed the same words"),
        "subtitle": merge.newest.state["title"],
        "post": Post.objects.only("title", "slug").get(pk=form.instance.pk),
        "kept": list(kept(request.POST)),
        "newest": merge.newest,
        "between": between,
        "is_own": is_own,
        "people": ", ".join(sorted({revision.by_name for revision in between if revision.by_name})),
        "clashes": shown,
        "is_stale": is_stale,
        "is_incomplete": against is not None and not is_stale,
        "merged": labels(set(merge.came_in) - {clash.name for clash in merge.all_clashes}),
        "left_over": left_over(request.POST, merge),
        "my_body": form.data.get("body", ""),
        "button": STEP_BUTTONS.get(form.data.get("step", ""), SAVE),
    }
    return TemplateResponse(request, "admin/articles/post/conflict.html", context, status=409)


def revisions_between(post: Post, merge: editing.Merge) -> list[Revision]:
    """Return what was saved since the form was opened; of a form that lost its base, the newest alone."""
    if merge.started is None or merge.newest is None:
        return list(filter(None, [merge.newest]))
    return list(post.revisions.for_list().filter(number__gt=merge.started.number))


def kept(data) -> Iterator[tuple[str, str]]:
    """Yield all that was sent, but for how clashes were settled: fields that nobody here knows too."""
    for name, values in data.lists():
        if name not in NOT_KEPT and not name.startswith((CHOICE, OWN)):
            yield from ((name, value) for value in values)


def left_over(data, merge: editing.Merge) -> list[tuple[str, str]]:
    """Return own words for clashes that are none any more, since yet another save."""
    known = {f"{OWN}{clash.key}" for clash in merge.all_clashes}
    return [
        (name, words)
        for name, words in data.items()
        if name.startswith(OWN)
        and name not in known
        and words.strip()
        and data.get(CHOICE + name.removeprefix(OWN), "own") == "own"
    ]


def shown_clash(
    clash: Clash, values: Values, choice: Choice | None, *, is_open: bool, is_stale: bool
) -> dict[str, Any]:
    own_words = choice.own if choice else ""
    return {
        "key": clash.key,
        "label": label(clash.name),
        "line": clash.line,
        "sides": clash.sides,
        "is_known": "base" in clash.sides,
        "base": plain(clash, values, clash.base),
        "theirs": marked(clash, values, clash.theirs, clash.base),
        "mine": marked(clash, values, clash.mine, clash.base if clash.base is not None else clash.theirs),
        "chosen": choice.side if choice and not is_stale else "",
        "own": own_words or clash.mine,
        "is_line": clash.name in ONE_LINE,
        "is_open": is_open,
        "problems": own_problems(clash, choice) if is_open and not is_stale else [],
    }


def own_problems(clash: Clash, choice: Choice | None) -> list[str]:
    if choice is None or choice.side != "own" or clash.name not in editing.OWN_WORDS - {"body"}:
        return []
    return editing.problems(clash.name, choice.own)


def sides_of(clash: Clash) -> tuple:
    return (clash.base, clash.mine, clash.theirs)


def plain(clash: Clash, values: Values, value: Any) -> list[Run]:
    text = (value or "").rstrip("\r\n") if clash.name == "body" else values.shown(clash.name, value)
    return [Run("same", text)] if text else []


def marked(clash: Clash, values: Values, value: Any, reference: Any) -> list[Run]:
    """Return a side's words, marked where they differ from others; of what is no text, the value alone."""
    if reference and clash.name in {*WORDED, "body"}:
        return diff_words(reference.rstrip("\r\n"), (value or "").rstrip("\r\n"))
    return plain(clash, values, value)
