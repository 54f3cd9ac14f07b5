import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from articles.admin.calendar import calendar_of, month_of
from articles.admin.dashboard import last_months
from articles.models import EditingSession, Post, Revision
from tests.factories import make_author, make_image, make_post, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def section(page: HTMLParser, name: str) -> str:
    found = page.css_first(f'[aria-labelledby="{name}-title"]')
    return re.sub(r"\s+", " ", found.text()) if found else ""


def front(client, query: str = "") -> HTMLParser:
    response = client.get(f"/admin/{query}")
    assert response.status_code == 200
    return HTMLParser(response.content.decode())


def totals(page: HTMLParser) -> dict[str, int]:
    texts = [link.text().split(maxsplit=1) for link in page.css(".totals a")]
    return {label: int(count) for count, label in texts}


def member(client, role: str, **fields):
    user = make_user(is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


def aged(post: Post, **ago) -> Post:
    moment = timezone.now() - timedelta(**ago)
    Post.objects.filter(pk=post.pk).update(updated_at=moment)
    Revision.objects.filter(post=post).update(made_at=moment)
    return post


def submitted(title: str, by=None, note: str = "", **ago) -> Post:
    post = make_post(title, status="draft")
    post.status = "in_review"
    post.save(note=note)
    Revision.objects.filter(post=post).update(by=by, by_name=by.username if by else "")
    return aged(post, **ago)


def test_it_renders_and_says_so_kindly_when_there_is_nothing(admin_client):
    page = front(admin_client)
    assert page.css_first("h1").text() == "Dashboard"
    assert page.css_first('a[href="/admin/articles/post/add/"]').text() == "Write an article"
    assert "Nothing waits for review" in section(page, "waiting")
    assert "No drafts lie about" in section(page, "drafts")
    assert "in good order" in section(page, "care")
    assert "Nothing is planned" in section(page, "calendar")
    assert page.css_first("svg.plot") is None
    assert section(page, "unsaved") == ""


def test_strangers_are_asked_to_log_in(client):
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_staff_who_may_see_no_articles_get_the_plain_page(client):
    make_post("Secret", status="draft")
    client.force_login(make_user(is_staff=True))
    page = front(client)
    assert page.css_first(".totals") is None
    assert "Secret" not in page.html


def test_what_waits_longest_comes_first_with_who_sent_it_and_since_when(admin_client):
    submitted("Newer", by=make_user("ada"), hours=3)
    submitted("Older", by=make_user("grace"), note="Is the example fair?", days=9)
    text = section(front(admin_client), "waiting")
    assert text.index("Older") < text.index("Newer")
    assert "grace · waiting for 1 week" in text.replace("\xa0", " ")
    assert "Is the example fair?" in text


def test_waiting_counts_from_the_newest_submission(admin_client):
    post = submitted("Twice", by=make_user("ada"), days=30)
    for status in ("draft", "in_review"):
        post.status = status
        post.save()
    assert "a moment" in section(front(admin_client), "waiting")


def test_drafts_are_listed_the_longest_untouched_first(admin_client):
    aged(make_post("Young", status="draft"), days=2)
    aged(make_post("Forgotten", status="draft", author=make_author("Ada")), days=95)
    text = section(front(admin_client), "drafts").replace("\xa0", " ")
    assert text.index("Forgotten") < text.index("Young")
    assert "Ada · 3 months untouched" in text


def test_unsaved_texts_are_those_of_the_user_and_lead_back_to_them(client):
    user, post = member(client, "Editors"), make_post("Stored title", status="draft")
    rows = [
        (user, "typed", post, {"title": ["Typed title"], "body": ["Some words"]}),
        (user, "bare", None, {"body": ["Some words"]}),
        (user, "open", post, None),
        (make_user(), "other", post, {"title": ["Not mine"]}),
    ]
    for owner, key, about, fields in rows:
        EditingSession.objects.create(
            user=owner, key=key, post=about, fields=fields, changed_at=timezone.now()
        )
    links = front(client).css(".unsaved a")
    assert {link.text(): link.attributes["href"] for link in links} == {
        "Typed title": f"/admin/articles/post/{post.pk}/change/?session=typed",
        "Untitled": "/admin/articles/post/add/?session=bare",
    }


def test_calendar_shows_what_appears_and_goes_on_its_day_here(settings, admin_client):
    settings.TIME_ZONE = "Asia/Seoul"
    make_post("Late evening in Greenwich", published_at="2031-05-09T23:30Z")
    make_post("Goes soon", published_at="2026-01-01T00:00Z", withdraw_at="2031-05-20T12:00Z")
    make_post("Another month", published_at="2031-06-09T23:30Z")
    make_post("Binned", status="binned", published_at="2031-05-11T00:00Z")
    table = front(admin_client, "?month=2031-05").css_first("table.calendar")
    taken = {
        day.css_first("time").attributes["datetime"]: re.sub(r"\s+", " ", day.css_first(".entry").text())
        for day in table.css(".day-taken")
    }
    assert table.css_first("caption").text() == "May 2031"
    assert taken == {
        "2031-05-10": "Appears 08:30 Late evening in Greenwich",
        "2031-05-20": "Is withdrawn 21:00 Goes soon",
    }


def test_calendar_leads_to_the_months_beside(admin_client):
    page = front(admin_client, "?month=2026-12")
    links = {link.attributes["rel"]: link.attributes["href"] for link in page.css("#calendar [rel]")}
    assert links == {"prev": "?month=2026-11#calendar", "next": "?month=2027-01#calendar"}


@pytest.mark.parametrize("text", ["1000-01", "9998-12"])
def test_calendar_reaches_far(admin_client, text):
    assert front(admin_client, f"?month={text}").css_first("table.calendar")


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "0999-12", "9999-01", "٢٠٢٦-٠١", "a" * 9, "2026-12-01"]
)
def test_a_month_that_is_none_is_the_present_one(text):
    assert month_of(text, TODAY) == date(2026, 11, 1)


