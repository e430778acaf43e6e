"""Teams and experts of the sample county: 27 + 22 + 12 + 1 teams, 48 experts, made up, the same ones every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle, islice, product
from pathlib import Path
from tempfile import TemporaryDirectory

from console.domain.clock import Clock
from console.domain.people import Actor
from console.services.sample_spots import NAMED_TOWNS, TOWNS, spot_in
from console.services.team_import import TeamFiles
from db.store import Store

FROM = date(2030, 8, 12)
"""The first day of the sample county: its papers end around it."""
VILLAGES = 5
"""Teams of villages, beside one for each of the 22 towns."""
COUNTY = "例县"
"""The place of what lies in a town the sample's places do not have."""

Row = dict[str, str]

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_DIGITS = "十九八七六五四三二一"
_EQUIPMENT = {
    "基层队伍": "冲锋舟 1，水泵 2，油锯 2，应急照明 4",
    "森防队伍": "风力灭火机 12，水泵 3，油锯 4，无人机 1，对讲机 10",
    "社会力量": "橡皮艇 3，潜水装备 4，绳索 6，急救箱 4",
    "部门队伍": "移动泵车 3，编织袋 5000，挖掘机 2，照明车 1",
}
_SOCIAL = (
    ("例星", "水域救援、综合救援", "101、102"), ("例风", "山地搜救", "104"), ("例航", "航空救援、应急通信", "1"),
    ("例溪", "水域救援", "101"), ("例光", "应急通信、电力抢修", "1"), ("例心", "医疗救护", "1、2"),
    ("例山", "山地搜救、综合救援", "104、107"), ("例车", "道路抢通、运输保障", "101、104、203"),
    ("例犬", "建筑坍塌救援、山地搜救", "103、104"), ("例舟", "水域救援、转移安置", "101、102"),
    ("例和", "转移安置、医疗救护", "1"), ("例石", "建筑坍塌救援", "103、104"),
)  # fmt: skip
"""Social teams: what they are called, their skills and event types."""
_FIELDS = (
    ("水文水资源", "101、102", "例县水利局（示例）"), ("水利工程抢险", "101", "例县水利局（示例）"),
    ("地质灾害防治", "104", "例县自然资源局（示例）"), ("气象", "102", "例县气象局（示例）"),
    ("森林防火", "107", "例县林业局（示例）"), ("危险化学品", "20101", "例县应急管理局（示例）"),
    ("建筑结构", "103、20104", "例县住建局（示例）"), ("火灾扑救", "202", "例县消防救援大队（示例）"),
    ("电力", "1、2", "例县供电公司（示例）"), ("应急通信", "1、2", "例县通信管理办（示例）"),
    ("急危重症", "1、2", "例县人民医院（示例）"), ("道路桥梁", "104、203", "例县交通运输局（示例）"),
)  # fmt: skip
"""Fields of experts, four of each."""
_TITLES = ("正高级工程师", "高级工程师", "高级工程师", "工程师")
_TIERS = ("市级", "县级", "县级", "县级")
_HOURS = ("", "", "工作日 08:00-18:00", "工作日 08:00-18:00；周六、周日 09:00-12:00")
_EXPERTS = 48


def load(store: Store, clock: Clock, by: Actor) -> None:
    """Bring them into a sample store whose places are there, the way a county's own lists come in."""
    files, rows = TeamFiles(store, clock), teams()
    with TemporaryDirectory() as folder:
        told = [
            files.import_teams(written(Path(folder), "队伍", rows), by=by),
            files.import_teams(written(Path(folder), "证书", certificates(rows)), by=by),
            files.import_experts(written(Path(folder), "专家", experts()), by=by),
        ]
    assert all(one.applied for one in told), [one.problems for one in told]


def teams() -> list[Row]:
    """62 teams under the heads the import reads."""
    rows = [*_grassroots(), *_forest(), *_social(), _department()]
    names = people(len(rows) * 2)
    for at, row in enumerate(rows):
        row |= {
            "队伍编号": f"DW{at + 1:03d}", "负责人": next(names), "联系电话": phone(2, at * 2 + 1),
            "副队长": next(names), "副队长电话": phone(2, at * 2 + 2), "呼号": f"例队{at + 1:02d}",
            "装备": _EQUIPMENT[row["类别"]], "最近演练": (FROM - timedelta(days=20 + at * 7 % 300)).isoformat(),
            "状态": "待命", "报备": "是",
        }  # fmt: skip
    for at, state, note in (
        (5, "部分待命", "一组外出培训"), (18, "休整", "连续作战"), (33, "部分待命", "车辆检修"),
        (47, "不可用", "装备送检"), (55, "部分待命", "部分队员在外"),
    ):  # fmt: skip
        rows[at] |= {"状态": state, "状态说明": note}
    rows[58]["报备"] = "否"
    return rows


