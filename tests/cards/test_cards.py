import hashlib
import io
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from articles import cards

from .drawn import COVERED_BY_INTER, HOSTILE, OF_OTHER_FONTS, REST, ink_box


def test_card_is_a_png_of_the_size_open_graph_asks_for():
    card = Image.open(io.BytesIO(cards.draw("Weak ties", *REST)))
    assert (card.format, card.size) == ("PNG", (1200, 630))


def test_name_stays_the_same_for_ever():
    assert cards.card_name("Weak ties", *REST) == "a9e03de22bcbc650781e"


def test_name_changes_with_each_thing_drawn():
    things = ("Weak ties", *REST[:3])
    changed = [(*things[:place], things[place] + "!", *things[place + 1 :]) for place in range(4)]
    names = {cards.card_name(*texts, "#a33a20") for texts in (things, *changed, ("", *things[1:]))}
    names |= {
        cards.card_name(*things, "#a33a21"),
        cards.card_name("Weak tiesS", "taying in touch", *REST[1:]),
    }
    assert len(names) == 8
    assert all(re.fullmatch("[0-9a-f]{20}", name) for name in names)


def test_name_ignores_the_case_of_the_accent():
    assert cards.card_name("a", "b", "c", "d", "#A33A20") == cards.card_name("a", "b", "c", "d", "#a33a20")


@pytest.mark.parametrize(
    "accent", ["", "a33a20", "#a33", "#a33a2", "#a33a20ff", "#g33a20", "red", "#a33a20\n", "#٣33a20"]
)
def test_any_other_accent_is_refused(accent):
    for function in (cards.draw, cards.card_name):
        with pytest.raises(ValueError, match="accent"):
            function("Weak ties", "", "", "", accent)


def test_same_input_gives_the_same_bytes_here_in_threads_and_in_another_process():
    titles = [*COVERED_BY_INTER[:4], *OF_OTHER_FONTS[:2]]
    once = [cards.draw(title, *REST) for title in titles]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda title: cards.draw(title, *REST), titles)) == once
    assert (
        outside(
            f"import hashlib; from articles import cards\n"
            f"print(hashlib.sha256(b''.join(cards.draw(title, *{REST!r}) for title in {titles!r})).hexdigest())"
        )
        == hashlib.sha256(b"".join(once)).hexdigest()
    )


def outside(code, **environment):
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": ".", **environment}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout.strip()


def test_drawing_needs_no_django():
    assert outside("import sys; from articles import cards; print('django' in sys.modules)") == "False"


def test_every_card_is_small():
    sizes = [len(cards.draw(f"How to keep in touch, part {number}", *REST)) for number in range(30)]
    sizes += [len(cards.draw(title, *REST)) for title in HOSTILE]
    assert max(sizes) <= 120_000


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60), st.booleans())
def test_any_text_is_drawn_and_named(text, with_fonts):
    fonts = None if with_fonts else ()
    assert cards.draw(text, text, text, text, "#22d3ee", fonts) == cards.draw(
        text, text, text, text, "#22d3ee", fonts
    )
    assert len(cards.card_name(text, text, text, text, "#22d3ee")) == 20


def test_a_card_takes_a_fraction_of_a_second():
    cards.draw("Weak ties", *REST)
    started = time.process_time()
    for title in COVERED_BY_INTER:
        cards.draw(title, *REST)
    assert (time.process_time() - started) / len(COVERED_BY_INTER) < 0.4


def test_a_card_without_any_text_is_drawn():
    assert ink_box("", "", "", "", "#a33a20") is None


def test_without_fribidi_what_needs_no_shaping_is_still_drawn(tmp_path):
    (tmp_path / "libfribidi.so.0").write_text("not a library")
    code = (
        "from articles import cards; from articles.cards import fonts; "
        "print(fonts.SHAPES, fonts.drawable('שלום', [fonts.INTER]) == '', "
        f"len(cards.draw('Grüße', *{REST!r})), len(cards.draw('שלום', *{REST!r})))"
    )
    shapes, hebrew_is_left_out, *sizes = outside(code, LD_LIBRARY_PATH=str(tmp_path)).split()
    if shapes == "True":
        pytest.skip("FriBiDi cannot be hidden on this machine.")
    assert hebrew_is_left_out == "True"
    assert all(int(size) > 5_000 for size in sizes)
