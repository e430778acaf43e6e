"""``ready`` on the command line: exit 0 when nothing is red."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from console.bootstrap import Desk


def test_a_new_store_is_not_ready_and_every_line_says_what_to_do(desk: Desk, ask: Callable[..., Any]) -> None:
    done = ask(desk.data, "ready")
    assert done.returncode == 1 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert "!!  Places: There are no places yet. Import the towns and villages on the places page." in lines
    assert lines[-1].startswith("7 red")


def test_as_json_it_is_for_programs(desk: Desk, ask: Callable[..., Any]) -> None:
    done = ask(desk.data, "ready", "--json")
    found = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert found["copies"]["state"] == "wrong" and found["copies"]["do"]
    assert found["disk"]["state"] != "wrong" and found["sound"]["code"] == "sound_unknown"
