from django.urls import reverse

from articles import roles
from articles.models import Post, PreviewLink, Revision
from tests.factories import make_author

from .desk import LATER, TITLE, admin_url


def form_of(post: Post, **fields) -> dict:
    base = Revision.objects.latest_of(post).number if post.pk else ""
    form = {"title": post.title, "slug": post.slug, "body": post.body, "tags": "", "show_author": "on"}
    dates = {"published_at": post.published_at.strftime("%Y-%m-%dT%H:%M:%S.%f")} if post.published_at else {}
    author = {"author": post.author_id} if post.author_id else {}
    return {**form, **dates, **author, "series_position": "0", "base": base, **fields}


def list_post(desk, what) -> bool:
    return desk.sees(admin_url(desk.post(what), "changelist"), TITLE)


def dashboard(desk, what) -> bool:
    desk.post(what)
    return desk.sees(reverse("admin:index"), TITLE)


def view(desk, what) -> bool:
    return desk.sees(admin_url(desk.post(what), "change"), TITLE)


def history(desk, what) -> bool:
    return desk.sees(admin_url(desk.post(what), "history"), TITLE)


def with_past(desk, what) -> Post:
    """Make the post with a second revision; the first one's title is the usual one."""
    post = desk.post(what)
    post.title = "Strong ties"
    post.save()
    return post


def differences(desk, what) -> bool:
    url = reverse("admin:articles_post_diff", args=[with_past(desk, what).pk, 1, 2])
    return desk.sees(url, "Weak", "Strong")


def view_revision(desk, what) -> bool:
    return desk.sees(reverse("admin:articles_post_revision", args=[with_past(desk, what).pk, 1]), TITLE)


def restore(desk, what) -> bool:
    post = with_past(desk, what)
    return desk.alters(
        post, reverse("admin:articles_post_restore", args=[post.pk, 1]), {"base": 2}, title=TITLE
    )


def preview(desk, what) -> bool:
    return desk.sees(reverse("preview", args=[desk.post(what).pk]), TITLE)


def preview_typed(desk, what) -> bool:
    """Look at the unsaved form; nothing may be stored by it."""
    post = Post(body="Words.") if what == "new" else desk.post(what)
    name, args = ("preview_typed", [post.pk]) if post.pk else ("preview_new", [])
    response = desk.client.post(reverse(name, args=args), form_of(post, title="Strong ties"))
    assert not Post.objects.filter(title="Strong ties").exists()
    return response.status_code == 200 and "Strong ties" in response.content.decode()


def add(desk, what) -> bool:
    author = desk.author if what == "as oneself" else make_author()
    desk.client.post(admin_url(Post(), "add"), form_of(Post(title=TITLE, body="Words."), author=author.pk))
    return Post.objects.filter(title=TITLE, author=author).exists()


def change(desk, what, **fields) -> bool:
    post = desk.post(what)
    form = form_of(post, **(fields or {"title": "Strong ties"}))
    wanted = {} if fields else {"title": "Strong ties"}
    return desk.alters(post, admin_url(post, "change"), form, **wanted)


def forge_status(desk, what) -> bool:
    return change(desk, what, status="published")


def give_away(desk, what) -> bool:
    return change(desk, what, author=make_author().pk)


def set_date(desk, what) -> bool:
    return change(desk, what, published_at=LATER)


def step(desk, what, action, **fields) -> bool:
    post = desk.post(what)
    ways = {each.after for each in roles.TRANSITIONS if each.action == action and post.status in each.before}
    form = form_of(post, step=action, **fields)
    before = post.status
    took = desk.alters(post, admin_url(post, "change"), form)
    post.refresh_from_db()
    assert post.status in (ways if took else {before})
    return took


def submit(desk, what) -> bool:
    return step(desk, what, "submit")


def return_(desk, what) -> bool:
    return step(desk, what, "return")


def publish(desk, what) -> bool:
    return step(desk, what, "publish")


def schedule(desk, what) -> bool:
    return step(desk, what, "publish", published_at=LATER)


def withdraw(desk, what) -> bool:
    return step(desk, what, "withdraw")


def redraft(desk, what) -> bool:
    return step(desk, what, "redraft")


def bin_(desk, what) -> bool:
    return step(desk, what, "bin")


def discard(desk, what) -> bool:
    post = desk.post(what)
    return desk.alters(post, admin_url(post, "delete"), {}, status="binned")


def bring_back(desk, what) -> bool:
    post = desk.post(what)
    return desk.alters(post, reverse("admin:articles_post_bring_back", args=[post.pk]), {}, status="draft")


def destroy(desk, what) -> bool:
    post = desk.post(what)
    desk.client.post(admin_url(post, "delete"), {"post": "yes"})
    return not Post.objects.filter(pk=post.pk).exists()


def in_bulk(desk, what, action) -> bool:
    post = desk.post(what)
    form = {"action": action, "_selected_action": [post.pk], "post": "yes"}
    return desk.alters(post, admin_url(post, "changelist"), form)


def bulk_publish(desk, what) -> bool:
    return in_bulk(desk, what, "publish")


def bulk_withdraw(desk, what) -> bool:
    return in_bulk(desk, what, "withdraw")


def bulk_bin(desk, what) -> bool:
    return in_bulk(desk, what, "delete_selected")


def ask(desk, what) -> bool:
    return desk.client.get(reverse(f"admin:articles_post_{what}")).status_code == 200


def draw_card(desk, what) -> bool:
    response = desk.client.post(reverse("admin:articles_post_card"), {"title": TITLE})
    return response.headers["Content-Type"] == "image/png"


def share(desk, what) -> bool:
    url = reverse("admin:articles_post_share", args=[desk.post(what).pk])
    desk.client.post(url, {"label": "Ada", "days": "7"})
    return PreviewLink.objects.exists()


def unshare(desk, what) -> bool:
    post = desk.post(what)
    link = PreviewLink.objects.make(post, by=None, label="", days=7)
    return desk.alters(link, reverse("admin:articles_post_unshare", args=[post.pk]), {"link": link.pk})


def with_broken_link(desk, what) -> Post:
    return desk.post(what, body="[Words](/nowhere/)")


def see_links(desk, what) -> bool:
    with_broken_link(desk, what)
    return desk.sees(reverse("admin:articles_link_changelist"), "/nowhere/")


def see_hosts(desk, what) -> bool:
    return desk.sees(reverse("admin:articles_link_hosts"))


def repair_link(desk, what, **fields) -> bool:
    post = with_broken_link(desk, what)
    form = {"post": post.pk, "line": "1", "old": "/nowhere/", "new": "/archive/", **fields}
    return desk.alters(post, reverse("admin:articles_link_repair"), form, body="[Words](/archive/)")


def repair_links(desk, what) -> bool:
    return repair_link(desk, what, all="1")
