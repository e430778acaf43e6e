"""The demonstration: whose directory it takes, and that what it says is what the store holds."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from console.errors import Refused
from console.tool.demo import claim
from ui.app import PANELS

_SPOILED = """
import sqlite3, sys
from contextlib import closing
from pathlib import Path
from console.tool.demo import claim, perform

def spoil(data):
    with closing(sqlite3.connect(data / "duty.sqlite3", isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='figure'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE figure SET value = 91 WHERE key = 'evacuated'")

out = Path(sys.argv[1])
claim(out)
sys.exit(perform(out, "zh", spoil))
"""
"""Plays everything, then changes one figure by hand before the outcomes are read back."""


def test_a_foreign_directory_is_refused_and_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    with pytest.raises(Refused, match="demo_foreign_directory"):
        claim(tmp_path)
    with pytest.raises(Refused, match="demo_not_a_directory"):
        claim(mine)
    assert mine.read_text() == "mine"


def test_an_empty_or_new_directory_is_taken(tmp_path: Path) -> None:
    claim(tmp_path / "new" / "one")
    assert (tmp_path / "new" / "one").is_dir()


@pytest.mark.timeout(600)
def test_rows_are_read_back_and_a_spoiled_one_is_told(tmp_path: Path) -> None:
    """One play for both: what was not touched is as expected, what was changed by hand is not, and the exit says so."""
    out = tmp_path / "out"
    ended = subprocess.run(
        [sys.executable, "-c", _SPOILED, str(out)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    rows = {row["row"]: row for row in summary["rows"]}
    assert [row["why_not"] for row in summary["rows"]] == [None] * len(rows)
    assert rows[1]["ok"], rows[1]
    assert not rows[26]["ok"]
    assert (rows[26]["expected"]["evacuated"], rows[26]["seen"]["evacuated"]) == (19, 91)
    assert {**rows[26]["expected"], "evacuated": 91} == rows[26]["seen"]
    assert summary["counts"]["failed"] >= 1
    _left_whole(out)


def _left_whole(out: Path) -> None:
    names = {"handover.pdf", "log.pdf", "log.json", "verify.txt", "summary.json", "data", "screens"}
    assert names <= {path.name for path in out.iterdir()}
    panels = {path.name.split("-")[0] for path in (out / "screens").iterdir()}
    assert panels == {panel_id for panel_id, *_ in PANELS}
    lines = json.loads((out / "log.json").read_text("utf-8"))
    with closing(sqlite3.connect(out / "data" / "duty.sqlite3")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM log_entry").fetchone()
    assert len(lines) == count > 10
    assert "伤亡数字" in (out / "verify.txt").read_text("utf-8"), "verify names what was changed by hand"
