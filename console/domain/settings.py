"""Site settings: what there is, its unit, default and basis. Values live in the store with their history."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from console.errors import Refused


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the site. ``check`` refuses a value that has no meaning."""

    key: str
    default: str
    unit: str
    basis: str
    check: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as it counts now: value, where it comes from, whether the county has confirmed it."""

    key: str
    value: str
    unit: str
    basis: str
    valid_from: datetime | None
    confirmed: bool
    by: str


def _text(value: str) -> bool:
    return 0 < len(value.strip()) <= 60


def _zone(value: str) -> bool:
    return value in available_timezones()


def _time(value: str) -> bool:
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value) is not None


def _whole(low: int, high: int) -> Callable[[str], bool]:
    return lambda value: value.isascii() and value.isdigit() and low <= int(value) <= high


def _yes_no(value: str) -> bool:
    return value in {"yes", "no"}


def _posts(value: str) -> bool:
    posts = value.split(",")
    return 0 < len(posts) <= 12 and all(0 < len(post.strip()) <= 20 for post in posts) and len(posts) == len(set(posts))


SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("site.name", "应急指挥中心", "text", "本地填写", _text),
        Setting("site.time_zone", "Asia/Shanghai", "zone", "北京时间", _zone),
        Setting("duty.change_time", "08:00", "time", "常见做法，待本地确认", _time),
        Setting("duty.shift_hours", "24", "hours", "24 小时值班，待本地确认", _whole(1, 48)),
        Setting("duty.posts", "主班,副班", "posts", "县级常用称谓；DB3713/T 309-2023 另有三岗，待本地确认", _posts),
        Setting("duty.due_soon", "30", "minutes", "临近提醒，待本地确认", _whole(1, 1440)),
        Setting("sheet.leader_signs", "no", "yes_no", "带班领导签字，待本地确认", _yes_no),
        Setting("intake.call_back", "15", "minutes", "回拨核实默认时限，待本地确认", _whole(1, 1440)),
        Setting("disk.caution", "2000", "megabytes", "空闲空间提醒，待本地确认", _whole(1, 10_000_000)),
        Setting("disk.fault", "200", "megabytes", "空闲空间告急，待本地确认", _whole(1, 10_000_000)),
        Setting("account.password_min", "8", "characters", "口令最短长度，待本地确认", _whole(6, 64)),
    )
}


def checked_value(key: str, value: str) -> str:
    """The value without outer spaces; refuses an unknown key or a value without meaning."""
    setting = SETTINGS.get(key)
    if setting is None:
        raise Refused("no_such_setting", key=key)
    value = value.strip()
    if not setting.check(value):
        raise Refused("bad_setting", key=key, value=value)
    return value


def zone(value: str) -> ZoneInfo:
    """The station's zone, from the pinned tzdata."""
    return ZoneInfo(value)
