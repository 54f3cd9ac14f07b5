"""A Hugo site's configuration, found and read without running anything."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from urllib.parse import urlsplit

from ..base import Note, ReadError, ReadOptions, file_below, read_text
from ..dates import named_zone
from ..markdown.headers import parse_json, parse_toml
from ..yaml_nodes import Node, merge_nodes, parse_yaml, text_of, texts_of, unplaced, value_of
from .addresses import HugoAddresses, permalink_tables

_CONFIG_NAMES = [
    f"{stem}.{suffix}" for stem in ("hugo", "config") for suffix in ("toml", "yaml", "yml", "json")
]
_CONFIG_FOLDERS = ("config/_default", "config/production")
_MAX_CONFIGURATION = 1_000_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}")
_TAXONOMIES: dict[str, str] = {"category": "categories", "tag": "tags"}

Table = dict[str, Node]


def lowered(node: Node) -> Node:
    """Copy a node with its keys in lower case: Hugo does not tell `publishDate` from `publishdate`."""
    if isinstance(node, dict):
        return {key.lower(): lowered(item) for key, item in node.items()}
    return [lowered(item) for item in node] if isinstance(node, list) else node


def table_of(node: Node | None) -> Table:
    return node if isinstance(node, dict) else {}


@dataclass(slots=True)
class HugoSite:
    root: Path
    zone: tzinfo
    config: Table = field(default_factory=dict)  # keys in lower case
    notes: list[Note] = field(default_factory=list)
    addresses: HugoAddresses = field(default_factory=HugoAddresses)
    content: str = "content"  # folder of the default language, below the root; "" where it is the root

    @property
    def params(self) -> Table:
        return table_of(self.config.get("params"))

    @property
    def host(self) -> str:
        parts = _split_address(text_of(self.config.get("baseurl")))
        return f"{parts[0]}://{parts[1]}" if parts[1] else ""

    @property
    def language(self) -> str:
        return text_of(self.config.get("defaultcontentlanguage")).lower() or "en"

    @property
    def languages(self) -> Table:
        return table_of(self.config.get("languages"))

    @property
    def taxonomies(self) -> dict[str, str]:
        """Give the taxonomies as singular -> plural, which is the key in front matter."""
        given = self.config.get("taxonomies")
        if not isinstance(given, dict):
            return _TAXONOMIES
        return {key: text_of(node).lower() for key, node in given.items() if text_of(node)}

    @property
    def main_sections(self) -> set[str]:
        return {*texts_of(self.params.get("mainsections")), *texts_of(self.config.get("mainsections"))}

    @property
    def feed_name(self) -> str:
        rss = table_of(table_of(self.config.get("outputformats")).get("rss"))
        return (text_of(rss.get("basename")) or "index") + ".xml"

    @property
    def disabled_kinds(self) -> set[str]:
        kinds = {kind.lower() for kind in texts_of(self.config.get("disablekinds"))}
        # Before 0.73 the kinds were called so.
        return kinds | ({"taxonomy"} if "taxonomyterm" in kinds else set())

    def foreign_folders(self) -> dict[str, str]:
        """Give the content folders of other languages, with the language of each."""
        folders = {
            text_of(table_of(node).get("contentdir")).strip("/"): key for key, node in self.languages.items()
        }
        return {folder: key for folder, key in folders.items() if folder and key != self.language}

    def date_order(self, key: str) -> list[str]:
        """List the front matter keys that Hugo looks for a date in, by the configuration's order."""
        chosen = texts_of(table_of(self.config.get("frontmatter")).get(key))
        order: list[str] = []
        for name in [name.lower() for name in chosen] or [":default"]:
            order += _DATE_ORDERS[key] if name == ":default" else [name]
        return order


_DATE_ORDERS = {
    "date": ["date", "publishdate", "pubdate", "published", "lastmod", "modified"],
    "publishdate": ["publishdate", "pubdate", "published", "date"],
    "lastmod": ["lastmod", "modified"],
    "expirydate": ["expirydate", "unpublishdate"],
}


