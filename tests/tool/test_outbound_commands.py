"""``outbound list`` tells the register, one line a row."""

from __future__ import annotations

import json
from uuid import uuid4

from console.domain.outbound import Outgoing
from console.tool import main


def test_the_register_is_listed_in_words_and_as_json(desk, by, data, capsys):
    form = Outgoing(uuid4(), "水位 12.3 米", "phone", desk.clock.now(), "县府办总值班室（示例）")
    row = desk.outbound.record(form, by=by)
    got = desk.outbound.record(Outgoing(uuid4(), "第二条", "fax", desk.clock.now(), "样例镇"), by=by)
    desk.outbound.receipt(got.id, "林例二", seen=got.version, by=by)

    assert main(["--data", str(data.root), "outbound", "list", "--waiting", "--json"]) == 0
    (plain,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (plain["number"], plain["state"], plain["receipt"]["at"]) == (row.number, "sent", None)
    assert main(["--data", str(data.root), "--lang", "zh", "outbound", "list"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in said] == [got.number, row.number]
    assert "已签收" in said[0] and "已发出" in said[1] and "电话" in said[1]
