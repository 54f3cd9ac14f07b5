import pytest
from django.conf import settings as site_settings
from django.core.management import CommandError, call_command

from tests.factories import make_post


@pytest.fixture
def _manifest_storage(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = site_settings.STORAGES | {
        "staticfiles": {"BACKEND": "cms.storage.StaticFilesStorage"}
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("_manifest_storage")
@pytest.mark.parametrize("name", ["prove_urls", "export_static"])
def test_without_collected_files_one_line_says_what_to_run(tmp_path, capsys, name):
    make_post(slug="a")
    (tmp_path / "addresses.txt").write_text("/articles/a/\n")
    target = {"prove_urls": tmp_path / "addresses.txt", "export_static": tmp_path / "twin"}[name]
    with pytest.raises(CommandError, match=r"was not collected.* run `manage.py collectstatic` first"):
        call_command(name, str(target))
    assert not (tmp_path / "twin").exists()
    assert "".join(capsys.readouterr()) == ""
