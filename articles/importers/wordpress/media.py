"""WordPress' media files, as articles name and show them."""

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    url: str
    alt: str = ""
    caption: str = ""
    title: str = ""
    parent: str = ""

    @property
    def is_picture(self) -> bool:
        return bool(re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)\Z", self.url, re.I))


def write_attachment(number: str, attachment: Attachment) -> str:
    address, caption = html.escape(attachment.url), attachment.caption
    if not attachment.is_picture:
        return f'<p><a href="{address}">{html.escape(attachment.title or attachment.url)}</a></p>'
    picture = f'<img class="wp-image-{number}" src="{address}" alt="{html.escape(attachment.alt)}">'
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"
