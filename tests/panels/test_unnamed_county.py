"""Towns and villages from the national lists, which never name the county they lie in."""

from __future__ import annotations

from uuid import uuid4

from console.domain.inbound import Intake
from ui.widgets.place_tree import choices

TOWNS = "code,name,areaCode\n330324001,样例街道,330324\n"
VILLAGES = "code,name,streetCode,areaCode\n330324001001,样例社区,330324001,330324\n"


def test_the_code_of_a_county_nobody_named_is_neither_picked_nor_read_out(desk, by, seat, tmp_path):
    for name, content in (("villages.csv", VILLAGES), ("towns.csv", TOWNS)):
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        assert desk.places.import_file(file, by=by).applied
    offered = {choice.path for choice in choices(desk.places.everything())}
    assert offered == {"330324", "样例街道", "样例街道 样例社区"}
    village = next(place for place in desk.places.everything() if place.name == "样例社区")
    item = desk.intake.register(Intake(uuid4(), "停水", desk.clock.now(), place_id=village.id), by=seat.actor)
    assert item.place_path == "样例街道 样例社区"
