"""``calls``: who rang, as lines for people and as JSON; exit 1 says that somebody waits."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta

from console import bootstrap, tool
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.tool.desks import opened
from tests.kit import alarm_queue as kit
from tests.kit.wire import officer


def test_calls_are_listed(new_store: DataDir, capsys) -> None:
    def run(*arguments: str) -> tuple[int, list[str]]:
        code = tool.main(["--lang", "zh", "--data", str(new_store.root), "calls", *arguments])
        return code, capsys.readouterr().out.splitlines()

    assert run("--missed") == (0, [])
    with opened(new_store) as desk:
        clock = StoppedClock(desk.clock.now() - timedelta(minutes=10))
    with closing(bootstrap.build(new_store, clock)) as desk:
        me, box = officer(desk), kit.device(desk, Actor.tool("tester"), kit.MODEM, "MD-01", "来电盒")
        for number in ("0577-0000-0001", "0577-0000-0001", ""):
            kit.say(desk, box, [kit.call(number)])
            clock.advance(minutes=2)
        desk.ringing.no_need(desk.ringing.rows(to=me)[0].id, "无声\n电话", by=me)
    code, (line,) = run("--missed")
    assert code == 1 and line.endswith(" +08:00  0577-0000-0001  共 2 次  未接")
    code, lines = run()
    assert code == 0 and lines[0].endswith("  号码未显示  不需回拨  陈例一  无声 电话")
    code, lines = run("--json", "--mask", "--limit", "2")
    told = [json.loads(line) for line in lines]
    assert [(one["number"], one["state"], one["count"]) for one in told] == [
        ("", "no_need", 1), ("057*-****-0001", "missed", 2),
    ]  # fmt: skip
    assert told[1]["lines"] == ["来电盒"] and told[0]["note"] == "无声\n电话"
