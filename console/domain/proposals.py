"""Time and place a text speaks of: proposed beside the fields, taken by a key of the officer, never assumed."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.elements import LOOKED_THROUGH

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_N = r"(?:\d{1,3}|[零〇一二两三四五六七八九十]{1,3})"
_DAYS = {"今天": 0, "今日": 0, "今早": 0, "今晚": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "前天": -2}
_LATE = frozenset({"下午", "傍晚", "晚上", "今晚", "昨晚", "昨夜", "夜里", "晚"})

_AT = re.compile(
    rf"""(?:(?:(?P<year>\d{{4}})[-/年])?(?P<month>\d{{1,2}})[-/月](?P<dom>\d{{1,2}})日?\s?)?
    (?P<day>今天|今日|昨天|昨日|前天)?\s?
    (?P<part>凌晨|清晨|早上|今早|上午|中午|下午|傍晚|晚上|今晚|昨晚|昨夜|半夜|夜里|晚)?\s?
    (?:(?<!\d)(?P<h1>\d{{1,2}})[::](?P<m1>\d{{2}})(?!\d)
     |(?P<h2>(?<!\d)\d{{1,2}}|[零〇一二两三四五六七八九十]{{1,3}})\s?[点时](?!\w{{0,3}}名|位)
      (?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<m2>{_N})\s?分?)?)""",
    re.VERBOSE,
)
_AGO = re.compile(rf"(?P<count>{_N}|半)\s?个?(?P<unit>分钟|小时)\s?(?:之)?前")


@dataclass(frozen=True, slots=True)
class Spot:
    """A known place: what is stored, its name, and its path from county to village."""

    key: Hashable
    name: str
    path: str


def time_in(text: str, now: datetime) -> datetime | None:
    """The first point in time the text names, at the latest ``now`` (station time); None where it names none."""
    plain = " ".join(text[:LOOKED_THROUGH].replace("：", ":").translate(_WIDE).split())
    ago = _AGO.search(plain)
    if ago is not None:
        return _ago(ago, now)
    for found in _AT.finditer(plain):
        at = _at(found, now)
        if at is not None:
            return at
    return None


def place_in(text: str, spots: Iterable[Spot]) -> Spot | None:
    """The known place the text names: the longest name; of several with that name the one whose upper place is named.

    None where it names none, or where it cannot be told which.
    """
    named = [spot for spot in spots if len(spot.name) > 1 and spot.name in text]
    if not named:
        return None
    longest = max(len(spot.name) for spot in named)
    best = [spot for spot in named if len(spot.name) == longest]
    first = min(best, key=lambda spot: text.index(spot.name)).name
    best = [spot for spot in best if spot.name == first]
    if len(best) == 1:
        return best[0]
    likely = [spot for spot in best if any(above in text for above in spot.path.split()[:-1])]
    return likely[0] if len(likely) == 1 else None


def _ago(found: re.Match[str], now: datetime) -> datetime:
    minutes = found["unit"] == "分钟"
    count = 0.5 if found["count"] == "半" else float(_number(found["count"]))
    return (now - timedelta(minutes=count if minutes else count * 60)).replace(second=0, microsecond=0)


def _at(found: re.Match[str], now: datetime) -> datetime | None:
    hour, minute = _clock(found)
    day = _day(found, now)
    if day is None or not 0 <= hour <= 24 or not 0 <= minute < 60:
        return None
    at = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=hour, minutes=minute)
    dated = found["dom"] or found["day"] or found["part"] in _DAYS
    return at - timedelta(days=1) if at > now and not dated else at if at <= now else None


def _clock(found: re.Match[str]) -> tuple[int, int]:
    hour = _number(found["h1"] or found["h2"])
    if found["half"]:
        minute = 30
    elif found["quarter"]:
        minute = 15 * _number(found["quarter"])
    else:
        minute = _number(found["m1"] or found["m2"] or "0")
    part = found["part"]
    if (part in _LATE and hour < 12) or (part == "中午" and hour < 10):
        hour += 12
    return hour, minute


def _day(found: re.Match[str], now: datetime) -> datetime | None:
    if found["dom"]:
        try:
            day = now.replace(year=int(found["year"] or now.year), month=int(found["month"]), day=int(found["dom"]))
            return day.replace(year=day.year - 1) if not found["year"] and day.date() > now.date() else day
        except ValueError:
            return None  # 13月40日 is no day
    return now + timedelta(days=_DAYS.get(found["day"] or found["part"] or "", 0))


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return int("".join(str(_DIGITS[char]) for char in text))


_WIDE = str.maketrans({chr(0xFF10 + digit): str(digit) for digit in range(10)})
