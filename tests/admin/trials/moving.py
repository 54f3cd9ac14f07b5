from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import ImportRun
from tests.factories import make_post

from .desk import TITLE

PLACE = "/admin/articles/importrun/"


def run(phase: str = "checked") -> ImportRun:
    return ImportRun.objects.create(original_name="site.zip", source="jekyll", phase=phase)


def see_moving(desk, what) -> bool:
    run()
    return desk.sees(PLACE, "site.zip")


def see_import(desk, what) -> bool:
    return desk.sees(f"{PLACE}{run().pk}/", "site.zip")


def start_import(desk, what) -> bool:
    file = SimpleUploadedFile("2026-01-01-a.md", b"A")
    desk.client.post(f"{PLACE}add/", {"source": "jekyll", "file": file})
    for started in ImportRun.objects.all():
        started.file.delete()
        return True
    return False


def alters(desk, verb: str, before: str, after: str) -> bool:
    row = run(before)
    desk.client.post(f"{PLACE}{row.pk}/{verb}/")
    row.refresh_from_db()
    return row.phase == after


def continue_import(desk, what) -> bool:
    return alters(desk, "continue", "checking", "failed")  # it has no file


def confirm_import(desk, what) -> bool:
    return alters(desk, "import", "checked", "importing")


def delete_import(desk, what) -> bool:
    desk.client.post(f"{PLACE}{run().pk}/delete/")
    return not ImportRun.objects.exists()


def takes_out(desk, name: str) -> bool:
    make_post(TITLE)
    response = desk.client.post(f"{PLACE}{name}/")
    return response.status_code == 200 and b"".join(response.streaming_content).startswith(b"PK")


def take_articles(desk, what) -> bool:
    return takes_out(desk, "markdown")


def take_site(desk, what) -> bool:
    return takes_out(desk, "site")
