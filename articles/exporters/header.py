"""A file's header of any form, of which single keys can be changed."""

import re
from collections.abc import Sequence
from typing import Protocol

from articles.importers.markdown.headers import Form, parse_header, split_header
from articles.importers.markdown.headers import Header as Parts
from articles.importers.yaml_nodes import Node, text_of

from . import json_header, pelican, splice, toml
from .checking import Fold, Path, SpliceError, node_at
from .spelling import Value
from .vocabulary import JEKYLL, Vocabulary


class Splicer(Protocol):
    """Changes the block of one form of header; SpliceError says that a key cannot be changed alone."""

    def with_value(self, block: str, path: Path, value: str | bool | int) -> str: ...
    def with_list(self, block: str, path: Path, values: Sequence[str], fold: Fold) -> str: ...
    def without(self, block: str, path: Path) -> str: ...
    def rewritten(self, block: str, path: Path, value: Value | None) -> str: ...


SPLICERS: dict[Form, Splicer] = {"yaml": splice, "toml": toml, "json": json_header, "pelican": pelican}


class Header:
    """`text` is the header as it now is; `notes` say what else had to change in it."""

    def __init__(self, front_matter: str, words: Vocabulary = JEKYLL, eol: str = "\n") -> None:
        parts = split_header(front_matter, pelican=words.has_pelican)
        self.folds_keys = words.folds_keys
        self.notes: list[str] = []
        self.form: Form = parts.form or "yaml"
        mark = front_matter[: front_matter.startswith("\ufeff")]
        if parts.form:
            start = front_matter.index("\n") + 1 if parts.form in {"yaml", "toml"} else len(mark)
            self.before, self.after = front_matter[:start], front_matter[start + len(parts.block) :]
        else:
            self.before, self.after = f"{mark}---{eol}", f"---{eol}{eol}"
        self.block, self.is_new = parts.block, not parts.form
        self.nodes = self.parsed()

    @property
    def text(self) -> str:
        return self.before + self.block + self.after

    def parsed(self) -> dict[str, Node]:
        return parse_header(Parts(self.form, "", self.block, "", 2)).nodes()

    def exact(self, path: Path) -> Node | None:
        return node_at(self.nodes, path)

    def node(self, path: Path) -> Node | None:
        return self.exact(self.spelled(path))

    def text_at(self, path: Path) -> str:
        return text_of(self.node(path))

    def put(self, path: Path, value: Value | None, fold: Fold = str.casefold) -> None:
        """Give a key a value, or with None remove it."""
        path = self.spelled(path)
        try:
            self.block = self.spliced(self.block, path, value, fold)
        except SpliceError:
            self.put_anew(path, value, fold)
        if self.is_new and self.after.endswith("\r\n"):
            self.block = re.sub(r"\r?\n", "\r\n", self.block)
        self.nodes = self.parsed()

    def put_anew(self, path: Path, value: Value | None, fold: Fold) -> None:
        """Put a key at the end where it cannot be changed in its place; last of all write the header anew."""
        splicer = SPLICERS[self.form]
        try:
            self.block = self.spliced(splicer.without(self.block, path), path, value, fold)
        except SpliceError:
            self.rewrite(path, value)

    def rewrite(self, path: Path, value: Value | None) -> None:
        try:
            self.block = SPLICERS[self.form].rewritten(self.block, path, value)
        except SpliceError as error:
            self.notes.append(f"the header is left as it was: {error}")
        else:
            self.notes.append(
                f"the header was written anew, without its comments, to change {'.'.join(path)}"
            )

    def spliced(self, block: str, path: Path, value: Value | None, fold: Fold) -> str:
        splicer = SPLICERS[self.form]
        if value is None:
            return splicer.without(block, path)
        if isinstance(value, (str, bool, int)):
            return splicer.with_value(block, path, value)
        return splicer.with_list(block, path, value, fold)

    def spelled(self, path: Path) -> Path:
        """Return a path as the header spells it, where capitals do not count."""
        if not self.folds_keys or self.exact(path) is not None:
            return path
        known, spelled = self.nodes, []
        for key in path:
            found = next((each for each in known if each.lower() == key.lower()), key)
            spelled.append(found)
            below = known.get(found)
            known = below if isinstance(below, dict) else {}
        return tuple(spelled)
