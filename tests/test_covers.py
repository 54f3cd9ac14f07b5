import hashlib
import re
import sys
import time
import unicodedata
from xml.etree import ElementTree

import pytest

from articles import covers

SVG = "{http://www.w3.org/2000/svg}"
TITLES = [f"How to keep in touch, part {number}" for number in range(10_000)]


@pytest.fixture(scope="module")
def documents():
    return [covers.draw(covers.seed_for(title)) for title in TITLES]


def test_seed_stays_the_same_for_ever():
    assert covers.seed_for("Weak ties") == "c21c4674b382c6ef"


def test_covers_are_the_same_on_every_python(documents):
    # Whoever changes the drawings on purpose changes this digest too.
    assert hashlib.sha256("".join(documents[:100]).encode()).hexdigest()[:16] == "b93a771693caa0c3"


def test_seed_is_sixteen_hex_digits_whatever_the_title():
    for title in ("", "Weak ties", "네트워킹", "🤝" * 500, "\ud800", "\x00", "x" * 100_000):
        assert re.fullmatch("[0-9a-f]{16}", covers.seed_for(title))


def test_seed_ignores_spacing_and_normal_form_but_nothing_else():
    title = "Café  au\u00a0lait\n"
    assert covers.seed_for(title) == covers.seed_for("Café au lait")
    assert covers.seed_for(unicodedata.normalize("NFD", title)) == covers.seed_for(title)
    assert covers.seed_for("Weak ties") != covers.seed_for("weak ties")


def test_no_two_of_ten_thousand_covers_are_alike(documents):
    assert len(set(documents)) == len(TITLES)


def test_every_cover_is_small(documents):
    assert max(len(document) for document in documents) <= 2500


def test_a_cover_is_drawn_in_well_under_a_millisecond():
    seeds = [covers.seed_for(title) for title in TITLES[:500]]
    started = time.process_time()
    for seed in seeds:
        covers.draw(seed)
    assert (time.process_time() - started) / len(seeds) < 0.001


def test_every_cover_is_well_formed_and_of_one_size(documents):
    for document in documents[:500]:
        root = ElementTree.fromstring(document)
        assert root.tag == f"{SVG}svg"
        assert (root.get("viewBox"), root.get("width"), root.get("height")) == ("0 0 1600 900", "1600", "900")


def test_covers_hold_shapes_only(documents):
    tags, attributes = set(), set()
    for document in documents[:1000]:
        for element in ElementTree.fromstring(document).iter():
            tags.add(element.tag.removeprefix(SVG))
            attributes.update(element.keys())
            assert not (element.text or "").strip()
    assert tags == {"svg", "linearGradient", "stop", "rect", "circle", "path", "g"}
    assert not {name for name in attributes if name.startswith("on") or "href" in name or name == "style"}


def test_covers_refer_to_nothing_outside_themselves(documents):
    for document in documents:
        assert re.findall(r"url\([^)]*\)", document) == ["url(#g)"]
        assert document.count("://") == 1
        assert "nan" not in document
        assert "inf" not in document


def test_families_and_palettes_are_drawn_evenly_and_independently():
    pairs = {}
    for title in TITLES:
        number = int(covers.seed_for(title), 16)
        pair = covers.family_of(number), covers.palette_of(number)
        pairs[pair] = pairs.get(pair, 0) + 1
    expected = len(TITLES) / (len(covers.FAMILIES) * len(covers.PALETTES))
    assert len(pairs) == len(covers.FAMILIES) * len(covers.PALETTES)
    assert max(pairs.values()) < 2 * expected
    assert min(pairs.values()) > expected / 2


@pytest.mark.parametrize("family", covers.FAMILIES, ids=lambda family: family.__name__)
@pytest.mark.parametrize("chance", [0.0, 0.5, 1 - sys.float_info.epsilon])
def test_families_draw_at_the_edges_of_chance(family, chance):
    dice = covers.Dice(0)
    dice.chance = lambda: chance
    for palette in covers.PALETTES:
        ElementTree.fromstring(f"<svg>{''.join(family(dice, palette))}</svg>")


@pytest.mark.parametrize(
    "seed",
    [
        "",
        "0",
        "0123456789ABCDEF",
        "0123456789abcde",
        "0123456789abcdef0",
        "g" * 16,
        "0" * 15 + "\n",
        "٠" * 16,
    ],
)
def test_anything_but_a_seed_is_refused(seed):
    with pytest.raises(ValueError, match="16 lowercase hexadecimal digits"):
        covers.draw(seed)
