"""Human numbers: yearly, gapless, with the realm's prefix, e.g. ``JB2026-000123`` or ``示例JJ2030-0225``."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from console.domain.realm import NUMBER_PREFIX, Realm
from console.errors import Refused
from db.store import Tx

WIDTH = {
    **{"JB": 6, "JJ": 4, "RW": 4, "FC": 4, "RB": 4, "ZB": 4, "YB": 4, "SJ": 4, "PS": 4, "HS": 4, "DM": 4, "HZ": 4},
    "HJ": 4,
    "XY": 4,
    "PB": 4,
    "HB": 4,
    **{"RK": 4, "CK": 4, "DB": 4, "TK": 4, "PD": 4, "BF": 4, "ZY": 4, "JZ": 4, "ZT": 4, "CX": 4},
    **{"XQ": 4, "DD": 4, "PQ": 4},
    **{"GJ": 5, "FS": 5, "YJ": 4, "JY": 4},
}
"""Digits of each series: 接报, 交接, 任务, 发出, 日报, 周报, 月报, 事件, 批示, 会商, 点名, 汇总,
呼叫, 响应, 排班, 换班, 入库, 出库, 调拨, 退库, 盘点, 报废, 征用, 捐赠, 状态变更, 冲销, 需求, 调度, 派遣, 告警, 发送,
预警, 叫应."""

_SHOWN = re.compile(rf"({'|'.join(WIDTH)})(\d{{4}})-(\d+)$", re.ASCII)


def take(tx: Tx, series: str, year: int, realm: Realm) -> str:
    """The next number of the series in that year; given back by a roll-back, so there are no gaps."""
    return take_many(tx, series, year, realm, 1)[0]


def take_many(tx: Tx, series: str, year: int, realm: Realm, count: int) -> list[str]:
    """The next ``count`` numbers (at least one) of the series in that year, at the price of one."""
    run = tx.connection.exec_driver_sql
    row = run("SELECT last FROM number_series WHERE series = ? AND year = ?", (series, year)).first()
    before = 0 if row is None else int(row[0])
    last = before + count
    if row is None:
        run("INSERT INTO number_series (series, year, last) VALUES (?, ?, ?)", (series, year, last))
    else:
        run("UPDATE number_series SET last = ? WHERE series = ? AND year = ?", (last, series, year))
    return [shown(series, year, number, realm) for number in range(before + 1, last + 1)]


class Run:
    """Numbers of one series in a row within one transaction: the series is read once and written once, by ``end``."""

    def __init__(self, tx: Tx, series: str, year: int, realm: Realm) -> None:
        self._tx, self._series, self._year, self._realm = tx, series, year, realm
        self._last: int | None = None
        self._known = 0

    def next(self) -> str:
        """The next number; given back by a roll-back."""
        if self._last is None:
            asked = "SELECT last FROM number_series WHERE series = ? AND year = ?"
            row = self._tx.run(asked, (self._series, self._year)).fetchone()
            self._last = self._known = 0 if row is None else int(row[0])
        self._last += 1
        return shown(self._series, self._year, self._last, self._realm)

    def end(self) -> None:
        """Write down how far it went."""
        if self._last is None or self._last == self._known:
            return
        put = (
            "INSERT INTO number_series (series, year, last) VALUES (?, ?, ?) "
            "ON CONFLICT (series, year) DO UPDATE SET last = excluded.last"
        )
        self._tx.run(put, (self._series, self._year, self._last))


def shown(series: str, year: int, number: int, realm: Realm) -> str:
    """A number as people know it."""
    return f"{NUMBER_PREFIX[realm]}{series}{year}-{number:0{WIDTH[series]}d}"


def next_of(connection: Connection, series: str, year: int, realm: Realm) -> str:
    """The number the next record of the series will get."""
    row = connection.exec_driver_sql(
        "SELECT last FROM number_series WHERE series = ? AND year = ?", (series, year)
    ).first()
    return shown(series, year, 1 if row is None else int(row[0]) + 1, realm)


def read(shown_number: str) -> tuple[str, int, int] | None:
    """Series, year and number of a number as people know it; None for what is none."""
    found = _SHOWN.search(shown_number)
    return (found[1], int(found[2]), int(found[3])) if found else None


def given(connection: Connection) -> dict[tuple[str, int], int]:
    """Series and year to the last number given, as the store has it."""
    rows = connection.exec_driver_sql("SELECT series, year, last FROM number_series ORDER BY series, year")
    return {(row[0], row[1]): row[2] for row in rows}


def start_at(tx: Tx, series: str, year: int, first: int) -> None:
    """The next number of a year for adoption in mid-year; never backwards."""
    if series not in WIDTH:
        raise Refused("no_such_series", series=series)
    run = tx.connection.exec_driver_sql
    row = run("SELECT last FROM number_series WHERE series = ? AND year = ?", (series, year)).first()
    if first < 1 or (row is not None and first <= int(row[0])):
        raise Refused("number_backwards", series=series, last=0 if row is None else int(row[0]))
    if row is None:
        run("INSERT INTO number_series (series, year, last) VALUES (?, ?, ?)", (series, year, first - 1))
    else:
        run("UPDATE number_series SET last = ? WHERE series = ? AND year = ?", (first - 1, series, year))
