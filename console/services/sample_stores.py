"""Stores of the sample county: 43 warehouses, 260 goods, 1 800 lots, 900 quotas, all made up, the same every time.

Master data are checked as typed ones are; the stock comes in by opening receipts, one for each warehouse.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

import resources
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.stock import Goods
from console.domain.stores import AgreementForm, Form, ItemForm, QuotaForm, VehicleForm, WarehouseForm
from console.services import lines
from console.services.row_runs import CHUNK
from console.services.sample_spots import TOWNS, spot_in, town_spot
from console.services.stock_opening import OpeningLine, open_stock
from console.services.store_book import StoreBook, write
from db import books
from db.store import Store

FROM = date(2030, 8, 12)
"""The first day of the sample county: goods end around it."""
TOWN_GOODS, POINT_GOODS, SECOND_LOTS = 50, 19, 60
"""Kinds of goods in the store of a town and at a point; goods of which the county store has two lots."""
COUNTY_QUOTAS, TOWN_QUOTAS, POINT_QUOTAS = 200, 27, 4
POINTS, FORWARD = 20, 6
"""Points in villages, of which so many lie forward, where water comes first."""
_ZONE = ZoneInfo("Asia/Shanghai")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋"
_LEFT = (-25, 400, 5, 310, 220, 18, 260, 700, 60, 520, 330, 75, 480, 240, 610, 290, 150, 820, 350, 430)
"""Days that perishable goods still have, one after the other: some are over, some end soon, most hold for long."""
_SUPPLIERS = (
    ("示例建材有限公司", "", "挖掘机", 3, "台", 120, "agreement"),
    ("示例粮油有限公司", "大米", "", 50000, "千克", 240, "agreement"),
    ("示例商贸超市", "饮用水", "", 3000, "箱", 120, "market"),
    ("示例食品厂", "方便面", "", 2000, "箱", 360, "capacity"),
    ("示例石油公司", "柴油", "", 30000, "升", 90, "agreement"),
    ("示例医药公司", "医用口罩", "", 100000, "只", 180, "market"),
    ("示例纺织厂", "棉被", "", 2000, "床", 480, "capacity"),
    ("示例编织厂", "编织袋", "", 60000, "条", 360, "capacity"),
    ("示例运输有限公司", "", "厢式货车", 12, "辆", 60, "agreement"),
    ("示例客运公司", "", "大客车", 20, "辆", 60, "agreement"),
    ("示例吊装公司", "", "吊车", 4, "台", 180, "agreement"),
    ("示例水泵厂", "排水泵", "", 20, "台", 600, "capacity"),
    ("示例电力工程公司", "应急发电机", "", 10, "台", 240, "agreement"),
    ("示例帐篷厂", "帐篷", "", 100, "顶", 720, "capacity"),
    ("示例宾馆", "", "安置床位", 300, "床", 120, "agreement"),
    ("示例餐饮公司", "", "盒饭", 5000, "份", 180, "agreement"),
    ("示例砂石场", "砂石料", "", 2000, "立方米", 180, "agreement"),
    ("示例消毒用品厂", "消毒液", "", 4000, "升", 300, "market"),
)
_VEHICLES = (
    ("厢式货车", 5000, 22000, 3), ("平板货车", 8000, 30000, 3), ("皮卡", 800, 1500, 5), ("冷藏车", 3000, 15000, 2),
    ("中巴车", 500, 2000, 19),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """Goods with how much of it stores of each tier hold."""

    form: ItemForm
    county: int
    town: int
    point: int
    price: Decimal
    shelf: int | None


def load(store: Store, clock: Clock, realm: Realm, by: Actor) -> None:
    """Fill the stores of an empty sample county in one transaction; its places are there already."""
    goods = list(_goods())
    with store.writing(by=by, action=Action.EDIT_STORES) as tx:
        at, book = clock.now(), StoreBook(tx.connection)
        stores = list(_warehouses(book))
        held = list(_stock(goods, stores))
        forms: list[Form] = [*stores, *(one.form for one in goods), *_agreements(goods), *_vehicles(stores)]
        forms += _quotas(book, goods, stores, held)
        changes = [change for form in forms if (change := book.accept(form)) is not None]  # type: ignore[type-var]
        rows = write(tx, changes)
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            lines.write(tx, books.AUDIT, ActKind.STOCK, f"物资基础数据（示例）：{len(part)} 条", at=at, about=part)
        open_stock(tx, [line for _, line in held], at, _ZONE, realm, "期初库存（示例）")


def _goods() -> Iterator[Kind]:
    text = resources.path("sample/stores.csv").read_text(encoding="utf-8")
    number = 0
    for row in csv.DictReader(text.splitlines()):
        for spec in row["规格"].split(";"):
            number += 1
            yield _one(number, row, spec)


def _one(number: int, row: dict[str, str], spec: str) -> Kind:
    shelf = int(row["保质期"]) if row["保质期"] else None
    form = ItemForm(
        f"WZ{number:03d}", row["名称"], row["单位"], spec, row["类别"], decimals=int(row["小数位"]),
        weight_kg=Decimal(row["重量"]), shelf_life_days=shelf, rotate_days=int(row["轮换"]) if row["轮换"] else None,
        hazard="H" in row["标记"], returnable="R" in row["标记"], key_item="K" in row["标记"], id=_id(1, number),
        remark="示例",
    )  # fmt: skip
    county, town, point = (int(row[head]) for head in ("县库", "镇库", "村点"))
    return Kind(form, county, town, point, Decimal(row["单价"]), shelf)


def _id(kind: int, number: int) -> UUID:
    """The same in every sample county: what refers to it can be compared."""
    return UUID(int=(0x99 << 120) | (kind << 64) | number, version=4)


def _warehouses(book: StoreBook) -> Iterator[WarehouseForm]:
    """One of the county, one of each town, points in the first villages."""
    places = book.places_named()
    yield _warehouse(0, "KX00", "例县应急物资储备库（示例）", "county", None, places.get("例县"), "例东街道", 9, 3200)
    for at, town in enumerate(TOWNS, 1):
        kind = "entrusted" if at % 7 == 0 else "own"
        name, area = f"{town}应急物资储备库（示例）", 120 + at * 13
        yield _warehouse(at, f"KX{at:02d}", name, "town", _id(2, 0), places.get(town), town, 3, area, kind)
    for at in range(1, POINTS + 1):
        town, village = TOWNS[(at - 1) // 3], f"样例{'社区' if at <= 6 else '村'}{at:02d}"
        tier = "forward" if at > POINTS - FORWARD else "village"
        yield _warehouse(len(TOWNS) + at, f"KX{(at - 1) // 3 + 1:02d}{at:02d}", f"{village}应急物资点（示例）", tier,
                         _id(2, (at - 1) // 3 + 1), places.get(village), town, 20 + at, 30 + at)  # fmt: skip


def _warehouse(
    number: int, code: str, name: str, tier: str, parent: UUID | None, place: UUID | None, town: str, spot: int,
    area: int, kind: str = "own",
) -> WarehouseForm:  # fmt: skip
    latitude, longitude = spot_in(town, spot) if spot else town_spot(town)
    return WarehouseForm(
        code, name, tier, kind, parent, place, f"{town}示例路{number + 1}号", area, _person(number * 2),
        _phone(number * 2 + 1), _person(number * 2 + 1), _phone(number * 2 + 2), _person(number * 2 + 1), latitude,
        longitude, "盘山公路，暴雨时慢行" if number % 6 == 5 else "", "示例", id=_id(2, number),
    )  # fmt: skip


def _person(at: int) -> str:
    return f"{_SURNAMES[at % len(_SURNAMES)]}例{'一二三四五六七八九十'[at // len(_SURNAMES) % 10]}"


def _phone(number: int) -> str:
    return f"100-0004-{number:04d}"


def _stock(goods: Sequence[Kind], stores: Sequence[WarehouseForm]) -> Iterator[tuple[Kind, OpeningLine]]:
    """The county store holds everything, a town what a town needs, a point less."""
    perishing = iter(range(10_000))
    for at, store in enumerate(stores):
        own = list(_chosen(goods, store.tier, at))
        second = [one for one in own if one.shelf][:SECOND_LOTS] if store.tier == "county" else []
        for number, one in enumerate((*own, *second)):
            turn = next(perishing) if one.shelf else 0
            yield one, _line(one, store, at + number, turn, second=number >= len(own))


def _chosen(goods: Sequence[Kind], tier: str, at: int) -> Iterator[Kind]:
    if tier == "county":
        return iter(goods)
    town = tier == "town"
    able = [one for one in goods if (one.town if town else one.point)]
    first = [one for one in able if one.form.key_item]
    others = [one for one in able if not one.form.key_item]
    turn = at * 7 % len(others)
    return islice([*first, *others[turn:], *others[:turn]], TOWN_GOODS if town else POINT_GOODS)


def _line(one: Kind, store: WarehouseForm, at: int, turn: int, *, second: bool) -> OpeningLine:
    amount = {"county": one.county, "town": one.town}.get(store.tier, one.point)
    amount = amount if store.tier == "county" else max(1, amount * (80 + at * 7 % 41) // 100)
    expires = None if one.shelf is None else FROM + timedelta(days=min(_LEFT[turn % len(_LEFT)], one.shelf - 10))
    made = date(2027 + at % 3, at * 5 % 12 + 1, at * 11 % 28 + 1)
    made = made if expires is None or one.shelf is None else expires - timedelta(days=one.shelf)
    state = Goods.REPAIR if one.form.returnable and at % 61 == 60 else Goods.USABLE
    if one.shelf and store.tier == "county":
        amount = _parted(amount, second=second)
    return OpeningLine(
        store.id, one.form.id, f"{made:%y%m%d}-{store.code}{'B' if second else ''}", Decimal(amount), state, made,
        expires, f"{'ABCDEF'[at % 6]}-{at % 20 + 1:02d}", "例县应急管理局（示例）", one.price,
    )  # fmt: skip


def _parted(amount: int, *, second: bool) -> int:
    """Two lots of one kind: three quarters and the rest."""
    rest = amount // 4
    return max(1, rest) if second else amount - rest


def _quotas(
    book: StoreBook, goods: Sequence[Kind], stores: Sequence[WarehouseForm], held: Sequence[tuple[Kind, OpeningLine]]
) -> Iterator[QuotaForm]:  # fmt: skip
    """Most are met; every ninth wants more than there is. Villages of the sample need a satellite telephone."""
    most = {"county": COUNTY_QUOTAS, "town": TOWN_QUOTAS}
    number = 0
    for store in stores:
        own = {one.form.id: line for one, line in reversed(held) if line.store == store.id}
        for line in islice(reversed(own.values()), most.get(store.tier, POINT_QUOTAS)):
            number += 1
            share = Decimal("1.3") if number % 9 == 0 else Decimal("0.7")
            minimum = max(Decimal(1), (line.quantity * share).to_integral_value())
            yield QuotaForm(line.item, minimum, (minimum * Decimal("1.25")).to_integral_value() + 1, store.id,
                            basis="物资储备定额（示例）", id=_id(3, number))  # fmt: skip
    phone = next(one.form.id for one in goods if one.form.name == "卫星电话")
    boat = next(one.form.id for one in goods if one.form.name == "应急发电机")
    places = book.places_named()
    villages = [name for name in places if name.startswith("样例")]
    wanted = [*((phone, name) for name in sorted(villages)), *((boat, town) for town in TOWNS[:2])]
    for item, name in wanted:
        number += 1
        yield QuotaForm(item, Decimal(1), Decimal(2), place_id=places[name], basis="关键物资到村（示例）",
                        due_on=date(2030, 6, 30), id=_id(3, number))  # fmt: skip


def _agreements(goods: Sequence[Kind]) -> Iterator[AgreementForm]:
    for at, (supplier, named, what, amount, unit, minutes, mode) in enumerate(_SUPPLIERS):
        item = next((one.form.id for one in goods if one.form.name == named), None)
        latitude, longitude = spot_in(TOWNS[at % 8], 30 + at)
        ends = date(2030, 8, 31) if at == 4 else date(2030, 7, 31) if at == 11 else date(2031, 12, 31)
        yield AgreementForm(
            f"XY{at + 1:02d}", f"{supplier}（示例）", Decimal(amount), unit, minutes, mode, item, what,
            date(2030, 1, 1), ends, _person(90 + at), _phone(900 + at * 2), _person(120 + at), _phone(901 + at * 2),
            latitude, longitude, "按调用时市场价，应急结束后结算", "示例", id=_id(4, at),
        )  # fmt: skip


def _vehicles(stores: Sequence[WarehouseForm]) -> Iterator[VehicleForm]:
    for at in range(40):
        kind, load, volume, seats = _VEHICLES[at % len(_VEHICLES)]
        carrier = "" if at < 12 else f"示例运输{'一二三四'[at % 4]}队"
        yield VehicleForm(
            f"示A·{at + 1:05d}", kind, carrier, load, volume, seats, _person(160 + at), _phone(1200 + at),
            stores[0].id if at < 12 else stores[1 + at % len(TOWNS)].id, at % 13 != 12, "示例", id=_id(5, at),
        )  # fmt: skip
