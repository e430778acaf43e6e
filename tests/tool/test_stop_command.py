"""``stop``: by whoever runs the wire, else by itself; exit 1 while one device is not known to have taken it."""

from __future__ import annotations

import json
from contextlib import closing

from console import bootstrap, tool
from console.config import DataDir
from console.domain.delivery import SendState, Verb
from console.domain.wire import LinkState
from tests.kit.links import waited
from tests.kit.sending import device


def test_it_stops_through_the_program_that_runs_the_wire_and_without_one_by_itself(new_store: DataDir, capsys) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = tool.main(["--lang", "zh", "--data", str(new_store.root), "stop", *arguments])
        told = capsys.readouterr()
        return code, told.out.strip(), told.err.strip()

    with closing(bootstrap.build(new_store)) as desk:
        device(desk, "J-1")
        device(desk, "J-2", "usb_relay")
    assert run() == (0, "全停：1 台确认已停、1 台已发停止命令（设备不回报）。", "")
    assert run("--device", "J-1") == (0, "全停：1 台确认已停。", "")
    with closing(bootstrap.build(new_store)) as desk:
        assert desk.wire.start()
        waited(lambda: {one.state for one in desk.wire.status()} == {LinkState.ONLINE})
        code, out, _err = run("--json")
        told = json.loads(out)
        assert (code, told["way"], told["silent"], told["commanded"]) == (0, "there", ["设备J-1"], ["设备J-2"])
        desk.wire._loop.remove(desk.devices.by_code("J-2").key)  # as if its cable were out
        desk.wire.settled()
        code, out, err = run()
        assert (code, err) == (1, "没有停到：设备J-2（线路没有打开，未发出）。请打电话让现场断电，线路接通后再按一次。")
        waited(lambda: not desk.deliveries.rows(states=[SendState.SENDING]))
        stops = [row for row in desk.deliveries.rows() if row.verb is Verb.STOP]
        assert len(stops) == 7 and {row.asked_by.partition(":")[0] for row in stops} == {"tool"}
        assert not desk.log.verify().faults