def certificates(rows: Sequence[Mapping[str, str]]) -> list[Row]:
    """Papers of the forest and social teams: most hold for long, some end soon, two have ended."""
    made = []
    for at, row in enumerate(rows):
        kinds = {"森防队伍": ("森林消防员",), "社会力量": ("社会救援员", "应急救护员")}.get(row["类别"], ())
        for number, kind in enumerate(kinds):
            left = (3, 25, 80, -6)[at % 4] if at % 9 == 0 else 200 + at * 5 + number * 40
            made.append({
                "队伍编号": row["队伍编号"], "证书名称": kind, "持证人": row["负责人"],
                "证号": f"示例证{at + 1:03d}-{number + 1}", "到期日": (FROM + timedelta(days=left)).isoformat(),
            })  # fmt: skip
    return made


def experts() -> list[Row]:
    """48 experts under the heads the import reads: each field by four."""
    names = islice(people(400), 300, None)
    made = []
    for at, (field, types, unit) in enumerate(islice(cycle(_FIELDS), _EXPERTS)):
        layer = at // len(_FIELDS)
        made.append({
            "专家编号": f"ZJ{at + 1:03d}", "姓名": next(names), "专业领域": field, "事件类型": types, "单位": unit,
            "职称": _TITLES[layer], "手机": phone(3, at + 1), "层级": _TIERS[layer], "可联系时间": _HOURS[layer],
            **_where(TOWNS[at % len(TOWNS)], 40 + layer),
        })  # fmt: skip
    return made


def _grassroots() -> Iterator[Row]:
    for at, town in enumerate(TOWNS):
        yield _row(
            f"{town}应急突击队（示例）",
            "基层队伍",
            "综合救援、转移安置、排涝抢险",
            "101、102、104",
            20 + at % 4 * 5,
            5,
            town,
            1,
        )
    for at in range(1, VILLAGES + 1):
        town = NAMED_TOWNS[2 + at]
        name = f"样例村{at * 3 + 7:02d}应急小分队（示例）"
        yield _row(name, "基层队伍", "综合救援、转移安置", "101、102、104", 8 + at, 10, town, 6 + at)


def _forest() -> Iterator[Row]:
    for at, town in enumerate(TOWNS):
        name = f"{town}森林消防中队（示例）"
        yield _row(name, "森防队伍", "森林灭火、灭火救援", "107", 15 + at % 5 * 3, 10 + at % 3 * 5, town, 3)


def _social() -> Iterator[Row]:
    for at, (called, skills, types) in enumerate(_SOCIAL):
        row = _row(
            f"例县{called}救援队（示例）", "社会力量", skills, types, 12 + at * 3, 20 + at % 3 * 10, TOWNS[at], 12
        )
        insured = FROM + timedelta(days=(-3 if at == 7 else 15 if at == 2 else 120 + at * 20))
        yield row | {"保险到期": insured.isoformat(), "协议": "与县应急管理局签订社会力量协同救援协议（示例）"}


def _department() -> Row:
    return _row("例县水利抢险大队（示例）", "部门队伍", "堤防抢险、排涝抢险", "101、102", 45, 15, "例东街道", 9)


def _row(
    name: str, kind: str, skills: str, types: str, people: int, ready: int, town: str, spot: int
) -> Row:  # fmt: skip
    where = {"驻地": f"{town}{_BASES[kind]}", "所在乡镇": placed(town), **_where(town, spot)}
    return {
        "队伍名称": name, "类别": kind, "能力": skills, "事件类型": types, "人数": str(people),
        "准备时间": str(ready), **where,
    }  # fmt: skip


_BASES = {"基层队伍": "综合应急站", "森防队伍": "森林消防营房", "社会力量": "救援驿站", "部门队伍": "防汛仓库"}


def _where(town: str, at: int) -> Row:
    latitude, longitude = spot_in(town, at)
    return {"经度": str(longitude), "纬度": str(latitude)}


def placed(town: str) -> str:
    """The place a town of the sample is listed under: itself, or the county where the sample's places end."""
    return town if town in NAMED_TOWNS else COUNTY


def people(count: int) -> Iterator[str]:
    """So many names that are nobody's, always the same ones."""
    made = ("".join((surname, "例", *given)) for given in product(_DIGITS, _DIGITS) for surname in _SURNAMES)
    return islice(made, count)


def phone(block: int, at: int) -> str:
    """The ``at``-th number of a block that is nobody's."""
    return f"100-{block:04d}-{at:04d}"


def written(folder: Path, name: str, rows: Sequence[Row]) -> Path:
    """A table as a county would send it."""
    made = io.StringIO()
    write = csv.DictWriter(made, list(dict.fromkeys(head for row in rows for head in row)), restval="")
    write.writeheader()
    write.writerows(rows)
    path = folder / f"{name}.csv"
    path.write_text(made.getvalue(), encoding="utf-8")
    return path
