"""People of the sample county: towns and villages with posts held by A and B, as many as asked for, all made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice, product

import resources

COUNT = 600
"""Persons in the contact book of an ordinary sample county; ``init --contacts`` may ask for more."""
VILLAGES = 541
"""Villages and communities of the county the sample is like: 1 county, 2 commands, 22 departments, 541 villages."""
_A_VILLAGE = 5
"""Persons of a village in a small county."""

_TOWNS = (
    "例东街道办事处（示例）", "例南街道办事处（示例）", "例溪镇人民政府（示例）", "例山镇人民政府（示例）",
    "例湾镇人民政府（示例）", "例岭镇人民政府（示例）", "例塘乡人民政府（示例）", "例坑乡人民政府（示例）",
)  # fmt: skip
_NAMED = 24
"""Villages the sample's places have: three for each town, the first six of them communities."""
_TOWN_POSTS = (
    ("分管领导", "A"), ("应急办主任", "A"), ("应急办主任", "B"), ("综合执法队长", "A"), ("人武部长", "A"),
)  # fmt: skip
_VILLAGE_POSTS = (
    ("灾害信息员", "A"), ("灾害信息员", "B"), ("村级应急管理员", "A"), ("防汛责任人", "A"), ("网格员", "A"),
    ("防汛责任人", "B"), ("网格员", "B"), ("突击队长", "A"), ("突击队长", "B"), ("护林员", "A"), ("监测员", "A"),
)  # fmt: skip
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "单仇解区乐重朴盖缪翟查覃任燕纪那曲谌"
)
_DIGITS = "一二三四五六七八九十"
_HEAD = ["姓名", "单位", "职务", "A/B岗", "手机", "办公电话", "短号", "呼号"]


_LATELY = (3, 10, 17, 24, 31, 45, 59, 73, 87)
_LONG_AGO = (96, 130, 220, 400)
"""Days ago on which the county went through its book."""
_NEVER, _STALE = 3, 6


def people_csv(count: int) -> str:
    """The people named one by one, and others made up to ``count`` in all, as a county would send them."""
    named = list(csv.DictReader(resources.path("sample/people.csv").read_text(encoding="utf-8").splitlines()))
    head = list(dict.fromkeys([*named[0], *_HEAD]))
    made = io.StringIO()
    write = csv.DictWriter(made, head, restval="")
    write.writeheader()
    write.writerows(named)
    write.writerows(islice(_made_up(max(count - len(named), 0)), max(count - len(named), 0)))
    return made.getvalue()


def verified_on(numbers: Iterable[str], today: date) -> dict[date, list[str]]:
    """Which numbers were tried last on which day: of ten eight within the county's 90 days, one before, one never."""
    made: dict[date, list[str]] = {}
    for at, number in enumerate(sorted(set(numbers))):
        if at % 10 != _NEVER:
            rounds, turn = (_LONG_AGO if at % 10 == _STALE else _LATELY), at // 10
            made.setdefault(today - timedelta(days=rounds[(turn + at) % len(rounds)]), []).append(number)
    return made


def _made_up(count: int) -> Iterator[dict[str, str]]:
    names = ("".join((surname, "例", *given)) for given in product(_DIGITS, _DIGITS) for surname in _SURNAMES)
    for at, ((unit, post, rank), name) in enumerate(zip(_posts(count), names, strict=False), 1):
        row = {"姓名": name, "单位": unit, "职务": post, "A/B岗": rank, "手机": f"100-0001-{at:04d}"}
        if post.startswith("应急办"):
            row |= {"办公电话": f"0577-0001-{at:04d}", "短号": f"66{at:04d}", "呼号": f"例山{at:02d}"}
        yield row


def _posts(count: int) -> Iterator[tuple[str, str, str]]:
    """Posts of the towns, then of the villages layer by layer: every village has its A before one has a B."""
    for town in _TOWNS:
        for post, rank in _TOWN_POSTS:
            yield town, post, rank
    villages = max(_NAMED, min(VILLAGES, (count - len(_TOWNS) * len(_TOWN_POSTS)) // _A_VILLAGE))
    for post, rank in _VILLAGE_POSTS:
        for at in range(1, villages + 1):
            yield _village(at), post, rank


def _village(at: int) -> str:
    """A village under its town, called as the sample's places call it where they have it."""
    town = _TOWNS[(at - 1) // 3] if at <= _NAMED else _TOWNS[at % len(_TOWNS)]
    community = at <= 6 if at <= _NAMED else town.startswith(("例东", "例南"))
    return f"{town}/样例{'社区' if community else '村'}{at:02d}{'居' if community else '村'}委会（示例）"
