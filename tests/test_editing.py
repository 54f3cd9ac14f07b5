import pytest

from articles import editing
from articles.editing import Choice, Settled
from articles.models import Post, Revision
from articles.models.state import FIELDS, state_of
from tests.factories import make_category, make_post, make_user

pytestmark = pytest.mark.django_db


def stated(**fields) -> dict:
    post = Post(title="Weak ties", slug="weak-ties", body="One.\n\nTwo.\n\nThree.\n")
    return {**state_of(post, ["Events", "Mentors"]), **fields}


def test_changes_of_different_fields_both_count():
    base = stated()
    merge = editing.merge_states(base, stated(title="Strong ties"), stated(description="News"))
    assert (merge.state["title"], merge.state["description"]) == ("Strong ties", "News")
    assert merge.came_in == ["description"]
    assert merge.clashes == []


def test_changes_of_different_paragraphs_both_count():
    merge = editing.merge_states(
        stated(),
        stated(body="One, mine.\n\nTwo.\n\nThree.\n"),
        stated(body="One.\n\nTwo.\n\nThree, theirs.\n"),
    )
    assert merge.state["body"] == "One, mine.\n\nTwo.\n\nThree, theirs.\n"


def test_the_same_change_on_both_sides_is_no_clash():
    merge = editing.merge_states(stated(), stated(title="Strong"), stated(title="Strong"))
    assert merge.clashes == merge.came_in == []


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in {"body", "tags"}])
def test_two_different_changes_of_one_field_clash(name):
    merge = editing.merge_states(stated(), stated(**{name: "mine"}), stated(**{name: "theirs"}))
    assert [(clash.key, clash.mine, clash.theirs) for clash in merge.clashes] == [(name, "mine", "theirs")]


def test_tags_of_both_sides_are_kept():
    merge = editing.merge_states(
        stated(), stated(tags=["Events", "Mentors", "Mine"]), stated(tags=["Theirs", "Events"])
    )
    assert sorted(merge.state["tags"]) == ["Events", "Mine", "Theirs"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice("mine"), "Two, mine."),
        (Choice("theirs"), "Two, theirs."),
        (Choice("base"), "Two."),
        (Choice("own", "Two, together."), "Two, together."),
    ],
)
def test_a_clash_in_the_body_is_settled_by_a_choice(choice, expected):
    versions = [
        stated(body=f"One.\n\n{words}\n\nThree.\n") for words in ("Two.", "Two, mine.", "Two, theirs.")
    ]
    (clash,) = editing.merge_states(*versions).clashes
    chosen = Choice("own", f"{choice.own}\n") if choice.own else choice
    merge = editing.merge_states(*versions, {clash.key: chosen})
    assert merge.clashes == []
    assert merge.state["body"] == f"One.\n\n{expected}\n\nThree.\n"


def test_an_unknown_base_lets_nothing_pass_unseen():
    merge = editing.merge_states({}, stated(title="Mine", body="Mine."), stated())
    assert {clash.name for clash in merge.clashes} == {"title", "body"}


def test_choices_are_good_for_the_revision_they_were_made_against_alone():
    post = make_post(title="Base")
    for title in ("Theirs", "Later"):
        post.title = title
        post.save()
    mine = {**state_of(post, []), "title": "Mine"}
    for against, clashes in ((2, 1), (3, 0)):
        stored = Post.objects.get()
        settled = Settled(against, {"title": Choice("mine")})
        assert len(editing.bring_together(stored, mine, 1, settled).clashes) == clashes


def test_a_row_that_is_gone_is_left_out():
    category = make_category()
    post = make_post(category=category)
    state = state_of(post, [])
    post.category = None
    post.save()
    category.delete()
    post.refresh_from_db()
    merge = editing.bring_together(post, state, Revision.objects.latest_of(post).number, Settled(None, {}))
    assert post.category is None
    assert merge.clashes == []


def test_who_signs_is_made_once():
    user = make_user(first_name="Ada", last_name="Lovelace")
    assert editing.author_of(user) == editing.author_of(user)
    assert editing.author_of(user).name == "Ada Lovelace"


def clash_of(name: str, base, mine, theirs) -> editing.Clash:
    return editing.Clash(name, base, mine, theirs, line=1 if name == "body" else None)


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ("Theirs.\n", "Mine.\n", "Theirs.\nMine.\n"),
        ("Theirs.", "Mine.", "Theirs.\nMine."),
        ("Theirs.\r\n", "Mine.", "Theirs.\r\nMine."),
        ("", "Mine.", "Mine."),
        ("Theirs.", "", "Theirs."),
    ],
)
def test_both_are_put_one_after_the_other_each_on_lines_of_its_own(theirs, mine, both):
    assert clash_of("body", "", mine, theirs).settled(Choice("both")) == both


@pytest.mark.parametrize(
    ("mine", "own", "expected"),
    [
        ("Mine.\n", "Ours.", "Ours.\n"),
        ("Mine.", "Ours.", "Ours."),
        ("Mine.\r\n", "Ours.\nAll.", "Ours.\r\nAll.\r\n"),
        ("Mine.\n", "", ""),
    ],
)
def test_own_words_end_as_the_lines_around_them(mine, own, expected):
    assert clash_of("body", "", mine, "Theirs.").settled(Choice("own", own)) == expected


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("title", Choice("own", "  ")),
        ("title", Choice("own", "x" * 201)),
        ("title", Choice("both")),
        ("slug", Choice("own", "weak-ties")),
        ("canonical_url", Choice("own", "javascript:alert(1)")),
        ("category", Choice("own", "1")),
        ("published_at", Choice("both")),
        ("show_toc", Choice("own", "on")),
        ("body", Choice("nonsense")),
    ],
)
def test_a_choice_that_can_settle_nothing_leaves_the_clash_open(name, choice):
    key = "body-1" if name == "body" else name
    bodies = {} if name != "body" else {"body": ""}
    versions = [stated(**{**bodies, name: value}) for value in ("", "mine", "theirs")]
    merge = editing.merge_states(*versions, {key: choice})
    assert [clash.key for clash in merge.clashes] == [key]


def test_settled_clashes_are_told_apart_from_open_ones():
    mine, theirs = stated(title="Mine", slug="mine"), stated(title="Theirs", slug="theirs")
    merge = editing.merge_states(stated(), mine, theirs, {"title": Choice("own", " Ours ")})
    assert [clash.key for clash in merge.all_clashes] == ["title", "slug"]
    assert [clash.key for clash in merge.clashes] == ["slug"]
    assert merge.state["title"] == "Ours"


def test_nothing_can_be_put_back_to_a_base_that_is_not_known():
    merge = editing.merge_states({}, stated(title="Mine"), stated(), {"title": Choice("base")})
    assert [clash.key for clash in merge.clashes] == ["title"]
