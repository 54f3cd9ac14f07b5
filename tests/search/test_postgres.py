from pathlib import Path

import pytest
from django.db import connection

from tests import postgresql

HERE = Path(__file__).parent


@pytest.mark.skipif(connection.vendor == "postgresql", reason="this run is on PostgreSQL itself")
@pytest.mark.skipif(not postgresql.answers(), reason=postgresql.MISSING)
def test_the_same_cases_pass_on_postgresql(tmp_path):
    postgresql.check(tmp_path, "search", HERE, HERE.parent / "views" / "test_search.py")
