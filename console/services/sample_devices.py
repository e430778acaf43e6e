"""The devices of the sample county, on simulated ports: 42 of them, 60 broadcast terminals, made up throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import select

import resources
from console.domain.clock import Clock
from console.domain.drivers import DRIVERS
from console.domain.people import Actor
from console.domain.wire import DeviceForm, PointForm
from console.services.devices import DevicesService
from console.services.sample_spots import NAMED_TOWNS
from db.models.people import Organisation, Person, Post, PostHolder
from db.models.places import Place
from db.models.plans import Plan
from db.store import Store

RAIN, LEVELS, BUTTONS, SIRENS, TERMINALS = 10, 6, 4, 12, 60
DEAD = 31
"""The broadcast terminal that answers nothing, as one of sixty does."""
FLOOD, RAINSTORM, TYPHOON, DWELLING, PUBLIC = "10101", "10202", "10201", "20201", "20203"
_FLOOD_PLAN = "SL-ZX-01"
_RIVER = ("示例桥", "示湾闸", "示塘大桥", "示溪坝", "示岭桥", "示坑堰")
"""Where the level gauges stand; SW-03 at 示塘大桥 has the guarantee level the script knows."""
_GUARANTEE = (8.2, 5.6, 12.5, 21.0, 16.4, 30.8)


@dataclass(frozen=True, slots=True)
class Ground:
    """What devices of the county point at: its places by name, its flood plan, people to ring by town."""

    places: dict[str, UUID]
    plan: UUID | None
    people: dict[str, tuple[UUID, ...]]


def load(store: Store, clock: Clock, zone: Callable[[], ZoneInfo], by: Actor) -> None:
    """Fill the ledger of a sample store whose places, people and plans are there."""
    ground, ledger = _ground(store), DevicesService(store, clock, zone)
    for device, points in devices(ground):
        ledger.add(device, by=by)
        if points:
            ledger.put_points(points, by=by)


def devices(ground: Ground) -> Iterator[tuple[DeviceForm, list[PointForm]]]:
    """Every device with what its accounts and zones mean, the same ones every time."""
    yield from _rain(ground)
    yield from _levels(ground)
    yield from _buttons(ground)
    yield from _sirens(ground)
    yield _siren_controller(ground), []
    yield _broadcast(ground)
    yield _sign(ground), []
    yield from _receivers(ground)
    yield from _others()


def device_id(code: str) -> UUID:
    """The id a device of the sample has in every store."""
    return uuid5(NAMESPACE_OID, f"sample device {code}")


def _rain(ground: Ground) -> Iterator[tuple[DeviceForm, list[PointForm]]]:
    for number in range(1, RAIN + 1):
        code, station = f"YL-{number:02d}", f"99010101{number:02d}"
        town = NAMED_TOWNS[number % len(NAMED_TOWNS)]
        made = _device(code, f"{town}雨量站", "Rain gauge", "sl651", f"station={station}", ground, town)
        limits = (("一小时雨量", "1A", 30.0, 2), ("一小时大暴雨", "1A", 50.0, 1), ("三小时雨量", "1C", 80.0, 1))
        yield made, [
            _point(made, f"{town}{name}", ground, town, RAINSTORM, account=station, code=element, above=above,
                   unit="mm", priority=priority)
            for name, element, above, priority in limits
        ]  # fmt: skip


def _levels(ground: Ground) -> Iterator[tuple[DeviceForm, list[PointForm]]]:
    for at, (where, guarantee) in enumerate(zip(_RIVER, _GUARANTEE, strict=True)):
        code, station = f"SW-{at + 1:02d}", f"99010102{at + 1:02d}"
        town = NAMED_TOWNS[2 + at % (len(NAMED_TOWNS) - 2)]
        made = _device(code, f"{where}水位站", "Level gauge", "sl651", f"station={station}", ground, town, where)
        limits = (("警戒水位", guarantee - 1.0, 2), ("保证水位", guarantee, 1))
        yield made, [
            _point(made, f"{where}{name}", ground, town, FLOOD, place_text=where, account=station, code="39",
                   above=round(above, 2), unit="m", priority=priority)
            for name, above, priority in limits
        ]  # fmt: skip


def _buttons(ground: Ground) -> Iterator[tuple[DeviceForm, list[PointForm]]]:
    halls = ("例县体育馆", "示例商场", "示例医院", "示例客运站")
    for number, hall in enumerate(halls[:BUTTONS], 1):
        town = NAMED_TOWNS[number - 1]
        code = f"AN-{number:02d}"
        made = _device(code, f"{hall}手报按钮", "Push button", "modbus", f"unit={number}", ground, town, hall,
                       options={"unit": str(number), "inputs": "0-3", "poll_ms": "2000"})  # fmt: skip
        yield made, [
            _point(made, f"{hall}{floor + 1} 层", ground, town, PUBLIC, place_text=hall, account=str(number),
                   zone=str(floor), priority=1)
            for floor in range(4)
        ]  # fmt: skip


def _sirens(ground: Ground) -> Iterator[tuple[DeviceForm, list[PointForm]]]:
    for number in range(1, SIRENS + 1):
        town = NAMED_TOWNS[(number - 1) % len(NAMED_TOWNS)]
        options = {"unit": str(number), "seconds": "60"}
        yield _device(f"SR-{number:02d}", f"{town}警报器 {number} 号", f"Siren {number}", "relay", f"unit={number}",
                      ground, town, options=options), []  # fmt: skip


def _siren_controller(ground: Ground) -> DeviceForm:
    """It reports faults of the sirens' amplifiers by itself."""
    profile = resources.path("wire/profiles/siren_controller.toml").read_text(encoding="utf-8")
    return _device(
        "SR-00",
        "警报器控制器",
        "Siren controller",
        "profile",
        "as=siren_controller",
        ground,
        "例东街道",
        profile=profile,
    )


