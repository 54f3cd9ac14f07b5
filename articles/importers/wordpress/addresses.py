"""The addresses that articles and pages had in WordPress."""

from urllib.parse import unquote, urlsplit

from .index import Index
from .xml import Item


def address_path(
    address: str,
    index: Index,
    *,
    with_query: bool = False,
    with_fragment: bool = False,
    below_base: bool = False,
) -> str:
    """Return the path of an address, decoded; with its query where that is what names the page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = unquote(parts.path, errors="replace")
    if below_base and index.base and (path + "/").startswith(index.base + "/"):
        path = path[len(index.base) :]
    if (with_query or with_fragment or below_base) and parts.query:
        path = f"{path or '/'}?{parts.query}"
    return f"{path}#{parts.fragment}" if with_fragment and parts.fragment else path


def old_paths(item: Item, index: Index) -> list[str]:
    """Return every address an article had, that of its link first, and those of the feed of its comments."""
    query = "page_id" if item["wp:post_type"] == "page" else "p"
    number = item["wp:post_id"] or item["wp:post_name"]
    written = [item["link"], *([item["guid"]] if index.is_own(item["guid"]) else [])]
    paths = [path for address in written if (path := address_path(address, index, with_query=True))]
    own = paths[0] if paths and "?" not in paths[0] else ""
    above = own.rstrip("/").rpartition("/")[0]
    paths += [f"{above}/{unquote(slug)}/" for slug in item.meta.get("_wp_old_slug", []) if own and slug]
    paths += [f"{index.base}/?{name}={number}" for name in dict.fromkeys([query, "p"])]
    paths += [f"{own.rstrip('/')}/feed/"] if own.strip("/") else []
    paths.append(f"{index.base}/?feed=rss2&{query}={number}")
    forms = [form for path in paths for form in ([path, path.rstrip("/")] if path.endswith("/") else [path])]
    return [form for form in dict.fromkeys(forms) if form.strip("/")]
