"""The demonstration: whose directory it takes, and that what it says is what the store holds."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from console.errors import Refused
from console.tool.demo import claim
from ui.app import PANELS

DOCUMENTS = {
    "reports", "批示办理单", "点名记录", "会商纪要", "风险提示单", "催办单", "派单", "自然灾害情况快报表",
    "事件处置过程", "响应启动通知", "响应升级通知", "响应降级通知", "响应终止通知", "任务卡", "叫应记录", "调拨单",
    "调拨单（饮水）", "人员转移清册", "劝离记录", "队伍调动单", "盘点表", "叫应台账", "预警审批单", "预警发布记录",
}  # fmt: skip
KINDS = {"name", "phone", "place", "time", "quantity"}
_VERIFYING = {22, 38, 39, 40, 41}
"""Rows that verify the books afterwards: they tell of what was changed by hand too."""

_BY_HAND: dict[int | str, str] = {
    0: "water", 4: "received_by", "6.1": "receiver", 15: "cancelled", 17: "van", 23: "hands", 24: "why",
    "24.1": "silent", 32: "reason", 37: "approved",
}  # fmt: skip
"""Rows about responses, warnings, callings, call lists, goods and teams, and what of each is changed by hand."""

_SPOILED = """
import sqlite3, sys
from contextlib import closing
from pathlib import Path
from console.tool.demo import claim, perform

def spoil(data):
    with closing(sqlite3.connect(data / "duty.sqlite3", isolation_level=None)) as connection:
        tables = ("figure", "incident_report", "response_task", "response_step", "task", "task_step", "call_attempt")
        for table in (*tables, "stock_document", "assignment", "warning", "warning_send", "callout"):
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
            for (name,) in connection.execute(named, (table,)).fetchall():
                connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE figure SET value = 91 WHERE key = 'evacuated'")
        connection.execute(
            "UPDATE incident_report SET facts = json_set(facts, '$.figures.light.value', 7) WHERE serial = 2"
        )
        connection.execute("UPDATE response_task SET rank = 'A' WHERE code = 'F03'")
        connection.execute("UPDATE task_step SET who = '例某' WHERE kind = 'received' AND who = '区例一'")
        connection.execute(
            "UPDATE task SET closed_at = closed_at + 86400000000 WHERE source = 'plan' AND state = 'cancelled'"
        )
        connection.execute("UPDATE call_attempt SET outcome = 'busy' WHERE outcome = 'no_answer'")
        connection.execute("UPDATE stock_document SET receiver = '例某' WHERE receiver = '章例五'")
        connection.execute("UPDATE assignment SET late_reason = '' WHERE late_reason <> ''")
        connection.execute("UPDATE warning SET signer = '例某' WHERE level = 'weather_red'")
        connection.execute("UPDATE warning_send SET proof = '例某说的' WHERE channel = 'van'")
        connection.execute("UPDATE callout SET note = ''")
        connection.execute("UPDATE response_step SET way = 'phone' WHERE kind = 'lower'")

out = Path(sys.argv[1])
claim(out)
sys.exit(perform(out, "zh", spoil))
"""
"""Plays everything, then changes by hand a figure of a call and of a report, whom a card went to, who received it, when
a task was cancelled, what came of a call, who signed for goods, why a team was late, how a word was given, who signed a
warning, what proves that a van drove and why a calling ended, before the outcomes are read back."""


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


@pytest.mark.timeout(1800)
@pytest.mark.long
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
    follow_up = rows[31]
    assert (follow_up["expected"]["figures"]["light"], follow_up["seen"]["figures"]["light"]) == (2, 7)
    for number, key in _BY_HAND.items():
        row = rows[number]
        assert {name for name in row["expected"] if row["expected"][name] != row["seen"][name]} == {key}, row
    spoiled = {row["row"] for row in summary["rows"] if not row["ok"]}
    assert spoiled == {26, 31, *_BY_HAND, *_VERIFYING}, [row for row in summary["rows"] if not row["ok"]]
    _left_whole(out)
    _typed_once(summary["facts"])


def _typed_once(facts: dict[str, Any]) -> None:
    """Nothing the program knew was typed again over the typhoon night; and very much was told."""
    assert facts["twice"] == []
    assert facts["typed"] > 60 and facts["by_kind"].keys() == KINDS | {"figure", "words"}


def _left_whole(out: Path) -> None:
    papers = sorted(path.suffix for path in (out / "documents" / "reports").iterdir())
    assert papers == [".docx"] * 5 + [".pdf"] * 5
    assert {path.name.split(" ")[0].split(".")[0] for path in (out / "documents").iterdir()} == DOCUMENTS
    names = {"handover.pdf", "log.pdf", "log.json", "verify.txt", "summary.json", "data", "screens"}
    assert names <= {path.name for path in out.iterdir()}
    panels = {path.name.split("-")[0] for path in (out / "screens").iterdir()}
    assert panels == {panel_id for panel_id, *_ in PANELS}
    lines = json.loads((out / "log.json").read_text("utf-8"))
    with closing(sqlite3.connect(out / "data" / "duty.sqlite3")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM log_entry").fetchone()
    assert len(lines) == count > 10
    assert "伤亡数字" in (out / "verify.txt").read_text("utf-8"), "verify names what was changed by hand"
