import io

from articles.management.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_person_sees_how_far_long_work_has_come():
    screen = Terminal()
    progress = Progress(4, screen, delay=0)
    progress.step()
    progress.step()
    assert screen.getvalue().endswith("2/4")
    assert screen.getvalue().count("█") > 15
    progress.clear()
    assert screen.getvalue().endswith("\r")


def test_short_work_shows_nothing():
    screen = Terminal()
    Progress(4, screen, delay=60).step()
    assert screen.getvalue() == ""


def test_a_log_is_not_filled_with_bars():
    log = io.StringIO()
    Progress(4, log, delay=0).step()
    assert log.getvalue() == ""
