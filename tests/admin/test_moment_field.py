from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone, translation
from selectolax.lexbor import LexborHTMLParser

from articles.admin.moments import MomentField
from articles.models import Post
from articles.moments import candidates
from tests.conftest import ROOT
from tests.factories import make_post

NOW = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
EXACT = datetime(2026, 11, 22, 12, 0, 30, 123456, tzinfo=UTC)
FIRST, SECOND = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


class When(forms.Form):
    published_at = MomentField(label="Published at", required=False, coming="Will appear in %(time)s")


class PostTimes(forms.ModelForm):
    published_at = MomentField(required=False)

    class Meta:
        model = Post
        fields = ["published_at"]


@pytest.fixture(autouse=True)
def warsaw(settings):
    settings.TIME_ZONE = "Europe/Warsaw"


def form_of(initial=None, **sent) -> When:
    return When(sent, initial={"published_at": initial})


def entered(text: str, offset: str = "", initial=None) -> When:
    return form_of(initial, published_at=text, published_at_offset=offset)


def sent_by(form: forms.BaseForm) -> QueryDict:
    """What a browser sends of the form as it is shown."""
    tree, sent = LexborHTMLParser(form.as_p()), QueryDict(mutable=True)
    for field in tree.css("input"):
        sent[field.attributes["name"]] = field.attributes.get("value") or ""
    for select in tree.css("select"):
        chosen = select.css_first("option[selected]") or select.css_first("option")
        sent[select.attributes["name"]] = chosen.attributes["value"]
    return sent


@pytest.mark.parametrize("text", ["2026-03-01T14:30", "2026-03-01T14:30:15.250", "2026-03-01 14:30"])
def test_a_local_time_becomes_an_instant(text):
    form = entered(text)
    assert form.is_valid()
    assert form.cleaned_data["published_at"] == datetime(2026, 3, 1, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_entered_is_nothing(text):
    form = entered(text)
    assert form.is_valid()
    assert form.cleaned_data["published_at"] is None
    assert not form.has_changed()


def test_a_required_moment_is_asked_for():
    with pytest.raises(ValidationError, match="required"):
        MomentField().clean("")


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Niue"])
@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00", "9999-12-31T23:59", "99999-01-01T00:00", "soon", "<b>", "2026-02-30T10:00"]
)
def test_nonsense_is_a_form_error_and_stays_as_typed(settings, zone, text):
    settings.TIME_ZONE = zone
    form = entered(text)
    assert form.errors["published_at"]
    assert sent_by(form)["published_at"] == text


@pytest.mark.parametrize(
    "was", ["soon", "2026-11-22T12:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00+14:00"]
)
def test_a_forged_instant_is_no_way_round(was):
    form = form_of(published_at="2026-03-01T14:30", published_at_was=was)
    assert form.is_valid()
    assert form.cleaned_data["published_at"] == datetime(2026, 3, 1, 13, 30, tzinfo=UTC)


def test_a_time_that_does_not_exist_is_explained():
    assert entered("2026-03-29T02:30").errors["published_at"] == [
        "29 Mar 2026, 02:30 does not exist in Europe/Warsaw: the clocks go from 02:00 to 03:00. Enter 03:30 instead."
    ]


def test_a_day_that_does_not_exist_is_explained_with_days(settings):
    settings.TIME_ZONE = "Pacific/Apia"
    assert entered("2011-12-30T10:00").errors["published_at"] == [
        "30 Dec 2011, 10:00 does not exist in Pacific/Apia: the clocks go from 00:00 to 31 Dec 2011, 00:00."
        " Enter 31 Dec 2011, 10:00 instead."
    ]


def test_a_time_that_exists_twice_is_asked_back_and_goes_through_with_the_choice():
    form = entered("2026-10-25 02:30")
    assert form.errors["published_at"] == [
        "25 Oct 2026, 02:30 exists twice in Europe/Warsaw: the clocks go back from 03:00 to 02:00."
        " Choose which of the two."
    ]
    labels = {
        option.attributes["value"]: option.text() for option in LexborHTMLParser(form.as_p()).css("option")
    }
    assert labels == {
        "": "Choose…",
        "UTC+2": "the first, summer time, UTC+2",
        "UTC+1": "the second, UTC+1",
    }
    again = sent_by(form)
    assert again["published_at"] == "2026-10-25T02:30"
    assert not When(again).is_valid()
    for offset, moment in {"UTC+2": FIRST, "UTC+1": SECOND}.items():
        again["published_at_offset"] = offset
        chosen = When(again)
        assert chosen.is_valid()
        assert chosen.cleaned_data["published_at"] == moment
        assert sent_by(chosen)["published_at_offset"] == offset


