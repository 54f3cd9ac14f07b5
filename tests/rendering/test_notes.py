from .rendered import html


def test_footnote_is_numbered_and_linked_both_ways():
    assert html("a[^x]\n\n[^x]: note") == (
        '<p>a<sup id="fnref:x"><a class="footnote-ref" href="#fn:x" role="doc-noteref">1</a></sup></p>'
        '<section class="footnotes" role="doc-endnotes"><ol><li id="fn:x">'
        '<p>note&nbsp;<a class="footnote-backref" href="#fnref:x" role="doc-backlink">↩</a></p></li></ol></section>'
    )


def test_footnotes_are_numbered_in_the_order_of_their_marks():
    result = html("a[^2] b[^1]\n\n[^1]: one\n[^2]: two")
    assert result.index('id="fn:2"') < result.index('id="fn:1"')


def test_footnote_marked_twice_links_back_twice():
    result = html("a[^x] b[^x]\n\n[^x]: note")
    assert 'id="fnref:x:1"' in result
    assert 'href="#fnref:x:1"' in result


def test_footnote_of_several_blocks():
    assert "<li>b</li>" in html("a[^x]\n\n[^x]: note\n\n    - b\n")


def test_footnote_in_a_footnote_and_one_that_marks_itself():
    assert html("a[^x]\n\n[^x]: b[^y]\n\n[^y]: c[^y]").count("<li id=") == 2


def test_mark_without_a_note_is_text_and_note_without_a_mark_is_dropped():
    assert html("a[^x]") == "<p>a[^x]</p>"
    assert html("a\n\n[^x]: note") == "<p>a</p>"


def test_abbreviation_is_explained_at_each_use_but_not_inside_words_or_code():
    source = "HTML and XHTML and `HTML`\n\n*[HTML]: Hyper Text"
    assert html(source) == '<p><abbr title="Hyper Text">HTML</abbr> and XHTML and <code>HTML</code></p>'


def test_longer_abbreviation_wins():
    assert '<abbr title="b">AB C</abbr>' in html("AB C\n\n*[AB]: a\n*[AB C]: b")
