import pytest

from .page import called, changed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("bold", "a wo‸rd", "a **wo‸rd**"),
        ("bold", "a **wo‸rd**", "a wo‸rd"),
        ("bold", "a word‸", "a **word**‸"),
        ("bold", "a **word**‸", "a word‸"),
        ("bold", "a **word‸**", "a **word**‸"),
        ("bold", "a ‸", "a **‸**"),
        ("bold", "a **‸**", "a ‸"),
        ("bold", "« a word »", " **«a word»** "),
        ("bold", "**«a word»**", "«a word»"),
        ("bold", "«**a word**»", "«a word»"),
        ("bold", "**one «two» three**", "**one** «two» **three**"),
        ("bold", "«one **two** three»", "**«one two three»**"),
        ("bold", "one «two **three» four**", "one **«two three four»**"),
        ("bold", "- «one\n- two»\n\nx", "- **«one**\n- **two»**\n\nx"),
        ("bold", "- **«one**\n- **two»**", "- «one\n- two»"),
        ("bold", "«## Head»", "## **«Head»**"),
        ("bold", "*wo‸rd*", "***wo‸rd***"),
        ("bold", "굵‸은", "**굵‸은**"),
        ("bold", "\\*\\*wo‸rd\\*\\*", "\\*\\***wo‸rd**\\*\\*"),
        ("italic", "***wo‸rd***", "**wo‸rd**"),
        ("italic", "**wo‸rd**", "***wo‸rd***"),
        ("italic", "_wo‸rd_", "wo‸rd"),
        ("italic", "snake_ca‸se", "*snake_ca‸se*"),
        ("italic", "**‸**", "***‸***"),
        ("italic", "*‸*", "‸"),
        ("italic", "don’t‸", "*don’t*‸"),
        ("code", "a `wo‸rd`", "a wo‸rd"),
        ("code", "«a ` b»", "`` «a ` b» ``"),
        ("code", "`` «a ` b» ``", "«a ` b»"),
        ("code", "«**a**»", "`«**a**»`"),
    ],
)
def test_marks_are_put_on_and_taken_off(shared, kind, before, after):
    assert changed(shared, "text", "toggle", before, kind) == after


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("link", "«a word»", "[a word](‸)"),
        ("link", "a wo‸rd", "a [word](‸)"),
        ("link", "a ‸", "a [‸]()"),
        ("link", "«https://example.org/a»", "[‸](https://example.org/a)"),
        ("link", "a [te‸xt](https://example.org/(x)) b", "a «text» b"),
        ("image", "«A cat»", "![A cat](‸)"),
    ],
)
def test_links_and_images(shared, name, before, after):
    assert changed(shared, "text", name, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A word‸.\n", "A word[^1].\n\n[^1]: ‸\n"),
        ("A wo‸rd.[^3]\n\n[^3]: Note", "A word[^4].[^3]\n\n[^3]: Note\n\n[^4]: ‸"),
        ("A[^1‸] b\n\n[^1]: Note", "A[^1] b\n\n[^1]: ‸Note"),
        ("A[^1] b\n\n[^1]: No‸te", "A[^1]‸ b\n\n[^1]: Note"),
        ("A‸\n\nB", "A[^1]\n\n[^1]: ‸\n\nB"),
        ("A[^1]‸\n\n[^1]: Note\n\nB", "A[^1]\n\n[^1]: ‸Note\n\nB"),
        ("A[^1] b‸\n\n[^1]: Note\n\nB", "A[^1] b[^2]\n\n[^1]: Note\n\n[^2]: ‸\n\nB"),
        ("- a‸\n\n- b\n\nc", "- a[^1]\n\n- b\n\n[^1]: ‸\n\nc"),
        ("```\na‸\n```", None),
    ],
)
def test_a_footnote_has_its_note_below_the_paragraph(shared, before, after):
    assert changed(shared, "blocks", "footnote", before) == after


@pytest.mark.parametrize(
    ("before", "address", "after"),
    [
        ("«here»", "https://example.org/", "[here](https://example.org/)‸"),
        ("«here»", "https://example.org/(a)", "[here](<https://example.org/(a)>)‸"),
        ("‸here", "https://example.org/", None),
        ("«here»", "not an address", None),
        ("«one\ntwo»", "https://example.org/", None),
        ("[a](«https://example.com/»)", "https://example.org/", None),
        ("```\n«here»\n```", "https://example.org/", None),
    ],
)
def test_an_address_on_a_selection_makes_a_link(shared, before, address, after):
    assert changed(shared, "text", "linkTo", before, address) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n«b»", "a\n- «b»"),
        ("‸", "- ‸"),
        ("‸\n> a", "- ‸\n> a"),
        ("- b‸", "b‸"),
        ("«a\n\nb»", "- «a\n\n- b»"),
        ("- «a\n- b»", "«a\nb»"),
        ("1. «a\n2. b»\n3. c", "- «a\n- b»\n3. c"),
        ("> a‸", "> - a‸"),
        ("## a‸", "- a‸"),
        ("- [ ] a‸", "a‸"),
        ("* * *\na‸", "* * *\n- a‸"),
    ],
)
def test_a_bulleted_list_is_made_and_taken_back(shared, before, after):
    assert changed(shared, "lists", "list", before, "-") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("«a\nb»", "1. «a\n2. b»"),
        ("1. a\n«b»\n2. c", "1. a\n2. «b»\n3. c"),
        ("- «a\n- b»", "1. «a\n2. b»"),
        ("1. a\n2. b‸\n3. c", "1. a\nb‸\n2. c"),
        ("3. a\nb‸", "3. a\n4. b‸"),
        ("1. a\n1. b\nc‸\n1. d", "1. a\n1. b\n1. c‸\n1. d"),
        ("9. a\nb‸\n10. c\n    - d", "9. a\n10. b‸\n11. c\n    - d"),
        ("8. a\nb‸\n9. c\n   - d\n\nend", "8. a\n9. b‸\n10. c\n    - d\n\nend"),
    ],
)
def test_a_numbered_list_is_made_and_counts_on(shared, before, after):
    assert changed(shared, "lists", "list", before, "1.") == after


