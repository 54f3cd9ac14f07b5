"""What editors do to everything but articles, by way of the models. Each step tells what it did."""

from django.utils import timezone

from articles import retagging
from articles.models import Author, Category, Image, MenuLink, Page, Series, SiteSettings, Tag
from tests.exactness.words import CATEGORIES, PEOPLE, SERIES, TAGS, free, picked, sentence

ACCENTS = ["#a33a20", "#205ba3", "#1f7a3d"]
PATHS = ["about", "contact", "legal/terms"]


def rename_category(rng) -> str:
    category = picked(rng, Category.objects.all())
    category.name = free(rng, CATEGORIES, Category.objects.values_list("name", flat=True)) or category.name
    category.slug = rng.choice(["", category.slug])
    category.description = sentence(rng)
    category.save()
    return f"category {category.pk} is {category.name} at {category.slug}"


def order_categories(rng) -> str:
    for category in Category.objects.all():
        Category.objects.filter(pk=category.pk).update(order=rng.randrange(9))
    return "categories in another order"


def add_or_delete_category(rng) -> str:
    unused = Category.objects.filter(posts=None).first()
    if unused:
        unused.delete()
        return f"category {unused} deleted"
    name = free(rng, CATEGORIES, Category.objects.values_list("name", flat=True))
    if name:
        Category.objects.create(name=name)
    return f"category {name or 'none'} added"


def rename_tag(rng) -> str:
    tag = picked(rng, Tag.objects.all())
    name = free(rng, TAGS, Tag.objects.values_list("name", flat=True))
    if tag is None or name is None:
        return add_tag(rng)
    tag.name = name
    retagging.rename(tag, by=None)
    return f"tag {tag.pk} is {name} at {tag.slug}"


def add_tag(rng) -> str:
    name = free(rng, TAGS, Tag.objects.values_list("name", flat=True))
    if name:
        Tag.objects.create(name=name)
    return f"tag {name} added"


def merge_tags(rng) -> str:
    tags = sorted(Tag.objects.all(), key=lambda tag: tag.pk)
    if len(tags) < 3:
        return add_tag(rng)
    gone, kept = rng.sample(tags, 2)
    retagging.merge([gone, kept], kept, by=None)
    return f"tag {gone} merged into {kept}"


def delete_tag(rng) -> str:
    tags = sorted(Tag.objects.all(), key=lambda tag: tag.pk)
    if len(tags) < 3:
        return add_tag(rng)
    tag = rng.choice(tags)
    if rng.random() < 0.5:
        retagging.delete(tag, by=None, leads_to=rng.choice(["", "/tags/"]))
    else:
        Tag.objects.filter(pk=tag.pk).delete()
    return f"tag {tag} deleted"


def edit_author(rng) -> str:
    author = picked(rng, Author.objects.all())
    author.name = free(rng, PEOPLE, Author.objects.values_list("name", flat=True)) or author.name
    author.slug = rng.choice(["", author.slug])
    author.bio, author.links = sentence(rng), rng.choice(["", "https://example.org/me"])
    author.portrait = picked(rng, [None, *Image.objects.all()])
    author.save()
    return f"author {author.pk} is {author} at {author.slug}"


def edit_series(rng) -> str:
    series = picked(rng, Series.objects.all())
    series.name = free(rng, SERIES, Series.objects.values_list("name", flat=True)) or series.name
    series.slug, series.description = rng.choice(["", series.slug]), sentence(rng)
    series.save()
    return f"series {series.pk} is {series} at {series.slug}"


def edit_image(rng) -> str:
    image = picked(rng, Image.objects.all())
    image.alt, image.caption, image.credit = sentence(rng), rng.choice(["", sentence(rng)]), sentence(rng)
    if rng.random() < 0.3:
        image.focal_x = rng.choice([0.1, 0.5, 0.9])
    image.save()
    return f"image {image.pk} described, its focal point at {image.focal_x}"


def edit_site(rng) -> str:
    site = SiteSettings.current()
    site.name = rng.choice(["Rapport", "Report", "Rapport & Co."])
    site.tagline, site.description = sentence(rng), rng.choice(["", sentence(rng)])
    site.accent = rng.choice(ACCENTS)
    site.hub = rng.choice(["", "https://hub.example.org/"])
    site.logo = picked(rng, [None, *Image.objects.all()])
    site.save()
    return f"site is {site.name}, {site.accent}"


def edit_menu(rng) -> str:
    site = SiteSettings.objects.get()
    link = picked(rng, MenuLink.objects.all())
    action = rng.choice(["add", "change", "delete"]) if link else "add"
    if action == "delete":
        link.delete()
    else:
        link = link if action == "change" else MenuLink(site=site, place=rng.choice(["header", "footer"]))
        link.label, link.address = sentence(rng)[:20], rng.choice(["/about/", "https://example.org/"])
        link.save()
    return f"menu: {action} {link.label}"


def edit_page(rng) -> str:
    page = picked(rng, Page.objects.all())
    page.title, page.body = sentence(rng), f"{sentence(rng)}\n\n## {sentence(rng)}\n"
    page.is_public = rng.random() < 0.7
    page.path = free(rng, PATHS, Page.objects.values_list("path", flat=True)) or page.path
    page.save()
    return f"page {page.pk} at {page.path}, public: {page.is_public}"


def add_or_delete_page(rng) -> str:
    path = free(rng, PATHS, Page.objects.values_list("path", flat=True))
    if path is None:
        page = picked(rng, Page.objects.all())
        page.delete()
        return f"page {page.path} deleted"
    Page.objects.create(title=sentence(rng), path=path, body=sentence(rng), is_public=rng.random() < 0.8)
    return f"page {path} added at {timezone.now()}"


STEPS = {
    step.__name__: step
    for step in (
        rename_category,
        order_categories,
        add_or_delete_category,
        rename_tag,
        merge_tags,
        delete_tag,
        edit_author,
        edit_series,
        edit_image,
        edit_site,
        edit_menu,
        edit_page,
        add_or_delete_page,
    )
}
