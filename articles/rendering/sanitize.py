"""What the HTML of an article may contain. The tables say it all; `sanitize()` is the last step, after any markup."""

from __future__ import annotations

import re
from collections.abc import Collection
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
    "div": {"tabindex"},
    "iframe": {"src", "width", "height", "allowfullscreen", "allow", "sandbox", "loading", "referrerpolicy"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "input": {"type", "disabled", "checked"},
    "ins": {"cite", "datetime"},
    "ol": {"start", "reversed", "type"},
    "pre": {"tabindex"},
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
    # What scrolls must be reachable by keyboard.
    "pre": {"tabindex": "0"},
    "iframe": {
        "sandbox": "allow-scripts allow-same-origin allow-popups allow-presentation",
        "loading": "lazy",
        "referrerpolicy": "strict-origin-when-cross-origin",
    },
}

CLASSES = names(
    "wide full no_toc lead small hashtag remote-image remote-media liquid-note highlight hll table-scroll admonition admonition-title "
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
LOADED = {"src", "poster"}


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


class Loading:
    """Which addresses may be loaded from: any with `remote`, else the site's and those named as its own."""

    def __init__(self, *, remote: bool, own: Collection[str] = ()) -> None:
        self.remote = remote
        self.own = own

    def allows(self, address: str) -> bool:
        return is_allowed(address) and (self.remote or not is_remote(address) or address in self.own)

    def keep(self, tag: str, name: str, value: str) -> str | None:
        """Judge one attribute: the value to keep, or None to drop it. Called by nh3."""
        if name == "class":
            return allowed_classes(tag, value)
        if name == "id":
            return allowed_id(tag, value)
        if name == "srcset":
            return value if all(self.allows(address) for address in candidates(value)) else None
        if name in LOADED:
            return value if self.allows(value) and (tag != "iframe" or is_embeddable(value)) else None
        if name == "tabindex":
            return value if value == "0" else None
        if name == "target":
            return value if value == "_blank" else None
        return value


def cleaner(loading: Loading, *, opens_windows: bool) -> nh3.Cleaner:
    tags = TAGS if loading.remote else TAGS - {"iframe"}
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(REMOVED_WITH_CONTENT),
        attributes={tag: set(kept) for tag, kept in ATTRIBUTES.items() if tag in tags | {"*"}},
        attribute_filter=loading.keep,
        set_tag_attribute_values={tag: values for tag, values in FORCED_VALUES.items() if tag in tags},
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel="noopener" if opens_windows else None,
    )


CLEANERS = {
    (remote, opens_windows): cleaner(Loading(remote=remote == "keep"), opens_windows=opens_windows)
    for remote in ("keep", "link")
    for opens_windows in (False, True)
}


def sanitize(html: str, remote: Literal["keep", "link"] = "keep", own: Collection[str] = ()) -> str:
    """Keep what the tables of this module allow; with `remote="link"` nothing that loads from another host.

    `own` names addresses on other hosts that are the site's own, such as its media on a storage service.
    """
    opens_windows = "_blank" in html
    if remote == "link" and any(is_remote(address) for address in own):
        return cleaner(Loading(remote=False, own=own), opens_windows=opens_windows).clean(html)
    return CLEANERS[remote, opens_windows].clean(html)
