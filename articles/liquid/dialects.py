"""Which translator a text needs: its variables name the `language`; without one it is Liquid."""

from dataclasses import replace

from .links import link_edits, translate_marked_links
from .opaque import mask
from .parts import Liquid, Translated
from .shortcodes import translate_shortcodes
from .translate import Translation
from .translate import translate as translate_liquid


def translate(source: str, liquid: Liquid) -> Translated:
    """Return the text as Markdown alone; it has as many lines, and what is on one stays there. Never raises."""
    match liquid.variables.get("language"):
        case "hugo":
            return translate_shortcodes(source, liquid)
        case "pelican" | "markdown":
            return translate_marked_links(source, liquid)
    return (
        translate_linked(source, liquid)
        if liquid.variables.get("links")
        else translate_liquid(source, liquid)
    )


def translate_linked(source: str, liquid: Liquid) -> Translated:
    """Translate Liquid, and put addresses in place of the links that the variable `links` knows."""
    named = {name: value for name, value in liquid.variables.items() if name != "links"}
    translation = Translation(source, replace(liquid, variables=named))
    whole = (part._replace(inner_start=part.start, inner_end=part.end) for part in translation.regions)
    translation.waiting, _constructs = link_edits(source, mask(source, whole), liquid)
    return translation.translated()