def test_a_change_of_the_zones_own_time_is_not_called_summer_time(settings):
    settings.TIME_ZONE = "Europe/Moscow"
    html = entered("2014-10-26 01:30").as_p()
    assert "the first, UTC+4" in html
    assert "the second, UTC+3" in html


def test_the_choice_is_shown_for_times_that_exist_twice_alone():
    assert "<select" not in form_of(EXACT).as_p()
    assert "<select" not in entered("2026-03-29 02:30").as_p()
    assert "<select" not in entered("2026-10-25 04:30", "UTC+1").as_p()


@pytest.mark.parametrize("moment", [FIRST, SECOND, FIRST + timedelta(seconds=7), EXACT, None])
def test_what_is_left_untouched_survives_to_the_microsecond(moment):
    shown = When(initial={"published_at": moment})
    form = When(sent_by(shown), initial={"published_at": moment})
    assert form.is_valid()
    assert form.cleaned_data["published_at"] == moment
    assert not form.has_changed()
    assert sent_by(form) == sent_by(shown)


def test_a_stored_time_that_exists_twice_can_become_the_other():
    sent = sent_by(When(initial={"published_at": SECOND}))
    assert sent["published_at_offset"] == "UTC+1"
    sent["published_at_offset"] = "UTC+2"
    form = When(sent, initial={"published_at": SECOND})
    assert form.is_valid()
    assert form.has_changed()
    assert form.cleaned_data["published_at"] == FIRST


def test_a_changed_time_is_a_change_and_an_emptied_one_too():
    for text, moment in {"2026-11-22T13:01": datetime(2026, 11, 22, 12, 1, tzinfo=UTC), "": None}.items():
        sent = sent_by(When(initial={"published_at": EXACT}))
        sent["published_at"] = text
        form = When(sent, initial={"published_at": EXACT})
        assert form.is_valid()
        assert form.has_changed()
        assert form.cleaned_data["published_at"] == moment


def test_what_was_shown_counts_although_another_changed_it_meanwhile():
    sent = sent_by(When(initial={"published_at": EXACT}))
    form = When(sent, initial={"published_at": EXACT + timedelta(days=1)})
    assert form.is_valid()
    assert form.cleaned_data["published_at"] == EXACT


@pytest.mark.django_db
def test_a_post_saved_untouched_keeps_its_instant():
    post = make_post(published_at=EXACT)
    post.refresh_from_db()
    form = PostTimes(sent_by(PostTimes(instance=post)), instance=post)
    assert form.is_valid()
    assert form.changed_data == []
    form.save()
    post.refresh_from_db()
    assert post.published_at == EXACT


def test_a_last_day_of_all_that_was_imported_survives():
    never = datetime(9999, 12, 31, tzinfo=UTC)
    form = When(sent_by(When(initial={"published_at": never})), initial={"published_at": never})
    assert form.is_valid()
    assert not form.has_changed()


def test_the_current_zone_is_that_of_the_request():
    with timezone.override("Asia/Seoul"):
        form = When(initial={"published_at": EXACT})
        assert sent_by(form)["published_at"] == "2026-11-22T21:00"
        assert "Times are in Asia/Seoul (UTC+9 now)." in form.as_p()
    with timezone.override("UTC"):
        assert "Times are in UTC." in When().as_p()


@pytest.mark.parametrize(
    ("wait", "hint"),
    [
        (timedelta(minutes=5), "Will appear in 5 min"),
        (timedelta(hours=3, minutes=12), "Will appear in 3 h 12 min"),
        (timedelta(days=12), "Will appear in 12 days"),
        (timedelta(0), ""),
        (timedelta(days=-1), ""),
    ],
)
def test_the_hint_says_how_long_it_is_to_a_time_to_come(wait, hint):
    widget = When().fields["published_at"].widget
    assert widget.hint(NOW + wait, NOW) == hint


@pytest.mark.parametrize("value", [None, "", "soon", "2026-10-25 02:30", "2026-03-29 02:30"])
def test_there_is_no_hint_for_what_is_no_single_time(value):
    assert When().fields["published_at"].widget.hint(value, datetime(2026, 1, 1, tzinfo=UTC)) == ""


def test_the_page_says_how_long_it_is():
    html = When(initial={"published_at": timezone.now() + timedelta(days=12)}).as_p()
    assert "Will appear in 12 days</span>" in html


def test_the_input_is_named_and_described():
    form = entered("soon")
    tree = LexborHTMLParser(f"{form['published_at'].label_tag()}{form['published_at']}")
    field = tree.css_first("input[type=datetime-local]").attributes
    assert tree.css_first("label").attributes["for"] == field["id"] == "id_published_at"
    assert field["aria-describedby"] == "id_published_at_error id_published_at_hint"
    assert field["aria-invalid"] == "true"
    assert tree.css_first("#id_published_at_hint")


