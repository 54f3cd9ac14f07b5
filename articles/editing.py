"""The one way from a form into a stored post: what an editor wrote and what came in between become one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from articles import roles
from articles.merge import Conflict, merge_names, merge_text
from articles.models import Author, Post, Revision
from articles.models.state import FIELDS, MOMENTS, ROWS, State, apply_state, state_of

OWN_WORDS = {"title", "body", "custom_excerpt", "description", "canonical_url"}
NULLABLE = {*ROWS, *MOMENTS}


class Choice(NamedTuple):
    """How an editor settles a clash: by one of its sides, by both after each other, or in words of their own."""

    side: str
    own: str = ""


class Settled(NamedTuple):
    """Choices by the keys of clashes, made against the revision of this number and good for no other."""

    against: int | None
    choices: Mapping[str, Choice]


@dataclass(frozen=True)
class Clash:
    """A field, or one place in the body, that two people changed in different ways."""

    name: str
    base: Any
    mine: Any
    theirs: Any
    line: int | None = None

    @property
    def key(self) -> str:
        return self.name if self.line is None else f"{self.name}-{self.line}"

    @property
    def sides(self) -> list[str]:
        """The choices that can settle it: texts alone can be joined, or put in one's own words."""
        has_base = self.base is not None or self.name in NULLABLE
        both = ["both"] if self.name == "body" else []
        own = ["own"] if self.name in OWN_WORDS else []
        return ["theirs", "mine", *both, *(["base"] if has_base else []), *own]

    def allows(self, choice: Choice) -> bool:
        if choice.side == "own" and self.name != "body":
            return choice.side in self.sides and not problems(self.name, choice.own)
        return choice.side in self.sides

    def settled(self, choice: Choice) -> Any:
        if choice.side == "own":
            return self.own_lines(choice.own) if self.name == "body" else choice.own.strip()
        if choice.side == "both":
            needs_end = self.theirs and self.mine and not self.theirs.endswith("\n")
            return self.theirs + (self.line_end if needs_end else "") + self.mine
        return {"base": self.base, "theirs": self.theirs}.get(choice.side, self.mine)

    def own_lines(self, text: str) -> str:
        """Return lines that end as those around do, the last one too if others may follow."""
        lines = text.replace("\n", self.line_end)
        needs_end = lines and not lines.endswith("\n") and "\n" in (self.mine[-1:], self.theirs[-1:])
        return lines + self.line_end if needs_end else lines

    @property
    def line_end(self) -> str:
        return "\r\n" if "\r\n" in self.mine + self.theirs else "\n"


@dataclass
class Merge:
    """`state` holds all that could be decided; `came_in` names the fields that others changed meanwhile.

    Of all clashes, `clashes` are those that are not settled yet.
    """

    state: dict[str, Any]
    clashes: list[Clash] = field(default_factory=list)
    all_clashes: list[Clash] = field(default_factory=list)
    came_in: list[str] = field(default_factory=list)
    started: Revision | None = None
    newest: Revision | None = None


def merge_states(
    base: State, mine: State, theirs: State, choices: Mapping[str, Choice] | None = None
) -> Merge:
    """Merge two changes of one state, field by field; `choices` decides clashes, by their keys."""
    merge = Merge(dict(theirs))
    for name in FIELDS:
        merge_field(merge, name, base.get(name), mine[name], theirs[name], choices or {})
    merge.came_in = [name for name in FIELDS if base.get(name) != theirs[name] and mine[name] != theirs[name]]
    return merge


def merge_field(
    merge: Merge, name: str, base: Any, mine: Any, theirs: Any, choices: Mapping[str, Choice]
) -> None:
    if mine in (base, theirs):
        return
    if theirs == base:
        merge.state[name] = mine
    elif name == "tags":
        merge.state[name] = merge_names(base or [], mine, theirs)
    elif name == "body":
        merge_body(merge, base, mine, theirs, choices)
    else:
        decide(merge, Clash(name, base, mine, theirs), choices)


def merge_body(merge: Merge, base: str | None, mine: str, theirs: str, choices: Mapping[str, Choice]) -> None:
    if base is None:
        merge.state["body"] = decide(merge, Clash("body", None, mine, theirs, 1), choices)
        return
    parts = merge_text(base, mine, theirs).parts
    merge.state["body"] = "".join(
        decide(merge, Clash("body", part.base, part.mine, part.theirs, part.line), choices)
        if isinstance(part, Conflict)
        else part
        for part in parts
    )


def decide(merge: Merge, clash: Clash, choices: Mapping[str, Choice]) -> Any:
    """Settle a clash by the editor's choice; without one keep mine for now and note the clash."""
    choice = choices.get(clash.key)
    merge.all_clashes.append(clash)
    if choice is None or not clash.allows(choice):
        merge.clashes.append(clash)
        choice = Choice("mine")
    chosen = clash.settled(choice)
    if clash.line is None:
        merge.state[clash.name] = chosen
    return chosen


def problems(name: str, words: str) -> list[str]:
    """Return what speaks against these words for a field."""
    try:
        Post._meta.get_field(name).clean(words.strip(), None)  # type: ignore[union-attr]
    except ValidationError as error:
        return error.messages
    return []


def bring_together(post: Post, mine: State, base: int | None, settled: Settled) -> Merge:
    """Merge what an editor made of revision `base` with what is stored by now, and put it on the post.

    The stored row is locked until the transaction around ends. A base that is unknown shares nothing
    with either side, so that every difference shows as a clash and none is passed over.
    """
    stored = Post.objects.select_for_update().get(pk=post.pk)
    newest = Revision.objects.latest_of(stored)
    started = Revision.objects.filter(post=post, number=base).first() if base else None
    theirs = state_of(stored, stored.tags.names())
    choices = settled.choices if settled.against == newest.number else {}
    merge = merge_states(started.state if started else {}, mine, theirs, choices)
    merge.started, merge.newest = started, newest
    apply_state(post, merge.state)
    return merge


def take_step(post: Post, action: str) -> bool:
    """Move the post on by a step of `roles.TRANSITIONS`; return whether it could be, or is there already."""
    steps = [each for each in roles.TRANSITIONS if each.action == action]
    step = next((each for each in steps if post.status in each.before), None)
    if step:
        post.status = step.after
    return bool(step) or any(post.status == each.after for each in steps)


def author_of(user) -> Author:
    """Return who signs the user's articles: theirs, one of the same name without an account, or a new one."""
    if hasattr(user, "author"):
        return user.author
    name = (user.get_full_name() or user.get_username())[:120]
    author = Author.objects.filter(user=None, name=name).first() or Author(name=name)
    author.user = user
    author.save()
    return author
