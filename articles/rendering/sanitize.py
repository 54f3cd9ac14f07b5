"""What the HTML of an article may contain. The tables say it all; `sanitize()` is the last step, after any markup."""

from __future__ import annotations

import re
from typing import Literal

import nh3

from .addresses import ALLOWED_SCHEMES, candidates, is_allowed, is_embeddable, is_remote
from .names import names

TEXT_TAGS = (
    "a abbr b bdo big br cite code del dfn em i ins kbd label mark q rp rt ruby s samp small span strike strong sub sup "
    "time tt u var wbr"
)
BLOCK_TAGS = (
    "address article aside blockquote caption center col colgroup dd details div dl dt figcaption figure footer h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
MEDIA_TAGS = "audio iframe img input picture source track video"
MATHS_TAGS = (
    "annotation math maction menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow "
    "ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics"
)
TAGS = names(f"{TEXT_TAGS} {BLOCK_TAGS} {MEDIA_TAGS} {MATHS_TAGS}")
REMOVED_WITH_CONTENT = names("script style template title svg")

ATTRIBUTES = {
    "*": {"class", "dir", "lang", "title", "role", "align", "aria-label", "aria-hidden"},
    "a": {"href", "hreflang", "target", "download"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "iframe": {"src", "width", "height", "allowfullscreen", "allow", "sandbox", "loading", "referrerpolicy"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "input": {"type", "disabled", "checked"},
    "ins": {"cite", "datetime"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "q": {"cite"},
    "source": {"src", "srcset", "sizes", "type", "media"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "poster", "controls", "loop", "muted", "playsinline", "preload", "width", "height"},
    "math": {"display", "xmlns"},
    "annotation": {"encoding"},
}
MATHS_ATTRIBUTES = names(
    "accent accentunder columnalign columnlines columnspacing columnspan depth displaystyle fence form frame "
    "height intent largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowalign "
    "rowlines rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset width"
)
ATTRIBUTES |= {tag: ATTRIBUTES.get(tag, set()) | MATHS_ATTRIBUTES for tag in MATHS_TAGS.split()}
WITH_ID = {"h1", "h2", "h3", "h4", "h5", "h6", "li", "sup", "ul", "ol"}
ATTRIBUTES |= {tag: ATTRIBUTES.get(tag, set()) | {"id"} for tag in WITH_ID}

# Attributes that are there already keep their place, so the builders write them too: output stays the same every time.
FORCED_VALUES = {
    "input": {"type": "checkbox", "disabled": ""},
    "iframe": {
        "sandbox": "allow-scripts allow-same-origin allow-popups allow-presentation",
        "loading": "lazy",
        "referrerpolicy": "strict-origin-when-cross-origin",
    },
}

CLASSES = names(
    "wide full no_toc lead small hashtag remote-image remote-media highlight hll admonition admonition-title "
    "footnotes footnote-ref footnote-backref task-list task-list-item task-list-item-checkbox math-display "
    "math-source button center left right"
)
CLASS_FAMILIES = re.compile(
    r"(?:notice|align|btn|text|language|figure|image|img|table|col|w)(?:-[\w+#.\-]+)*\Z"
)
ADMONITION_CLASSES = names(
    "note abstract info tip success question warning failure danger bug example quote attention caution error "
    "hint important"
)
COLOUR_CLASS = re.compile(r"[a-z][a-z0-9]{0,2}\Z")

HEADING_ID = re.compile(r"(?!__proto__)[^\s<>\"'`&]{1,1000}\Z")
OTHER_ID = {
    "li": re.compile(r"fn:[\w\-]+\Z"),
    "sup": re.compile(r"fnref:[\w\-]+(?::\d+)?\Z"),
    "ul": re.compile(r"markdown-toc\Z"),
    "ol": re.compile(r"markdown-toc\Z"),
}
ADDRESSES = {"src", "poster"}


def allowed_classes(tag: str, value: str) -> str | None:
    kept = [
        name
        for name in value.split()
        if name in CLASSES
        or CLASS_FAMILIES.match(name)
        or (tag == "div" and name in ADMONITION_CLASSES)
        or (tag == "span" and COLOUR_CLASS.match(name))
    ]
    return " ".join(kept) or None


def allowed_id(tag: str, value: str) -> str | None:
    return value if OTHER_ID.get(tag, HEADING_ID).match(value) else None


def allowed_address(tag: str, value: str, *, remote: bool) -> str | None:
    if not is_allowed(value) or (not remote and is_remote(value)):
        return None
    return value if tag != "iframe" or is_embeddable(value) else None


def allowed_srcset(value: str, *, remote: bool) -> str | None:
    allowed = all(is_allowed(address) and (remote or not is_remote(address)) for address in candidates(value))
    return value if allowed else None


def attribute_filter(*, remote: bool):
    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "class":
            return allowed_classes(tag, value)
        if name == "id":
            return allowed_id(tag, value)
        if name == "srcset":
            return allowed_srcset(value, remote=remote)
        if name in ADDRESSES:
            return allowed_address(tag, value, remote=remote)
        if name == "target":
            return value if value == "_blank" else None
        return value

    return keep


def cleaner(remote: Literal["keep", "link"], *, opens_windows: bool) -> nh3.Cleaner:
    is_kept = remote == "keep"
    return nh3.Cleaner(
        tags=set(TAGS if is_kept else TAGS - {"iframe"}),
        clean_content_tags=set(REMOVED_WITH_CONTENT),
        attributes={tag: names for tag, names in ATTRIBUTES.items() if is_kept or tag != "iframe"},
        attribute_filter=attribute_filter(remote=is_kept),
        set_tag_attribute_values=FORCED_VALUES if is_kept else {"input": FORCED_VALUES["input"]},
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel="noopener" if opens_windows else None,
    )


CLEANERS = {
    (remote, opens_windows): cleaner(remote, opens_windows=opens_windows)
    for remote in ("keep", "link")
    for opens_windows in (False, True)
}


def sanitize(html: str, remote: Literal["keep", "link"] = "keep") -> str:
    """Keep what the tables of this module allow; with `remote="link"` nothing that loads from another host."""
    return CLEANERS[remote, "_blank" in html].clean(html)
