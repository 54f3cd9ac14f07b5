"""Patterns that several rules share. White space is ASCII here: a no-break space is a word to kramdown."""

import re

from ..names import names

SPACE = r"[ \t\n\r\f\v]"
STRIPPED = " \t\n\r\f\v\0"
NAME = r"[^\W\d][-\w.]*+(?::[^\W\d][-\w.]*+)?+"
ID_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]*"
# A limit, because every line is asked whether such a list begins there.
ATTRIBUTE_TEXT = r"(?:\\\}|[^}]){1,1000}"

SPAN_TAGS = names(
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q rb rbc rp "
    "rt rtc ruby samp select small span strong sub sup tt u var"
)
BLOCK_TAGS = names(
    "address article aside applet body blockquote caption col colgroup dd div dl dt fieldset figcaption footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html head iframe legend menu li main map nav ol optgroup p pre "
    "section summary table tbody td th thead tfoot tr ul"
)
VOID_TAGS = names("area base br col command embed hr img input keygen link meta param source track wbr")
BLOCK_CONTENT_TAGS = names(
    "address applet article aside blockquote body dd details div dl fieldset figure figcaption footer form "
    "header hgroup iframe li main map menu nav noscript object section summary td"
)
SPAN_CONTENT_TAGS = names(
    "a abbr acronym b bdo big button cite caption del dfn dt em h1 h2 h3 h4 h5 h6 i ins label legend optgroup "
    "p q rb rbc rp rt rtc ruby select small span strong sub sup th tt"
)
RAW_CONTENT_TAGS = names("script style math option textarea pre code kbd samp var")
KNOWN_TAGS = SPAN_TAGS | BLOCK_TAGS | VOID_TAGS | BLOCK_CONTENT_TAGS | SPAN_CONTENT_TAGS | RAW_CONTENT_TAGS

_NOT_LAZY = "|".join([*sorted(SPAN_TAGS), "script"])
LAZY_HTML = rf"(?:<(?!(?:{_NOT_LAZY})\b){NAME}|</(?!(?:{_NOT_LAZY})\b){NAME}{SPACE}*>)"
ATTRIBUTE_LINE = rf"\{{:(?![:/]){ATTRIBUTE_TEXT}\}}[ \t\r\f\v]*\n"

ATTRIBUTES_BEFORE_OR_AFTER = re.compile(rf" {{0,3}}\{{:(?![:/])({ATTRIBUTE_TEXT})\}}[ \t\r\f\v]*\n")
BLANK = re.compile(r"(?:[ \t\r\f\v]*\n)+")
INDENT = re.compile(r"^(?:\t| {4})", re.MULTILINE)
END_MARKER = re.compile(r"\^[ \t\r\f\v]*\n")
RULE = re.compile(r" {0,3}([*_-])(?:[ \t]*\1){2}(?:\1|[ \t])*\n")
BULLET = re.compile(r" {0,3}(?:[+*-]|[0-9]+\.)[\t| ].*\n")
DEFINITION = re.compile(r" {0,3}:[\t| ].*\n")
HEADING = re.compile(r"(#{1,6})[\t ]+(.*)\n")
FENCE = re.compile(r" {0,3}[~`]{3}")
QUOTE = re.compile(r" {0,3}> ?")

# Where a quote, a code block or a paragraph that runs on lazily must end.
LAZY_END = re.compile(rf"[ \t\r\f\v]*\n|\^[ \t\r\f\v]*\n| {{0,3}}(?:{ATTRIBUTE_LINE}|{LAZY_HTML})|\Z")
PARAGRAPH_END = re.compile(
    rf"[ \t\r\f\v]*\n|\^[ \t\r\f\v]*\n|#{{1,6}}[\t ]+.*\n|\Z"
    rf"| {{0,3}}(?:{ATTRIBUTE_LINE}|{LAZY_HTML}|(?:[+*-]|[0-9]+\.|:)[\t| ]|>|[~`]{{3}})"
)