def test_the_choice_is_a_named_group():
    tree = LexborHTMLParser(entered("2026-10-25 02:30").as_p())
    legend = tree.css_first("fieldset legend").attributes["id"]
    assert tree.css_first("fieldset select").attributes["aria-labelledby"] == legend


def test_a_time_that_was_typed_in_is_escaped():
    assert "<b>" not in entered('"><b>').as_p()


def test_errors_write_dates_as_the_language_does():
    with translation.override("ko"):
        assert "2026년 3월 29일" in entered("2026-03-29T02:30").errors["published_at"][0]


BENCH = """<!doctype html><html lang="en"><body><form>{fields}</form>
<script type="module">{script}; start(document.querySelector("form")); window.instants = (text, zone) =>
instantsOf(text, clockOf(zone)).map((one) => new Date(one).toISOString());</script></body></html>"""


@pytest.fixture
def bench(browser):
    """Lays the form out with its script at 2026-10-24 12:00:30 UTC, in a browser that lives in another zone."""
    page = browser.new_page(timezone_id="America/New_York")
    script = (ROOT / "static/js/writing/moments.js").read_text()

    def lay_out(form: forms.Form):
        page.clock.install(time=datetime(2026, 10, 24, 12, 0, 30, tzinfo=UTC))
        page.set_content(BENCH.format(fields=form.as_p(), script=script))
        page.wait_for_function("'instants' in window")
        return page

    yield lay_out
    page.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_hint_keeps_up_with_the_time_and_with_what_is_typed(bench):
    page = bench(entered("2026-10-24T17:12"))
    hint, field = page.locator("[data-coming]"), page.locator("#id_published_at")
    assert hint.inner_text() == "Will appear in 3 h 12 min"
    page.clock.run_for(60_000)
    assert hint.inner_text() == "Will appear in 3 h 11 min"
    for text, words in {
        "2026-10-24T14:06": "Will appear in 5 min",
        "2026-10-25T04:30": "Will appear in 15 h 29 min",
        "2026-11-05T14:00": "Will appear in 12 days",
        "2026-10-24T14:00": "",
        "2027-03-28T02:30": "",
        "2026-10-25T02:30": "",
        "": "",
    }.items():
        field.fill(text)
        assert hint.inner_text() == words, text


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_choice_counts_and_goes_when_the_time_exists_once(bench):
    page = bench(entered("2026-10-25T02:30"))
    hint, choice = page.locator("[data-coming]"), page.locator("select")
    choice.select_option("UTC+2")
    assert hint.inner_text() == "Will appear in 12 h 30 min"
    choice.select_option("UTC+1")
    assert hint.inner_text() == "Will appear in 13 h 30 min"
    page.fill("#id_published_at", "2026-10-25T04:30")
    assert not choice.is_visible()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Warsaw", "2026-03-29T02:30"),
        ("Europe/Warsaw", "2026-10-25T02:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15"),
        ("Australia/Lord_Howe", "2026-04-05T01:45"),
        ("Africa/Casablanca", "2026-02-15T02:30"),
        ("Pacific/Apia", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-29T23:59"),
        ("Pacific/Apia", "2011-12-31T00:00"),
        ("Asia/Seoul", "2026-07-01T00:00"),
        ("UTC", "2026-07-01T12:00"),
    ],
)
def test_the_browser_reads_local_times_as_the_server_does(bench, zone, text):
    page = bench(form_of())
    found = candidates(datetime.fromisoformat(text), ZoneInfo(zone))
    expected = [f"{one.moment:%Y-%m-%dT%H:%M:%S}.000Z" for one in found]
    assert page.evaluate("([text, zone]) => window.instants(text, zone)", [text, zone]) == expected


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_words_of_the_server_stay_where_the_browser_does_not_know_the_zone(bench):
    form = When(initial={"published_at": timezone.now() + timedelta(days=12)})
    html = form.as_p().replace("Europe/Warsaw", "Mars/Olympus_Mons")
    form.as_p = lambda: html
    assert bench(form).locator("[data-coming]").inner_text() == "Will appear in 12 days"


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("shown", ["", "2026-10-24T17:12", "2026-10-25T02:30"])
def test_nothing_keeps_an_editor_out(bench, shown):
    standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    results = Axe().run(
        bench(entered(shown)), "form", options={"runOnly": {"type": "tag", "values": standards}}
    )
    assert results.violations_count == 0, results.generate_report()
