"""The links and pictures of one article as it is being written, for its checks."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.db.models import Q

from articles.content_checks import ImageState, LinkState
from articles.models import Image, Post
from articles.outline import Contents

from .destinations import ANCHORS_OF_EVERY_PAGE, Destination, destinations, lost_anchors
from .targets import Target, target_of


class Lookup:
    """What `content_checks.check` asks of addresses; everything was looked up before, in a few queries."""

    def __init__(self, post: Post, contents: Contents) -> None:
        self.own_path = post.get_absolute_url() if post.slug else ""
        self.ids = contents.ids
        addresses = {found.address for found in (*contents.links, *contents.images) if found.address}
        targets = {address: target_of(address, self.own_path or "/articles/x/") for address in addresses}
        self.targets = {address: target for address, target in targets.items() if target and target.path}
        self.ends = destinations({target.path for target in self.targets.values()} - {self.own_path})
        self.lost = lost_anchors(target for target in self.targets.values() if target.path != self.own_path)
        self.pictures = {**library({found.address for found in contents.images}), **post.stored_images()}
        self.hero_addresses = set(post.hero_addresses(self.pictures))

    def link_state(self, address: str) -> LinkState | None:
        target = self.targets.get(address)
        if target is None:
            return None
        is_lost = self.lacks_anchor(target) if target.path == self.own_path else target in self.lost
        end = self.ends.get(target.path, Destination())
        return end.state or ("broken" if is_lost else None)

    def lacks_anchor(self, target: Target) -> bool:
        return target.anchor not in self.ids | ANCHORS_OF_EVERY_PAGE

    def image_state(self, address: str) -> ImageState | None:
        if image := self.pictures.get(address):
            return "decorative" if image.decorative or address in self.hero_addresses else None
        target = self.targets.get(address)
        is_missing = target and self.ends.get(target.path, Destination()).state in {"broken", "not_public"}
        return "broken" if is_missing else None


def look_up(post: Post, contents: Contents) -> Lookup:
    """Return the states of all addresses in a text that need not be stored yet; the hero is the post's."""
    return Lookup(post, contents)


def library(addresses: Collection[str]) -> Mapping[str, Image]:
    """Return the pictures that addresses in a text mean, as `Image.objects.at` does for one."""
    prefix = settings.MEDIA_URL
    files = [address.removeprefix(prefix) for address in addresses if address.startswith(prefix)]
    rows = Image.objects.filter(Q(file__in=files) | Q(source_url__in=addresses)) if addresses else []
    return {address: image for image in rows for address in image.addresses if address in addresses}