def test_a_week_begins_as_the_language_has_it(settings):
    settings.FORMAT_MODULE_PATH = None
    month = calendar_of(Post.objects.none(), date(2026, 11, 1))
    assert month.weekdays[0][0] == "Sunday"
    assert [day and day.date.day for day in month.weeks[0]] == [1, 2, 3, 4, 5, 6, 7]


def test_a_crowded_day_leads_to_its_list(admin_client):
    for _ in range(6):
        make_post(published_at="2031-05-09T12:00Z")
    links = front(admin_client, "?month=2031-05").css(".day-taken a")
    assert len(links) == 5
    assert admin_client.get(links[-1].attributes["href"]).context["cl"].result_count == 6


def neglected() -> None:
    years_ago, picture = timezone.now() - timedelta(days=700), make_image(alt="")
    make_post("Old", published_at=years_ago, body="word " * 200, description="Said")
    make_post("Thin", custom_excerpt="Said")
    make_post("Undescribed", body="word " * 200)
    make_post("Unseen", body="word " * 200, description="Said", hero_image=picture)
    revised = make_post("Revised", published_at=years_ago, body="word " * 200, description="Said")
    Post.objects.filter(pk=revised.pk).update(revised_at=timezone.now())
    make_post("A draft", status="draft")


def test_articles_that_need_care_are_counted(admin_client):
    neglected()
    text = section(front(admin_client), "care")
    assert (
        text.split("care", 1)[1].split()
        == (
            "Not revised for 18 months 1 Shorter than 150 words 1 "
            "Neither excerpt nor description 1 Hero image without alternative text 1"
        ).split()
    )


@pytest.mark.parametrize(
    ("key", "title"), [("old", "Old"), ("thin", "Thin"), ("undescribed", "Undescribed"), ("alt", "Unseen")]
)
def test_the_list_shows_what_the_dashboard_counts(admin_client, key, title):
    neglected()
    response = admin_client.get(f"/admin/articles/post/?care={key}")
    assert [post.title for post in response.context["cl"].queryset] == [title]