def _broadcast(ground: Ground) -> tuple[DeviceForm, list[PointForm]]:
    profile = resources.path("wire/profiles/broadcast_60.toml").read_text(encoding="utf-8")
    made = _device(
        "GB-00",
        "应急广播控制器",
        "Broadcast controller",
        "profile",
        f"as=broadcast_60&silent={DEAD}",
        ground,
        "例东街道",
        profile=profile,
    )
    villages = [name for name in ground.places if name.startswith("样例")] or ["例县"]
    points = []
    for number in range(1, TERMINALS + 1):
        village = villages[(number - 1) % len(villages)]
        points.append(
            _point(
                made, f"GB-{number:02d} {village}广播终端", ground, village, None, account=f"{number:02d}", priority=3
            )
        )
    return made, points


def _sign(ground: Ground) -> DeviceForm:
    """A described one: the signs of an open protocol show no Chinese."""
    profile = resources.path("wire/profiles/led_sign.toml").read_text(encoding="utf-8")
    return _device(
        "DP-01", "政府广场电子显示屏", "LED sign", "profile", "as=led_sign", ground, "例东街道", profile=profile
    )  # fmt: skip


def _receivers(ground: Ground) -> Iterator[tuple[DeviceForm, list[PointForm]]]:
    alarm = _device("JB-01", "联网报警接收机", "Alarm receiver", "surgard", "account=1234", ground, "例东街道")
    yield alarm, [
        _point(alarm, "示例仓储有限公司", ground, "例东街道", DWELLING, place_text="示例路 1 号", account="1234"),
        _point(alarm, "示例仓储烟感", ground, "例东街道", "20202", place_text="示例路 1 号 2 号库", account="1234",
               zone="001", priority=1),
    ]  # fmt: skip
    yield _device("JB-02", "网络报警接收", "IP alarm receiver", "dc09", "account=5678", ground, "例南街道"), []
    fire = _device("XF-01", "消防远程监控", "Fire telemetry", "gb26875", "", ground, "例东街道")
    yield fire, [_point(fire, "示例商场消防", ground, "例东街道", PUBLIC, place_text="示例商场", priority=1)]
    yield _device("UPS-01", "值班室不间断电源", "UPS of the duty room", "modbus", "unit=9", ground, "例东街道",
                  options={"unit": "9", "inputs": "0-1", "poll_ms": "5000"}, priority=2), []  # fmt: skip


def _others() -> Iterator[tuple[DeviceForm, list[PointForm]]]:
    nowhere = Ground({}, None, {})
    yield _device("LD-01", "值班电话来电盒", "Caller number box", "callerid", "", nowhere, ""), []
    yield _device("DX-01", "短信终端", "SMS modem", "sms", "", nowhere, ""), []
    yield _device("BD-01", "北斗终端", "Beidou terminal", "beidou", "", nowhere, ""), []


def _device(
    code: str, name: str, name_en: str, driver: str, played: str, ground: Ground, town: str, place_text: str = "",
    *, options: dict[str, str] | None = None, profile: str = "", priority: int = 2,
) -> DeviceForm:  # fmt: skip
    spec = DRIVERS[driver]
    return DeviceForm(
        device_id(code), code, name, driver, f"sim://{driver}/{code}" + (f"?{played}" if played else ""),
        f"{name_en} {code}", options=options or {}, place_id=ground.places.get(town), place_text=place_text,
        priority=priority, repeat_seconds=spec.repeat_seconds, silent_seconds=spec.silent_seconds, profile=profile,
        remark="示例设备，模拟端口",
    )  # fmt: skip


def _point(
    device: DeviceForm, name: str, ground: Ground, place: str, event_type: str | None, *, place_text: str = "",
    account: str = "", zone: str = "", code: str = "", above: float | None = None, unit: str = "", priority: int = 0,
) -> PointForm:  # fmt: skip
    floods = event_type in {FLOOD, RAINSTORM, TYPHOON}
    return PointForm(
        uuid5(device.id, f"{name} {zone} {code} {above}"), device.id, name, account, zone, code,
        ground.places.get(place), place_text, event_type, ground.plan if floods else None,
        ground.people.get(place, ()), priority, None, above, None, unit,
    )  # fmt: skip


def _ground(store: Store) -> Ground:
    with store.reading() as connection:
        places = {row.name: row.id for row in connection.execute(select(Place.name, Place.id).order_by(Place.code))}
        plan = connection.execute(select(Plan.id).where(Plan.code == _FLOOD_PLAN)).scalar()
        holders = (
            select(Organisation.name, Person.id)
            .join(Post, Post.organisation_id == Organisation.id)
            .join(PostHolder, PostHolder.post_id == Post.id)
            .join(Person, Person.id == PostHolder.person_id)
            .where(Post.name.contains("灾害信息员"))
            .order_by(Organisation.name, Person.name)
        )
        people: dict[str, tuple[UUID, ...]] = {}
        for unit, person in connection.execute(holders):
            town = next((name for name in places if unit.startswith(name)), "")
            people[town] = tuple(dict.fromkeys((*people.get(town, ()), person)))[:2]
    return Ground(places, plan, people)
