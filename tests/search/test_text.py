import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.text import QUERY_CHARACTERS, fold, parse, pieces, tidy


def words(text: str) -> list[str]:
    return [piece.word for piece in pieces(text)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café", "cafe"),
        ("Cafe\u0301", "cafe"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ångström", "angstrom"),
        ("İstanbul", "istanbul"),
        ("ΑΘΉΝΑΣ", "αθηνασ"),
        ("Ёлка", "елка"),
        ("ＡＢＣ", "abc"),
        ("ﬁne", "fine"),
        ("שָׁלוֹם", "שלום"),
        ("مُحَمَّد", "محمد"),
        ("네트워킹", "네트워킹"),
        ("パーティー", "パーティー"),
    ],
)
def test_spellings_of_one_word_fold_to_one(text, folded):
    assert fold(text) == folded
    assert fold(fold(text)) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Weak ties, strong ties.", ["weak", "ties", "strong", "ties"]),
        ("e-mail_address", ["e", "mail", "address"]),
        ("Carnegie's l’équipe", ["carnegie", "l", "equipe"]),
        ("net\u00adworking", ["networking"]),
        ("日本語", ["日本", "本語", "語"]),
        ("AI를 쓴다", ["ai", "를", "쓴다", "다"]),
        ("2026年", ["2026", "年"]),
        ("½ price", ["1", "2", "price"]),
        ("🎉 — ¶ ·", []),
    ],
)
def test_texts_are_cut_into_words_and_pairs(text, expected):
    assert words(text) == expected


def test_pieces_know_where_they_stand():
    text = "Näher: 日本語 ﾊﾟ"
    assert [text[piece.start : piece.end] for piece in pieces(text)] == ["Näher", "日本", "本語", "語", "ﾊﾟ"]


def test_a_query_has_words_phrases_beginnings_and_exclusions():
    query = parse('weak "Strong ties" netw* -“cold calls” e-mail ')
    assert [[piece.word for piece in term.pieces] for term in query.wanted] == [
        ["weak"],
        ["strong", "ties"],
        ["netw"],
        ["e", "mail"],
    ]
    assert [term.is_prefix for term in query.wanted] == [False, False, True, False]
    assert [[piece.word for piece in term.pieces] for term in query.excluded] == [["cold", "calls"]]


@pytest.mark.parametrize(
    ("text", "is_prefix"), [("netw", True), ("netw ", False), ("ne", False), ('"netw"', False)]
)
def test_the_word_being_typed_is_a_beginning(text, is_prefix):
    assert parse(text).wanted[0].is_prefix is is_prefix


def test_a_minus_alone_takes_nothing_away():
    assert parse("-ties").excluded == ()
    assert len(parse("-ties").wanted) == 1


def test_a_word_asked_for_twice_is_one():
    assert len(parse("weak weak weak ").wanted) == 1


def test_a_long_query_is_cut():
    assert len(tidy("x" * 100_000)) == QUERY_CHARACTERS
    assert sum(len(term.pieces) for term in parse("ab " * 10_000).wanted) == 1


@given(st.text())
def test_any_text_is_a_query(text):
    query = parse(text)
    for term in [*query.wanted, *query.excluded]:
        for piece in term.pieces:
            assert not set(piece.stem) & set("\"'\\:*&|!()<> \0¶·")


@given(st.text(st.characters(codec=None, categories=["L", "M", "N", "P", "Z", "S"])))
def test_pieces_lie_within_the_text_in_order(text):
    found = list(pieces(text))
    assert all(0 <= piece.start < piece.end <= len(text) for piece in found)
    assert [piece.start for piece in found] == sorted(piece.start for piece in found)
