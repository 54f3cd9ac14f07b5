"""Ghost's cards, from either of its editors, as HTML; what has no place in an article is named as lost."""

import html
from collections.abc import Callable
from typing import Any

from ..html_markdown import loss

Card = dict[str, Any]


def text(card: Card, *names: str) -> str:
    """Return the first of some fields that holds text."""
    return next((value for name in names if isinstance(value := card.get(name), str) and value), "")


def attr(card: Card, *names: str) -> str:
    return html.escape(text(card, *names))


def link(address: str, label: str) -> str:
    return f'<p><a href="{html.escape(address)}">{html.escape(label or address)}</a></p>' if address else ""


def figure(inner: str, caption: str, classes: str = "") -> str:
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="{classes}">{inner}{said}</figure>'


def image(card: Card) -> str:
    if not text(card, "src"):
        return loss("an image card without an image")
    width = {"wide": "kg-width-wide", "full": "kg-width-full"}.get(text(card, "cardWidth"), "")
    inner = f'<img src="{attr(card, "src")}" alt="{attr(card, "alt")}" title="{attr(card, "title")}">'
    if address := attr(card, "href"):
        inner = f'<a href="{address}">{inner}</a>'
    return figure(inner, text(card, "caption"), width)


def gallery(card: Card) -> str:
    rows = card.get("images")
    images = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    caption = text(card, "caption")
    shown = "".join(image(row) for row in images)
    return (
        loss("not kept: the layout of a gallery: its pictures follow one another", "info")
        + shown
        + (f"<p>{caption}</p>" if caption else "")
    )


def markdown(card: Card) -> str:
    return f'<import-source data-markdown="{attr(card, "markdown")}"></import-source>'


def code(card: Card) -> str:
    inner = f'<pre><code class="language-{attr(card, "language")}">\n{attr(card, "code")}</code></pre>'
    caption = text(card, "caption")
    return inner + (f"<p>{caption}</p>" if caption else "")


def embed(card: Card) -> str:
    data = card.get("metadata")
    title = text(data, "title") if isinstance(data, dict) else ""
    address = text(card, "url")
    if not address:
        return text(card, "html") or loss("an embed without an address")
    caption = text(card, "caption")
    return link(address, title) + (f"<p>{caption}</p>" if caption else "")


def bookmark(card: Card) -> str:
    found = card.get("metadata")
    data: Card = found if isinstance(found, dict) else card
    address, title = text(card, "url") or text(data, "url"), text(data, "title")
    said = html.escape(text(data, "description"))
    caption = text(card, "caption")
    return (
        link(address, title) + (f"<p>{said}</p>" if said else "") + (f"<p>{caption}</p>" if caption else "")
    )


def callout(card: Card) -> str:
    said, emoji = text(card, "calloutText"), attr(card, "calloutEmoji")
    return f"<blockquote><p>{emoji} {said}</p></blockquote>" if said or emoji else ""


def toggle(card: Card) -> str:
    return f"<details><summary>{text(card, 'heading')}</summary>{text(card, 'content')}</details>"


def button(card: Card) -> str:
    address, label = attr(card, "buttonUrl", "url"), attr(card, "buttonText", "text")
    align = ' style="text-align: center"' if card.get("alignment") == "center" else ""
    return f'<p{align}><a class="kg-btn" href="{address}">{label or address}</a></p>' if address else ""


def paywall(card: Card) -> str:
    return loss("a paywall: what follows it was for members only")


def email(card: Card) -> str:
    return loss("not kept: an e-mail card, which newsletters alone showed")


def file(card: Card) -> str:
    caption = attr(card, "fileCaption")
    return link(text(card, "src"), text(card, "fileTitle", "fileName")) + (
        f"<p>{caption}</p>" if caption else ""
    )


def audio(card: Card) -> str:
    title = attr(card, "title")
    return (f"<p>{title}</p>" if title else "") + f'<audio src="{attr(card, "src")}" controls></audio>'


def video(card: Card) -> str:
    return figure(f'<video src="{attr(card, "src")}" controls></video>', text(card, "caption"))


def product(card: Card) -> str:
    picture = (
        image({"src": text(card, "productImageSrc"), "alt": text(card, "productTitle")})
        if card.get("productImageSrc")
        else ""
    )
    title, said = text(card, "productTitle"), text(card, "productDescription")
    more = button({"buttonUrl": text(card, "productUrl"), "buttonText": text(card, "productButton")})
    rating = loss("not kept: the stars of a product card") if card.get("productRatingEnabled") else ""
    return f"{picture}<h4>{title}</h4>{said}{more}{rating}"


def header(card: Card) -> str:
    title, said = text(card, "header", "heading"), text(card, "subheader", "subheading")
    shown = (f"<h2>{title}</h2>" if title else "") + (f"<p>{said}</p>" if said else "")
    design = loss("not kept: the design of a header card", "info")
    return design + shown + button(card)


def call_to_action(card: Card) -> str:
    picture = image({"src": text(card, "imageUrl")}) if card.get("imageUrl") else ""
    return picture + text(card, "textValue") + button(card)


def signup(card: Card) -> str:
    return loss("not kept: a sign-up form") + header(
        {name: card.get(name) for name in ("header", "subheader")}
    )


CARDS: dict[str, Callable[[Card], str]] = {
    "image": image,
    "gallery": gallery,
    "html": lambda card: text(card, "html"),
    "markdown": markdown,
    "card-markdown": markdown,
    "code": code,
    "codeblock": code,
    "embed": embed,
    "bookmark": bookmark,
    "callout": callout,
    "toggle": toggle,
    "button": button,
    "hr": lambda card: "<hr>",
    "horizontalrule": lambda card: "<hr>",
    "paywall": paywall,
    "email": email,
    "email-cta": email,
    "file": file,
    "audio": audio,
    "video": video,
    "product": product,
    "header": header,
    "call-to-action": call_to_action,
    "signup": signup,
}


def write_card(name: str, card: object) -> str:
    """Write one card as HTML."""
    if name not in CARDS:
        said = text(card, "html", "text", "caption") if isinstance(card, dict) else ""
        return loss(f"the card {name[:50]}, which is not known here") + said
    return CARDS[name](card if isinstance(card, dict) else {})