@pytest.mark.parametrize("role", ["Authors", "Editors"])
def test_every_link_leads_where_its_number_is_right(client, role):
    author = make_author(user=member(client, role))
    neglected()
    Post.objects.update(author=author)
    make_post("Somebody else's")
    submitted("Waiting")
    make_post("Planned", published_at=timezone.now() + timedelta(days=3), author=author)
    make_post("Gone", status="binned", author=author)
    page = front(client)
    for link in page.css("#content a"):
        address = urlsplit(link.attributes["href"] or "")
        assert client.get(f"{address.path or '/admin/'}?{address.query}").status_code == 200, address
    for figure in page.css(".totals li, .care li"):
        count = int(figure.css_first(".total-count, .care-count").text())
        listed = client.get(figure.css_first("a").attributes["href"])
        assert listed.context["cl"].result_count == count, figure.text()


def test_authors_see_their_own_articles_and_no_number_of_others(client):
    user = member(client, "Authors")
    mine = make_author("Ada", user=user)
    make_post("Mine", status="draft", author=mine)
    make_post("Mine, public", author=mine)
    for status in ("draft", "in_review", "published", "withdrawn", "binned"):
        make_post(f"Theirs, {status}", status=status, author=make_author())
    page = front(client)
    assert totals(page) == {
        "Draft": 1,
        "In review": 0,
        "Scheduled": 0,
        "Published": 1,
        "Withdrawn": 0,
        "In the bin": 0,
    }
    assert "Theirs" not in page.css_first("#content").html
    assert "Mine" in section(page, "drafts")
    assert "Mine" in section(page, "activity")


def test_an_account_that_signs_nothing_sees_nothing(client):
    member(client, "Authors")
    make_post("Theirs", status="draft")
    assert set(totals(front(client)).values()) == {0}


def test_editors_see_everybodys_articles(client):
    member(client, "Editors")
    make_post("Theirs", status="draft", author=make_author())
    page = front(client)
    assert totals(page)["Draft"] == 1
    assert "Theirs" in section(page, "drafts")


def test_saves_in_a_row_are_one_line_of_what_was_done(admin_client):
    user, post = make_user("ada"), make_post("Weak ties", status="draft")
    for number in range(5):
        post.body = f"Words {number}"
        post.save(by=None)
    Revision.objects.filter(post=post).update(by=user, by_name="Ada Lovelace")
    post.status = "published"
    post.save()
    said = [item.text() for item in front(admin_client).css('[aria-labelledby="activity-title"] li time')]
    assert [line.split(" · ")[0] for line in said] == ["Published", "Edited", "Created"]
    assert "Ada Lovelace" in said[1]


def test_the_plot_shows_two_years_and_says_them_in_words(admin_client):
    for days in (0, 0, 800):
        make_post(published_at=timezone.now() - timedelta(days=days))
    make_post(published_at=timezone.now() + timedelta(days=1))
    plot = front(admin_client).css_first("svg.plot")
    assert len(plot.css("rect")) == 24
    assert "2 public articles in two years" in plot.css_first("desc").text()


def test_the_last_months_end_with_this_one():
    assert last_months(date(2026, 1, 31))[::23] == [date(2024, 2, 1), date(2026, 1, 1)]


def many(count: int, author) -> None:
    now, statuses = timezone.now(), ["published"] * 6 + ["draft", "in_review", "withdrawn", "binned"]
    posts = Post.objects.bulk_create(
        Post(
            title=f"Article {number}",
            slug=f"{count}-{number}",
            status=statuses[number % 10],
            published_at=now + timedelta(hours=48 - number),
            author=author,
        )
        for number in range(count)
    )
    Revision.objects.bulk_create(
        Revision(post=post, number=1, action="submitted", by_name="Ada", state={}) for post in posts
    )


@pytest.mark.parametrize("role", ["Authors", "Editors"])
def test_it_takes_the_same_queries_at_any_size(client, role):
    author = make_author(user=member(client, role))
    taken = []
    for count in (100, 3000):
        many(count, author)
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        taken.append(len(captured))
    assert taken[0] == taken[1] <= 25