def open_hugo_site(path: Path, options: ReadOptions) -> HugoSite:
    """Find and read the configuration that rules a path. Raises ReadError for what is missing or unreadable."""
    if not path.exists():
        raise ReadError(f"{path} does not exist")
    root = _site_root(path)
    if root is None:
        folder = path if path.is_dir() else path.parent
        return HugoSite(folder, options.timezone, content="content" if (folder / "content").is_dir() else "")
    site = HugoSite(root, options.timezone, _read_configuration(root))
    language = table_of(site.languages.get(site.language))
    site.content = (text_of(language.get("contentdir")) or text_of(site.config.get("contentdir"))).strip("/")
    site.content = site.content or "content"
    if name := text_of(site.config.get("timezone")):
        site.zone = _zone(name, options.timezone, site.notes)
    site.addresses = _addresses(site, options)
    return site


def _site_root(path: Path) -> Path | None:
    absolute = Path(os.path.abspath(path))
    folders = [absolute, *absolute.parents] if path.is_dir() else list(absolute.parents)
    if path.is_dir() and _is_configured(absolute):
        return path
    below = {parent for parent in folders if "content" in {*absolute.relative_to(parent).parts[:1]}}
    return next((folder for folder in folders if folder in below and _is_configured(folder)), None)


def _is_configured(folder: Path) -> bool:
    return (folder / _CONFIG_FOLDERS[0]).is_dir() or any((folder / name).is_file() for name in _CONFIG_NAMES)


def _read_configuration(root: Path) -> Table:
    config: Table = {}
    for name in configuration_files(root):
        table = _read_table(root, name)
        config = merge_nodes(config, _placed(Path(name).name, table) if "/" in name else table)
    return config


def configuration_files(root: Path) -> Iterator[str]:
    """Yield the files that make up a site's configuration, those that count more later."""
    yield from [name for name in _CONFIG_NAMES if file_below(root, name)][:1]
    for folder in _CONFIG_FOLDERS:
        yield from (f"{folder}/{name}" for name in _names_in(root / folder))


def _names_in(folder: Path) -> Iterator[str]:
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    yield from (name for name in names if Path(name).suffix in {".toml", ".yaml", ".yml", ".json"})


def _placed(name: str, table: Table) -> Table:
    """Put a file of a configuration folder where its name says: params.toml, languages.en.toml."""
    stem, *language = Path(name).stem.lower().split(".")
    if stem in {"hugo", "config"}:
        return table
    placed: Table = {stem: table}
    return {"languages": {language[0]: placed}} if language else placed


def _read_table(root: Path, name: str) -> Table:
    found = file_below(root, name)
    if found is None:
        return {}
    try:
        text = read_text(found, _MAX_CONFIGURATION).removeprefix("\ufeff")
        match found.suffix:
            case ".toml":
                entries = parse_toml(text).entries
            case ".json":
                entries = parse_json(text).entries
            case _:
                entries = parse_yaml(text)[0]
    except ReadError as error:
        raise ReadError(f"{name}: {error.reason}", error.line) from error
    return {key.lower(): lowered(unplaced(entry.node)) for key, entry in entries.items()}


def _zone(name: str, otherwise: tzinfo, notes: list[Note]) -> tzinfo:
    zone = named_zone(name)
    if zone is None:
        notes.append(Note("warning", f"timeZone {name} is not known: {otherwise} is used"))
    return zone or otherwise


def _split_address(address: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.netloc, parts.path
    except ValueError:  # such as http://[
        return "", "", ""


def _addresses(site: HugoSite, options: ReadOptions) -> HugoAddresses:
    config = site.config
    base = _split_address(text_of(config.get("baseurl")))[2].rstrip("/")
    language = ""
    if value_of(config.get("defaultcontentlanguageinsubdir")) is True and _LANGUAGE.fullmatch(site.language):
        base, language = f"{base}/{site.language}", site.language
    pages, sections, terms = permalink_tables(config.get("permalinks"))
    if options.permalink:
        pages = dict.fromkeys({"posts", "post", "blog", "/", *pages, *site.main_sections}, options.permalink)
    return HugoAddresses(
        base, pages, sections, terms, config.get("uglyurls"),
        value_of(config.get("disablepathtolower")) is True,
        value_of(config.get("removepathaccents")) is True,
        language,
    )  # fmt: skip


def language_of(name: str, site: HugoSite) -> str:
    """Give the language that a file's name names, as in about.fr.md; nothing where it names none."""
    parts = name.lower().split(".")
    return parts[-2] if len(parts) > 2 and parts[-2] in site.languages else ""
