"""The site that a test begins with: few of everything, so that each step has much to do with the others."""

import random
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.models import MenuLink, Page, SiteSettings
from tests.exactness.words import CATEGORIES, PASSWORD, PEOPLE, SERIES, SLUGS, TAGS
from tests.factories import make_author, make_category, make_image, make_post, make_series, picture_bytes

STATUSES = ["published"] * 6 + ["draft", "withdrawn"]


def furnish(rng: random.Random) -> str:
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    categories = [make_category(name) for name in CATEGORIES[:2]]
    authors = [make_author(name) for name in PEOPLE[:2]]
    series = make_series(SERIES[0])
    images = [
        make_image(f"{colour}.jpg", picture_bytes(60, 40, colour=colour)) for colour in ("teal", "navy")
    ]
    for number, (slug, status) in enumerate(zip(SLUGS, STATUSES, strict=False)):
        make_post(
            f"On {slug}",
            TAGS[number % 2 : number % 2 + 2],
            slug=slug,
            status=status,
            published_at=timezone.now() - timedelta(days=20 * number + 1),
            category=categories[number % 2],
            author=authors[number % 2],
            hero_image=images[0] if number % 4 == 0 else None,
            series=series if number < 3 else None,
            sidebar="counts" if number % 2 else "",
            body=f"Words on {slug}.\n\n## A part\n\nMore words. ![Seen]({images[1].file.url})\n",
        )
    site = SiteSettings(name="Rapport")
    site.save()
    MenuLink.objects.create(site=site, label="About", address="/about/")
    Page.objects.create(title="About", path="about", body="Who we are.", is_public=True)
    return "furnished"
