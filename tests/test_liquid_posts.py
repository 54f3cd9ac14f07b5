"""Liquid in stored articles and pages: where it leads, what readers see, what editors are told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import links, outline, proofs
from articles.admin.posts import checks
from articles.models import BodyImage, Link, Page, Post, Redirect
from articles.models.liquid import liquid_of
from tests.factories import make_image, make_post, make_user

pytestmark = pytest.mark.django_db
NOTHING = {"site": {}, "page": {}}


def make_liquid(body: str, liquid=NOTHING, **fields) -> Post:
    return make_post(body=body, liquid=liquid, **fields)


@pytest.fixture
def old_site():
    refs = {
        "ties": "jekyll:_posts/2020-01-02-weak-ties.md",
        "cards": "jekyll:_posts/work/2020-01-03-cards.markdown",
        "tea": "jekyll:travel/_posts/2020-1-4-tea.md",
        "draft": "jekyll:_posts/2020-01-05-draft.md",
    }
    for slug, ref in refs.items():
        make_post(slug=slug, import_ref=ref, status="draft" if slug == "draft" else "published")
    make_post(slug="hugo-ties", import_ref="hugo:about.md")
    Page.objects.create(title="About", path="about-us", import_ref="jekyll:about.md", is_public=True)
    Redirect.objects.create(old_path="/assets/plan.pdf", new_path="/media/files/plan.pdf")


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("post_url 2020-01-02-weak-ties", "/articles/ties/"),
        ("post_url /2020-01-02-weak-ties", "/articles/ties/"),
        ("post_url work/2020-01-03-cards", "/articles/cards/"),
        ("post_url 2020-01-03-cards", "/articles/cards/"),
        ("post_url travel/2020-1-4-tea", "/articles/tea/"),
        ("post_url 2020-01-04-tea", "/articles/tea/"),
        ("post_url 2020-01-05-draft", "/articles/draft/"),
        ("post_url 2020-01-02-ties", None),
        ("post_url 2021-01-02-weak-ties", None),
        ("post_url weak-ties", None),
        ("link _posts/2020-01-02-weak-ties.md", "/articles/ties/"),
        ("link about.md", "/about-us/"),
        ("link /about.md", "/about-us/"),
        ("link assets/plan.pdf", "/media/files/plan.pdf"),
        ("link assets/other.pdf", "/assets/other.pdf"),
        ("link other.md", None),
    ],
)
def test_references_lead_to_what_was_imported(old_site, tag, address):
    post = make_liquid(f"[Words]({{% {tag} %}})", import_ref="jekyll:_posts/2022-01-01-own.md")
    link = f'<a href="{address}">Words</a>' if address else "<a>Words</a>"
    assert post.body_html.strip() == f"<p>{link}</p>"
    assert post.leads_nowhere == (address is None)
    assert list(post.links.values_list("address", flat=True)) == ([address] if address else [])


def test_a_reference_is_looked_up_once_and_text_without_any_asks_nothing(old_site):
    def queries(body: str) -> int:
        post = Post(body=body, liquid=NOTHING)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            post.render([], {})
        return len(captured)

    assert queries("{{ page.title }} words") == 0
    assert queries("[a]({% link about.md %}) [b]({% link about.md %})") == 1
    assert queries("[a]({% post_url 2020-01-02-weak-ties %}) " * 3) == 1


def test_the_forms_checks_accept_what_save_accepts():
    post = Post(title="A", slug="a", body="{% raw %}" + "> " * 100 + "a{% endraw %}", liquid=NOTHING)
    other = Post(title="A", slug="a", body="{% comment %}" + "> " * 100 + "a{% endcomment %}", liquid=NOTHING)
    other.clean()
    other.save()
    with pytest.raises(Exception, match="nested deeper"):
        post.clean()


def test_links_know_their_lines_through_liquid(old_site):
    post = make_liquid(
        "{% highlight c %}\n\nint x;\n\n{% endhighlight %}\n\n{% comment %}\n\n{% endcomment %}\n"
        "[a]({% link about.md %}) ![b]({{ site.baseurl }}/b.jpg)\n\n[c]: {{ site.url }}/c/\n\n[c]\n"
    )
    found = set(Link.objects.filter(post=post).values_list("line", "address"))
    assert found == {(10, "/about-us/"), (10, "/b.jpg"), (14, "/c/")}


def test_a_link_is_repaired_beside_its_liquid():
    post = make_liquid(
        "{{ page.none }}\r\n[a]({{ site.baseurl }}/old/) [b](/old/) [c]({% link _posts/gone.md %}) \r\n"
    )
    found = outline.replace_address(post.body, 2, "/old/", "/new/", liquid_of(post))
    assert found == post.body.replace("/old/) [b]", "/new/) [b]")
    links.repair_all(Link.objects.all(), "/old/", "/new/", by=make_user(is_superuser=True, is_staff=True))
    post.refresh_from_db()
    assert [reference.address for reference in outline.read(post.body, liquid_of(post)).links] == [
        "/new/",
        "/new/",
    ]
    assert "{% link _posts/gone.md %}" in post.body


def test_a_figures_address_is_not_repaired_from_outside():
    body = '{% include figure image_path="/a.jpg" alt="A" %}'
    with pytest.raises(LookupError):
        outline.replace_address(body, 1, "/a.jpg", "/b.jpg", liquid_of(Post(liquid=NOTHING)))


def test_pictures_that_the_front_matter_names_are_the_librarys():
    image = make_image()
    post = make_liquid(
        "{% include gallery %} {% include figure image_path='pics/two.jpg' alt='B' %}",
        {"site": {}, "page": {"gallery": [{"image_path": "pics/one.jpg", "alt": "A"}]}},
    )
    post.save(images={"pics/one.jpg": image, "pics/two.jpg": image})
    assert post.body_html.count("<picture>") == 2
    post = Post.objects.get(pk=post.pk)
    post.rerender()
    assert post.body_html.count("<picture>") == 2
    assert "/pics/one.jpg" in BodyImage.objects.filter(post=post).values_list("address", flat=True)


def test_editors_are_told_what_readers_do_not_see():
    post = make_liquid("Words\n\n{% if x %}\n[a]({% link gone.md %})\n{% endif %}")
    found = [(finding.code, finding.line, finding.blocking) for finding in proofs.findings(post)]
    assert ("liquid_not_understood", 3, False) in found
    assert ("liquid_leads_nowhere", 4, False) in found
    assert "{% if x %}" in str(next(each for each in proofs.findings(post) if each.line == 3))
    assert "liquid" not in str(proofs.findings(make_post(body=post.body)))


def test_the_writing_page_judges_with_the_articles_liquid(admin_client):
    post = make_liquid("Words {% if x %}")
    page = admin_client.get(reverse("admin:articles_post_change", args=[post.pk])).content.decode()
    assert "is not understood here" in page
    assert checks.KEPT


NOTE = '<code class="liquid-note"'


def test_previews_of_editors_have_notes_and_pages_of_readers_have_none(admin_client, client):
    post = make_liquid("Words {% if x %}", status="draft")
    assert NOTE not in post.body_html
    assert NOTE in admin_client.get(reverse("preview", args=[post.pk])).content.decode()
    typed = {"title": "A", "body": "Words {% if y %}"}
    assert NOTE in admin_client.post(reverse("preview_typed", args=[post.pk]), typed).content.decode()
    revision = reverse("admin:articles_post_revision", args=[post.pk, 1])
    assert NOTE in admin_client.get(revision).content.decode()
    post.status = "published"
    post.save()
    page = client.get(post.get_absolute_url()).content.decode()
    assert NOTE not in page
    assert "{% if" not in page
    assert client.get(reverse("source", args=[post.slug])).content.decode() == post.body


def test_a_page_has_liquid_too(admin_client, client):
    page = Page(title="About", path="about", body="{{ page.name }} {% if x %}", is_public=True)
    page.liquid = {"page": {"name": "Mina"}}
    page.clean()
    page.save()
    assert page.body_html.strip() == "<p>Mina</p>"
    typed = {"title": "About", "body": "{{ page.name }} {% if y %}", "path": "me", "initial-path": "about"}
    shown = admin_client.post(reverse("admin:articles_page_preview"), typed).content.decode()
    assert f"<p>Mina {NOTE}" in shown
    typed["initial-path"] = ""
    assert (
        "{{ page.name }}" in admin_client.post(reverse("admin:articles_page_preview"), typed).content.decode()
    )
