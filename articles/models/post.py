from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles import covers, rendering
from articles.addresses import check_address
from articles.querysets import PostQuerySet

from .image import Image
from .slugged import Slugged
from .tag import PostTags, Tag, TaggedPost

WORDS_PER_MINUTE = 200
A_DAY = timedelta(days=1)
# Sent inside the transaction, once a post and all its rows are stored: tags and pictures included.
post_stored = Signal()
DERIVED_FIELDS = ["body_html", "toc", "excerpt", "words", "rendering_version"]


def explain(error: rendering.RenderError) -> list[ValidationError]:
    """Return what a form says, in the editor's language, of a body that can't be rendered."""
    messages = [ValidationError(_(error.template), params=error.values)]
    if error.line:
        messages.append(ValidationError(_("Look near line %(line)d."), params={"line": error.line}))
    return messages


class Post(Slugged):
    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Sidebar(models.TextChoices):
        NONE = "", _("None")
        COUNTS = "counts", _("Categories with their counts")

    slug_source = "title"
    SERIES_ORDER = ("series_position", "published_at", "pk")

    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("body"), blank=True, help_text=_("Markdown."))
    category = models.ForeignKey(
        "articles.Category",
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )
    tags = TaggableManager(
        _("tags"),
        through=TaggedPost,
        manager=PostTags,
        ordering=["tagged_posts__position"],
        blank=True,
        related_name="posts",
        help_text=_("Names between commas; their order is kept."),
    )
    series = models.ForeignKey(
        "articles.Series",
        verbose_name=_("series"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )
    series_position = models.PositiveSmallIntegerField(
        _("position in the series"), default=0, help_text=_("Lower numbers come first; equal ones by date.")
    )
    author = models.ForeignKey(
        "articles.Author",
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )
    hero_image = models.ForeignKey(
        Image,
        verbose_name=_("hero image"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hero_of",
        help_text=_("Without one, a cover is drawn from the title."),
    )
    custom_excerpt = models.TextField(
        _("excerpt"), blank=True, help_text=_("Left empty, the first paragraph serves.")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("A time to come schedules the article. Left empty, publishing sets it to now."),
    )
    show_toc = models.BooleanField(_("show table of contents"), default=False)
    show_author = models.BooleanField(_("show author box"), default=True)
    sidebar = models.CharField(_("sidebar"), max_length=12, choices=Sidebar.choices, default="", blank=True)
    canonical_url = models.CharField(
        _("canonical address"),
        max_length=500,
        blank=True,
        validators=[check_address],
        help_text=_("Where this article first appeared, if elsewhere."),
    )
    description = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("For search engines. The excerpt serves else."),
    )
    front_matter = models.TextField(_("front matter"), blank=True, editable=False)
    import_ref = models.CharField(
        _("import reference"), max_length=300, null=True, unique=True, editable=False
    )
    # When the text last changed after its publication; empty while it never did.
    revised_at = models.DateTimeField(_("revised at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    # Derived on save; never edited.
    body_html = models.TextField(editable=False, blank=True)
    toc = models.JSONField(editable=False, default=list)
    excerpt = models.TextField(editable=False, blank=True)
    words = models.PositiveIntegerField(_("words"), editable=False, default=0)
    rendering_version = models.PositiveSmallIntegerField(editable=False, default=0)
    # Keys of the articles most like this one and their likeness, nearest first; some may not be public.
    related = models.JSONField(editable=False, default=list)
    body_images: models.ManyToManyField = models.ManyToManyField(
        Image, through="BodyImage", related_name="shown_in"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        get_latest_by = "published_at"
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="post_newest"),
            models.Index(fields=["category", "status", "-published_at"], name="post_category_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="post_has_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="post_has_slug"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review", "published", "withdrawn"]),
                name="post_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="post_published_has_date",
            ),
            models.CheckConstraint(condition=Q(sidebar__in=["", "counts"]), name="post_sidebar_known"),
        ]

    def __str__(self):
        return self.title

    def save(
        self,
        *args,
        tags: Sequence[str] | None = None,
        images: Mapping[str, Image] | None = None,
        **kwargs,
    ):
        """Store the post with all that follows from it: HTML, contents, excerpt, words, tags, pictures used.

        `tags` are names in order, and `images` maps addresses in the body to library images; either may be
        left out to keep what is stored. Raises `rendering.RenderError` when the body can't be rendered.
        """
        self.fill_date()
        with transaction.atomic():
            self.note_revision()
            tag_rows = self.stored_tags() if tags is None else Tag.objects.named(tags)
            image_rows = {**self.stored_images(), **(images or {})}
            named = self.render(tag_rows, image_rows)
            super().save(*args, **kwargs)
            if tags is not None:
                self.store_tags(tag_rows)
            self.store_images(named)
            post_stored.send(Post, post=self)

    def get_absolute_url(self):
        return reverse("article", args=[self.slug])

    def clean(self):
        super().clean()
        self.fill_date()
        try:
            rendering.render(self.body)
        except rendering.RenderError as error:
            raise ValidationError({"body": explain(error)}) from error

    def fill_date(self) -> None:
        if self.status == self.Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()

    def note_revision(self) -> None:
        """Note the time when words that readers have seen change."""
        stored = Post.objects.filter(pk=self.pk).only("title", "body", "status", "published_at").first()
        if stored and stored.is_public and (stored.title, stored.body) != (self.title, self.body):
            self.revised_at = timezone.now()

    def rerender(self) -> None:
        """Make the derived fields anew; the post itself, and its `updated_at`, stay as they are."""
        self.save(update_fields=DERIVED_FIELDS)

    def render(self, tags: Sequence[Tag], images: Mapping[str, Image]) -> dict[str, Image]:
        """Set the derived fields and return the library images that the body names, by address."""
        named = {address: image for address, image in images.items() if address in self.body}

        def image_for(address: str) -> rendering.Picture | None:
            image = named.get(address) or Image.objects.at(address)
            if image is None:
                return None
            named[address] = image
            return image.picture() if image.is_ready else None

        rendered = rendering.render(
            self.body,
            image_for=image_for,
            hashtags={rendering.fold_hashtag(tag.name): tag.get_absolute_url() for tag in tags},
            hero=self.hero_addresses(named),
            top_heading=2,
            remote="link",
        )
        self.body_html, self.toc, self.words = rendered.html, rendered.toc, rendered.words
        self.excerpt = self.custom_excerpt.strip() or rendered.excerpt
        self.rendering_version = rendering.VERSION
        return named

    def hero_addresses(self, named: Mapping[str, Image]) -> list[str]:
        if self.hero_image is None:
            return []
        return [
            *self.hero_image.addresses,
            *(address for address, image in named.items() if image == self.hero_image),
        ]

    def stored_tags(self) -> list[Tag]:
        return list(self.tags.all()) if self.pk else []

    def store_tags(self, tags: Sequence[Tag]) -> None:
        rows = [TaggedPost(content_object=self, tag=tag, position=i) for i, tag in enumerate(tags)]
        self.tagged_posts.all().delete()
        TaggedPost.objects.bulk_create(rows)
        self.__dict__.pop("_prefetched_objects_cache", None)

    def stored_images(self) -> dict[str, Image]:
        if not self.pk:
            return {}
        return {row.address: row.image for row in self.body_image_rows.select_related("image")}

    def store_images(self, named: Mapping[str, Image]) -> None:
        rows = {(row.address, row.image_id) for row in self.body_image_rows.all()}
        if rows != {(address, image.pk) for address, image in named.items()}:
            self.body_image_rows.all().delete()
            BodyImage.objects.bulk_create(
                BodyImage(post=self, image=image, address=address) for address, image in named.items()
            )

    @property
    def is_public(self) -> bool:
        """The rule of `querysets.published_now`, for a post at hand."""
        has_come = self.published_at is not None and self.published_at <= timezone.now()
        return self.status == self.Status.PUBLISHED and has_come

    @property
    def is_scheduled(self) -> bool:
        return self.status == self.Status.PUBLISHED and not self.is_public

    def place_in_series(self) -> tuple:
        return (self.series_position, self.published_at, self.pk)

    @property
    def was_revised(self) -> bool:
        """Whether the text changed on a later day than that of its publication."""
        return bool(self.revised_at and self.published_at and self.revised_at - self.published_at > A_DAY)

    @property
    def reading_minutes(self) -> int:
        return max(1, (self.words + WORDS_PER_MINUTE // 2) // WORDS_PER_MINUTE)

    def picture(self, place: str) -> rendering.Picture:
        """Return the hero image for a place of the site, or the cover drawn from the title."""
        if self.hero_image and self.hero_image.is_ready:
            return self.hero_image.picture(place)
        address = reverse("cover", args=[covers.seed_for(self.title)])
        return rendering.Picture(address, covers.WIDTH, covers.HEIGHT)


class BodyImage(models.Model):
    """A library image that an article's body shows, and the address by which the text names it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="body_image_rows")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="body_image_rows")
    address = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "address"], name="body_image_once")]

    def __str__(self):
        return self.address
