from __future__ import annotations

from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tracker.content.plan import Plan, plan
from tracker.rules.writing.places import Addresses

ROOT = Path(__file__).parents[2]


def told(folder: Path, text: str) -> Plan:
    (folder / "pelicanconf.py").write_text(text, "utf-8")
    return plan(folder, UTC)


def test_our_own_settings_are_understood() -> None:
    found = plan(ROOT, UTC)
    assert found.zone == ZoneInfo("Asia/Tokyo")
    assert found == Plan(
        excluded=("images", "_responses"), languages=("ja", "en"), zone=found.zone, addresses=Addresses("ja")
    )


@pytest.mark.parametrize("text", ["", "def (", "import nothing_like_it\nraise SystemExit", "PATH = 3\nLANGUAGES = 4"])
def test_without_settings_everything_is_as_in_ours(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, text) == Plan()
    assert plan(tmp_path / "nowhere", UTC) == Plan()


def test_what_is_said_plainly_is_read_and_nothing_is_run(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        "from pathlib import Path\nPath('run').touch()\n"
        "BASE = 'texts'\nPATH = BASE\nOUTPUT_PATH: str = BASE + '/out'\nPAGE_PATHS = ['seiten/']\n"
        "ARTICLE_EXCLUDES = ('seiten', 'img', 3)\nLANGUAGES = ['de', 'ja']\nDEFAULT_LANG = 'de'\n"
        "TIMEZONE = 'Mars/Olympus'\n"
        "ARTICLE_URL = ARTICLE_LANG_URL = '{slug}.html'\nPAGE_URL = unknown() + '/'\n",
    )
    assert found == Plan(
        "texts", "texts/out", ("seiten",), ("img",), ("de", "ja"), UTC, Addresses("de", "{slug}.html", "{slug}.html")
    )
    assert not Path("run").exists()