@pytest.mark.parametrize(
    ("name", "arguments", "before", "after"),
    [
        ("heading", [2], "a‸", "## a‸"),
        ("heading", [2], "## a‸", "a‸"),
        ("heading", [3], "## a‸\nb", "### a‸\nb"),
        ("heading", [2], "- a‸", "## a‸"),
        ("heading", [], "a‸", "## a‸"),
        ("heading", [], "### a‸", "#### a‸"),
        ("heading", [], "#### a‸", "a‸"),
        ("heading", [], "‸", "## ‸"),
        ("quote", [], "«a\n\nb»", "> «a\n>\n> b»"),
        ("quote", [], "> «a\n>\n> b»", "«a\n\nb»"),
        ("quote", [], "> > a‸", "> a‸"),
        ("quote", [], "- a‸", "> - a‸"),
        ("codeBlock", [], "x\n«a\nb»\ny", "x\n```\n«a\nb»\n```\ny"),
        ("codeBlock", [], "x\n```js\na‸\nb\n```\ny", "x\n«a\nb»\ny"),
        ("codeBlock", [], "«```\na\n```»", "«a»"),
        ("table", ["Column"], "text‸", "text\n\n| «Column 1» | Column 2 |\n| --- | --- |\n|  |  |\n|  |  |"),
        (
            "table",
            ["Column"],
            "a\n\n‸\n\nb",
            "a\n\n| «Column 1» | Column 2 |\n| --- | --- |\n|  |  |\n|  |  |\n\nb",
        ),
        ("table", ["Column"], "«a\tb\n1\t2»", "«| a | b |\n| --- | --- |\n| 1 | 2 |»"),
        (
            "table",
            ["Column"],
            "| a‸ | b |\n| --- | --- |\n| 1 | 2 |",
            "| a | b |\n| --- | --- |\n| ‸ |  |\n| 1 | 2 |",
        ),
    ],
)
def test_blocks_are_made_and_taken_back(shared, name, arguments, before, after):
    assert changed(shared, "blocks", name, before, *arguments) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a‸", "- a\n- ‸"),
        ("* a‸b", "* a\n* ‸b"),
        ("- one‸ two", "- one\n- ‸two"),
        ("1. a‸\n2. b", "1. a\n2. ‸\n3. b"),
        ("9. a‸\n10. b", "9. a\n10. ‸\n11. b"),
        ("1. a‸\n\n2. b", "1. a\n2. ‸\n\n3. b"),
        ("1. a\n   - b‸\n2. c", "1. a\n   - b\n   - ‸\n2. c"),
        ("- [x] a‸", "- [x] a\n- [ ] ‸"),
        ("> a‸", "> a\n> ‸"),
        ("> - a‸", "> - a\n> - ‸"),
        ("- a\n- ‸", "- a\n‸"),
        ("- a\n  - ‸", "- a\n- ‸"),
        ("1. a\n   - b\n   - ‸\n2. c", "1. a\n   - b\n2. ‸\n3. c"),
        ("> a\n> ‸", "> a\n‸"),
        ("> - ‸", "> ‸"),
        ("- [ ] ‸", "‸"),
        ("- «a» b", "- \n- ‸b"),
        ("plain‸", None),
        ("‸- a", None),
        ("```\n- a‸\n```", None),
        ("* * *‸", None),
        ("- «a\n- b»", None),
    ],
)
def test_enter_goes_on_with_a_list_or_ends_it(shared, before, after):
    assert changed(shared, "lists", "newline", before) == after


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("indent", "- a\n- b‸", "- a\n  - b‸"),
        ("indent", "1. a\n2. b‸\n3. c", "1. a\n   1. b‸\n2. c"),
        ("indent", "1. a\n   - b\n2. c‸\n3. d", "1. a\n   - b\n   - c‸\n2. d"),
        ("indent", "- a\n- b‸\n  - c\n- d", "- a\n  - b‸\n    - c\n- d"),
        ("indent", "- a\n- «b\n- c»", "- a\n  - «b\n  - c»"),
        ("indent", "> - a\n> - b‸", "> - a\n>   - b‸"),
        ("indent", "- a‸", None),
        ("indent", "- a\n  - b‸", None),
        ("indent", "text‸", None),
        ("indent", "«a\nb»", "    «a\n    b»"),
        ("outdent", "- a\n  - b‸", "- a\n- b‸"),
        ("outdent", "1. a\n   1. b‸\n2. c", "1. a\n2. b‸\n3. c"),
        ("outdent", "1. a\n   - b‸\n2. c", "1. a\n2. b‸\n3. c"),
        ("outdent", "- a\n  - b‸\n    - c", "- a\n- b‸\n  - c"),
        ("outdent", "- a‸", None),
        ("outdent", "    «a\n  b»", "«a\nb»"),
    ],
)
def test_tab_moves_items_in_and_out(shared, name, before, after):
    assert changed(shared, "lists", name, before) == after


def test_code_in_a_line_opens_no_fence(shared):
    assert called(shared, "text", "fences", "```a``` b\n\n~~~ py\nc\n~~~")[0]["inner"] == [18, 19]
