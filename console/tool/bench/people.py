"""X3: somebody found among 20 000 people by whatever is typed, and how long it takes to bring them in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from random import Random

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.realm import Realm
from console.tool.bench.figures import Figure, spread

PEOPLE, ROUNDS, LIMIT_MS = 20_000, 400, 20.0
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单曾仇解区乐重朴盖查"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志"
_TOWNS = "东南西北山溪湾岭塘坑林洋"


def x3(place: Path, _entries: int) -> list[Figure]:
    """The 99th percentile of a search of each kind, and seconds of an import of them all."""
    desk = bootstrap.build(_county(place))
    try:
        file = place / "people.csv"
        file.write_text("\n".join(rows(PEOPLE)) + "\n", encoding="utf-8")
        if not desk.contacts.summary().persons:
            begun = time.perf_counter()
            desk.contacts.import_file(file, by=bootstrap.tool_actor())
            taken = time.perf_counter() - begun
        else:
            taken = 0.0
        figures = [_figure(desk, kind, typed) for kind, typed in _QUESTIONS.items()]
        return [*figures, Figure("X3", "x3_import", taken)]
    finally:
        desk.close()


def _county(place: Path) -> DataDir:
    data = DataDir(place / "people")
    if not data.store.exists():
        bootstrap.create(data, Realm.EXERCISE)
    return data


def rows(count: int) -> Iterator[str]:
    """A file of so many people, each with a number of their own."""
    yield "姓名,单位,职务,手机,办公电话"
    names = ("".join(parts) for parts in product(_SURNAMES, "例", _GIVEN, _GIVEN))
    for at, name in zip(range(count), names, strict=False):
        town = _TOWNS[at % len(_TOWNS)]
        unit = f"例{town}镇人民政府（示例）/例{town}{at // 40}村村委会（示例）"
        line = f"{at // 10_000:04d}-{at % 10_000:04d}"
        yield f"{name},{unit},灾害信息员,100-{line},0577-{line}"


def _figure(desk: Desk, kind: str, typed: Callable[[Random], str]) -> Figure:
    """One kind of question, asked often, each time for somebody else.

    Held against the goal is the processor's time, for a search waits for nothing but it; beside it stands what the
    clock said, which on a busy machine is the machine's.
    """
    pick, seconds, worked = Random(14), list[float](), list[float]()
    desk.contacts.find("例")
    for _ in range(ROUNDS):
        asked = typed(pick)
        begun, work = time.perf_counter(), time.thread_time()
        desk.contacts.find(asked)
        worked.append(time.thread_time() - work)
        seconds.append(time.perf_counter() - begun)
    return Figure("X3", kind, spread(worked).p99, LIMIT_MS, ours=spread(seconds))


def _given(pick: Random) -> str:
    return pick.choice(_GIVEN) + pick.choice(_GIVEN)


_QUESTIONS: dict[str, Callable[[Random], str]] = {
    "x3_name": lambda pick: pick.choice(_SURNAMES) + "例" + _given(pick),
    "x3_part": lambda pick: pick.choice(_SURNAMES) + "例",
    "x3_pinyin": lambda pick: pick.choice(
        ("wangli", "zhangliwei", "chenlifang", "liulimin", "yanglijing", "zhouliqiang")
    ),
    "x3_initials": lambda pick: pick.choice("wlzcyh") + "l" + pick.choice("wfnmjl") + pick.choice(("", "w", "f")),
    "x3_polyphone": lambda pick: pick.choice(
        ("shanli", "danli", "zengli", "qiuli", "xieli", "ouli", "yueli", "chongli", "lel")
    ),
    "x3_digits": lambda pick: f"{pick.randrange(10_000):04d}",
    "x3_unit": lambda pick: f"例{pick.choice(_TOWNS)}{pick.randrange(PEOPLE // 40)}村",
    "x3_words": lambda pick: f"{pick.choice(_TOWNS)}镇 {pick.choice(_SURNAMES)}",
    "x3_syllables": lambda pick: pick.choice(("wang li", "zhang li wei", "chen li f", "yang l j", "zhou li qiang")),
    "x3_nobody": lambda pick: "zz" + pick.choice("qxv"),
}
"""What is typed, by kind: characters, full pinyin, initials, characters read in two ways, last digits, where."""
