import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The first prefix that fits decides; a module imports from lower levels or from its own package only.
LEVELS = {
    # Leaves: arguments only, no ORM, no settings.
    "articles.importers.load": 7,
    "articles.importers.html_markdown": 1,  # knows what rendering keeps
    "articles.liquid": -1,
    "articles.absolute": 0,
    "articles.addresses": 0,
    "articles.colours": 0,
    "articles.images": 0,
    "articles.importers": 0,
    "articles.likeness": 0,
    "articles.remote": 0,
    "articles.routes": 0,
    "articles.plots": 0,
    "articles.rendering": 0,
    "articles.slugs": 0,
    "articles.tagging": 0,
    "articles.alignment": 0,
    "articles.moments": 0,
    "articles.visible": 0,
    "articles.wal": 0,
    "articles.covers": 1,
    "articles.diff": 1,
    "articles.merge": 1,
    "articles.outline": 1,
    "articles.cards": 2,
    "articles.content_checks": 2,
    # The core.
    "articles.querysets": 3,
    "articles.models": 3,
    "articles.roles": 3,
    # Tools.
    "articles.editing": 4,
    "articles.library": 4,
    "articles.metadata": 4,
    "articles.related": 4,
    "articles.retagging": 4,
    "articles.triggers": 4,
    "articles.generation": 5,
    "articles.crew": 4,
    "articles.pagecache": 6,
    "articles.paging": 6,
    "articles.prepared": 6,
    "articles.search": 4,
    "articles.redirects": 5,
    "articles.structured_data": 5,
    "articles.surrogate_keys": 4,
    "articles.links": 6,
    "articles.old_addresses": 6,
    "articles.proofs": 7,
    "articles.exporters": 8,
    "articles.proving": 8,
    # Faces.
    "articles.admin": 9,
    "articles.context_processors": 9,
    "articles.feeds": 9,
    "articles.middleware": 9,
    "articles.signals": 9,
    "articles.sitemaps": 9,
    "articles.templatetags": 9,
    "articles.views": 10,
    # Wiring, and the project.
    "articles.management": 11,
    "articles.urls": 11,
    "articles.apps": 12,
    "cms": 13,
}
LAST_LEAF, CORE = 2, 3
NOT_IN_LEAVES = ("django.db", "django.conf", "django.apps", "django.http", "taggit")


def modules():
    for path in sorted([*ROOT.glob("articles/**/*.py"), *ROOT.glob("cms/**/*.py")]):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if name != "articles" and "migrations" not in name:
            yield name, path


def level_of(name: str) -> int | None:
    return next((level for prefix, level in LEVELS.items() if f"{name}.".startswith(f"{prefix}.")), None)


def imports_of(name: str, path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *filter(None, [node.module])])
            yield from (f"{source}.{alias.name}" for alias in node.names)


def test_every_module_has_a_level():
    assert [name for name, _path in modules() if level_of(name) is None] == []


def test_arrows_point_down():
    wrong = [
        f"{name} imports {target}"
        for name, path in modules()
        for target in imports_of(name, path)
        if target.startswith(("articles.", "cms."))
        and (level_of(target) or 0) >= (level_of(name) or 0)
        and target.split(".")[:2] != name.split(".")[:2]
        and not (level_of(name) == level_of(target) == CORE)  # models and querysets are one core
    ]
    assert wrong == []


def test_leaves_know_neither_database_nor_settings():
    wrong = [
        f"{name} imports {target}"
        for name, path in modules()
        if (level_of(name) or 0) <= LAST_LEAF
        for target in imports_of(name, path)
        if target.startswith(NOT_IN_LEAVES)
    ]
    assert wrong == []


def test_nothing_is_imported_inside_a_function():
    nested = [
        f"{name}:{node.lineno}"
        for name, path in modules()
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert [place for place in nested if not place.startswith("articles.apps:")] == []
