"""避灾安置场所 of the sample county: 120 over its 22 towns, made up, the same ones every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.people import Actor
from console.services.sample_spots import TOWNS, spot_in
from console.services.sample_teams import COUNTY, FROM, Row, people, phone, placed, written
from console.services.shelter_files import ShelterFiles
from db.store import Store

COUNT = 120
_FIRST_POINT = 20
"""Points of towns that no team of the sample lies at."""
_FIRST_NAME = 500
_HALLS = ("文化礼堂", "村部", "小学", "老年活动中心")
_FIT = ("台风、洪水", "台风、洪水、地质灾害", "台风、洪水、低温雨雪、高温", "台风、洪水、地震")
_THERE = ("供水、厕所、床铺被褥", "供水、厕所、厨房、床铺被褥", "供水、厕所", "供水、厕所、备用电源、医疗点、广播")
_BUILT = ("框架", "砖混", "框架", "砖混")


def load(store: Store, clock: Clock, zone: Callable[[], ZoneInfo], by: Actor) -> None:
    """Bring them into a sample store whose places are there, the way a county's own list comes in."""
    with TemporaryDirectory() as folder:
        told = ShelterFiles(store, clock, zone).import_file(written(Path(folder), "避灾安置场所", shelters()), by=by)
    assert told.applied, told.problems


def shelters() -> list[Row]:
    """The county's two, each town's centre, halls and schools of villages, under the heads the import reads."""
    rows = [*_of_county(), *_of_towns(), *_of_villages()]
    names = list(people(_FIRST_NAME + 2 * COUNT))[_FIRST_NAME:]
    for at, row in enumerate(rows):
        row |= {
            "场所编号": f"BZ{at + 1:03d}", "主负责人": names[2 * at], "主负责人电话": phone(4, 2 * at + 1),
            "副负责人": names[2 * at + 1], "副负责人电话": phone(4, 2 * at + 2), "建筑结构": _BUILT[at % 4],
            "建成年份": str(2004 + at * 7 % 22), "适用灾种": _FIT[at % 4], "可视化": "否" if at % 26 == 25 else "是",
            "安全检查日期": "" if at == 77 else (FROM - timedelta(days=30 + at * 37 % 330)).isoformat(),
        }  # fmt: skip
    for at in (19, 64, 101):
        rows[at]["安全检查日期"] = (FROM - timedelta(days=366 + at)).isoformat()
    return rows


def _of_county() -> Iterator[Row]:
    for at, (name, room) in enumerate((("例县体育馆避灾安置中心(示例)", 800), ("例县职业中学避灾安置中心(示例)", 600))):
        yield _row(name, "县级", room, COUNTY, "例东街道", at, "例县应急管理局（示例）") | {"设施": _THERE[3]}


def _of_towns() -> Iterator[Row]:
    """Each town has two for a hundred people or more: the county is asked for that."""
    for at, town in enumerate(TOWNS):
        for number, (called, room) in enumerate(
            (("避灾安置中心", 300 - (at + 2) % 4 * 30), ("中心学校避灾安置点", 160))
        ):
            name = f"{town}{called}(示例)"
            yield _row(name, "乡级", room, placed(town), town, 2 + number, f"{town}人民政府（示例）") | {
                "设施": _THERE[1]
            }


def _of_villages() -> Iterator[Row]:
    """The rest: in the villages of the sample's places, then in villages of the other towns."""
    named = _villages()
    for at in range(COUNT - 2 - 2 * len(TOWNS)):
        town, village, place, point = named[at] if at < len(named) else _unnamed(at)
        name = f"{village}{_HALLS[at // len(named) % 4]}(示例)"
        yield _row(name, "村级", 50 + (at + 1) % 6 * 10, place, town, point, f"{village}（示例）") | {
            "设施": _THERE[at % 3]
        }


Village = tuple[str, str, str, int]
"""Town, village, place and the point of the town it lies at."""


def _villages() -> list[Village]:
    """Those the sample's places have."""
    made = []
    for number in range(1, 25):
        kind = "社区" if number <= 6 else "村"
        village = f"样例{kind}{number:02d}"
        made.append((TOWNS[(number - 1) // 3], village, village, 8 + number % 3))
    return made


def _unnamed(at: int) -> Village:
    town = TOWNS[at % len(TOWNS)]
    village = f"样例村{at + 1:02d}"
    return town, village, placed(town), 4 + at // len(TOWNS)


def _row(name: str, tier: str, room: int, place: str, town: str, point: int, run_by: str) -> Row:
    latitude, longitude = spot_in(town, _FIRST_POINT + point)
    return {
        "场所名称": name, "级别": tier, "容量": str(room), "所在地": place, "地址": f"{town}示例路 {10 + point} 号",
        "经度": str(longitude), "纬度": str(latitude), "面积": str(room * 3), "管理单位": run_by,
    }  # fmt: skip
