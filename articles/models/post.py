import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles import covers, outline, rendering, roles
from articles.addresses import check_address
from articles.querysets import PostQuerySet
from articles.routes import path_to
from articles.visible import visible_text

from .image import Image
from .liquid import liquid_of
from .post_indexes import INDEXES
from .redirect import Redirect
from .revision import Revision
from .slugged import Slugged
from .state import changed_fields, state_of, written
from .stored import tell
from .tag import PostTags, Tag, TaggedPost

WORDS_PER_MINUTE = 200
MAY_BE_HASHTAG = re.compile(r"#\w")
A_DAY = timedelta(days=1)
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
        BINNED = "binned", _("In the bin")

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
    withdraw_at = models.DateTimeField(
        _("withdraw at"),
        null=True,
        blank=True,
        help_text=_("From then on readers are told that the article was withdrawn."),
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
    # What Liquid in the body may name; null where `{{` and `{%` are plain text.
    liquid = models.JSONField(null=True, editable=False)
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

    newest_number: int | None = None  # of its revisions, where a query with `with_newest_number` loaded it
    newest_revision: Revision | None = None  # as the last save of this object left it
    # What the body refers to, as the last rendering of this object found it; None where Liquid has a part in it.
    references: Sequence[outline.Reference] | None = None
    shown = "", ""  # HTML of the body, and what readers see of it
    leads_nowhere = False  # whether Liquid in the body named what is not here, when it was last rendered

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        get_latest_by = "published_at"
        permissions = [
            ("edit_any_post", "Can edit everybody's articles"),
            ("publish_post", "Can publish and withdraw articles"),
            ("override_checks", "Can publish in spite of the checks"),
            ("destroy_post", "Can delete articles for good"),
        ]
        indexes = INDEXES
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="post_has_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="post_has_slug"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review", "published", "withdrawn", "binned"]),
                name="post_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="post_published_has_date",
            ),
            models.CheckConstraint(
                condition=Q(withdraw_at=None)
                | Q(published_at=None)
                | Q(withdraw_at__gt=models.F("published_at")),
                name="post_withdrawn_after_published",
            ),
            models.CheckConstraint(condition=Q(sidebar__in=["", "counts"]), name="post_sidebar_known"),
        ]

    def __str__(self):
        return self.title

    def save(
        self,
        *args,
        tags: Sequence[str | Tag] | None = None,
        images: Mapping[str, Image] | None = None,
        by=None,
        action: str = "",
        **kwargs,
    ):
        """Store the post with all that follows from it: HTML, contents, excerpt, words, tags, pictures, revision.

        `tags` are names in order, or tags, and `images` maps addresses in the body to library images; either may be
        left out to keep what is stored. With `by`, a user, PermissionDenied is raised for what is not theirs
        to do. `action` says what was done where that is not plain; what else a revision takes (`note`,
        `overrode`, `merged_from`) may follow. Raises `rendering.RenderError` when the body can't be rendered.
        """
        details = {name: kwargs.pop(name) for name in ("note", "overrode", "merged_from") if name in kwargs}
        self.fill_date()
        with transaction.atomic():
            stored = Post.objects.select_for_update().filter(pk=self.pk).first() if self.pk else None
            if by is not None:
                roles.check_save(by, stored, self)
            if stored and stored.words_changed(self) and stored.is_public:
                self.revised_at = timezone.now()
            tag_rows = self.stored_tags() if tags is None else Tag.objects.named(tags)
            image_rows = {**self.stored_images(), **(images or {})}
            named = self.render(tag_rows, image_rows)
            newest = Revision.objects.latest_of(stored) if stored else None
            super().save(*args, **kwargs)
            if tags is not None:
                self.store_tags(tag_rows, is_new=stored is None)
            self.store_images(named, is_new=stored is None)
            if stored and stored.was_seen:
                Redirect.objects.leave(stored.get_absolute_url(), self.get_absolute_url())
            self.record(newest, tag_rows, by=by, action=action, **details)
            tell(self)

    def record(self, newest: Revision | None, tags: Sequence[Tag], *, action: str, **details: Any) -> None:
        """Make a revision of what was just stored, unless it differs in nothing from the newest."""
        names = [tag.name for tag in tags]
        changed = not newest or changed_fields(newest.state, state_of(self, names))
        if changed or details.get("note"):
            action = action or self.action_since(newest)
            if not changed:
                action = Revision.Action.NOTED
            newest = Revision.objects.record(self, names, newest, action=action, **details)
        self.newest_revision = newest

    def action_since(self, newest: Revision | None) -> str:
        """Return what was done to the post, as far as its status tells."""
        if newest is None:
            return Revision.Action.CREATED
        if newest.state["status"] == self.status and not self.was_moved_since(newest):
            return Revision.Action.EDITED
        if self.is_scheduled:
            return Revision.Action.SCHEDULED
        if newest.state["status"] == self.Status.BINNED:
            return Revision.Action.UNBINNED
        return ACTIONS[self.status]

    def was_moved_since(self, newest: Revision) -> bool:
        """Whether the time of publication changed, and one of the two lies ahead."""
        before = newest.state["published_at"]
        if self.status != self.Status.PUBLISHED or before == written(self.published_at):
            return False
        return self.is_scheduled or datetime.fromisoformat(before) > timezone.now()

    def get_absolute_url(self):
        return path_to("article", self.slug)

    @property
    def source_address(self) -> str:
        return path_to("source", self.slug)

    def clean(self):
        super().clean()
        self.fill_date()
        if self.withdraw_at and self.published_at and self.withdraw_at <= self.published_at:
            raise ValidationError({"withdraw_at": _("This is not after the time of publication.")})
        try:
            rendering.render(self.body, liquid=liquid_of(self))
        except rendering.RenderError as error:
            raise ValidationError({"body": explain(error)}) from error

    def fill_date(self) -> None:
        if self.status == self.Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()

    @property
    def visible_text(self) -> str:
        """What readers see of the body; worked out once for all who follow a save."""
        if self.shown[0] != self.body_html:
            self.shown = self.body_html, visible_text(self.body_html)
        return self.shown[1]

    def words_changed(self, other: "Post") -> bool:
        return (self.title, self.body) != (other.title, other.body)

    def lock(self) -> None:
        """Read the post anew; until the transaction around ends nobody else stores it."""
        self.refresh_from_db(from_queryset=Post.objects.select_for_update())

    def rerender(self) -> None:
        """Make the derived fields of what is stored anew; the post itself, and its `updated_at`, stay as they are."""
        with transaction.atomic():
            self.lock()
            self.save(update_fields=DERIVED_FIELDS)

    def render(
        self, tags: Sequence[Tag], images: Mapping[str, Image], *, notes: bool = False
    ) -> dict[str, Image]:
        """Set the derived fields and return the library images that the body names, by address.

        With `notes`, which are for editors' eyes, the HTML shows Liquid that is not understood where it stands.
        """
        named = {address: image for address, image in images.items() if address in self.body}
        liquid = liquid_of(self, notes=notes)
        # Through Liquid the front matter names pictures too, from the root of the site whether it says so or not.
        unnamed = {} if liquid is None else {f"/{address.lstrip('/')}": images[address] for address in images}

        def image_for(address: str) -> rendering.Picture | None:
            image = named.get(address) or unnamed.get(address) or Image.objects.at(address)
            if image is None:
                return None
            named[address] = image
            return image.picture() if image.is_ready else None

        def note_references(root, definitions) -> None:
            self.references = outline.references(self.body, root, definitions)

        rendered = rendering.render(
            self.body,
            image_for=image_for,
            hashtags=self.hashtags(tags),
            hero=self.hero_addresses(named),
            top_heading=2,
            remote="link",
            liquid=liquid,
            on_parsed=note_references,
        )
        if rendered.constructs:
            self.references = None
        self.leads_nowhere = any(found.state == "leads_nowhere" for found in rendered.constructs)
        self.body_html, self.toc, self.words = rendered.html, rendered.toc, rendered.words
        self.excerpt = self.custom_excerpt.strip() or rendered.excerpt
        self.rendering_version = rendering.VERSION
        return named

    def hashtags(self, tags: Sequence[Tag]) -> dict[str, str]:
        """Return where the hashtags of these tags lead; that is asked for where the body may have one."""
        if self.liquid is None and not MAY_BE_HASHTAG.search(self.body):
            return {}
        return {rendering.fold_hashtag(tag.name): tag.get_absolute_url() for tag in tags}

    def hero_addresses(self, named: Mapping[str, Image]) -> list[str]:
        if self.hero_image is None:
            return []
        return [
            *self.hero_image.addresses,
            *(address for address, image in named.items() if image == self.hero_image),
        ]

    def stored_tags(self) -> list[Tag]:
        return list(self.tags.all()) if self.pk else []

    def store_tags(self, tags: Sequence[Tag], *, is_new: bool) -> None:
        rows = [TaggedPost(content_object=self, tag=tag, position=i) for i, tag in enumerate(tags)]
        if not is_new:
            self.tagged_posts.all().delete()
        TaggedPost.objects.bulk_create(rows)
        self.__dict__.pop("_prefetched_objects_cache", None)

    def stored_images(self) -> dict[str, Image]:
        if not self.pk:
            return {}
        return {row.address: row.image for row in self.body_image_rows.select_related("image")}

    def store_images(self, named: Mapping[str, Image], *, is_new: bool) -> None:
        rows = set() if is_new else {(row.address, row.image_id) for row in self.body_image_rows.all()}
        if rows != {(address, image.pk) for address, image in named.items()}:
            if rows:
                self.body_image_rows.all().delete()
            BodyImage.objects.bulk_create(
                BodyImage(post=self, image=image, address=address) for address, image in named.items()
            )

    @property
    def is_public(self) -> bool:
        """The rule of `querysets.published_now`, for a post at hand."""
        return self.status == self.Status.PUBLISHED and self.has_come and not self.is_over

    @property
    def is_scheduled(self) -> bool:
        return self.status == self.Status.PUBLISHED and not self.has_come

    @property
    def has_come(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.withdraw_at is not None and self.withdraw_at <= timezone.now()

    @property
    def was_seen(self) -> bool:
        """Whether readers have this post's address, or had it once."""
        return self.has_come and self.status in {self.Status.PUBLISHED, self.Status.WITHDRAWN}

    @property
    def stage(self) -> str:
        """Where the post stands, in the words that editors see: `scheduled` has a time to come."""
        if self.is_scheduled:
            return "scheduled"
        return "withdrawn" if self.status == self.Status.PUBLISHED and self.is_over else self.status

    def get_stage_display(self) -> str:
        return str(_("Scheduled") if self.is_scheduled else self.Status(self.stage).label)

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
        address = path_to("cover", covers.seed_for(self.title))
        return rendering.Picture(address, covers.WIDTH, covers.HEIGHT)


ACTIONS: dict[str, str] = {
    Post.Status.DRAFT: Revision.Action.RETURNED,
    Post.Status.IN_REVIEW: Revision.Action.SUBMITTED,
    Post.Status.PUBLISHED: Revision.Action.PUBLISHED,
    Post.Status.WITHDRAWN: Revision.Action.WITHDRAWN,
    Post.Status.BINNED: Revision.Action.BINNED,
}


class BodyImage(models.Model):
    """A library image that an article's body shows, and the address by which the text names it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="body_image_rows")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="body_image_rows")
    address = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "address"], name="body_image_once")]

    def __str__(self):
        return self.address
