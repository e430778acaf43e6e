"""Copies counted: every paper and file made of a numbered print has an ordinal of its own, and says it.

The ordinal is taken before anything is drawn and is durable: two seats, or a seat and the tool, never make two papers
with the same one, and a machine that dies while printing leaves a copy that counts. What did not come to be is given
back (``failed``) and the next print gets its ordinal; what a printer had begun and did not end is ``spoilt``: its
ordinal is never used again, because some of its pages may lie in a tray.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.services import lines
from db import books
from db.models.reports import PrintCopy
from db.store import Store, Tx

PAPER, FILE = "paper", "file"
FAILED, SPOILT = "failed", "spoilt"


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One paper or file: its ordinal (1 is the original), on what, when, by whom."""

    ordinal: int
    target: str
    at: datetime
    by_name: str


class PrintCopies:
    """Use cases of the count. ``form`` is the code of the print, ``number`` the record's own."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of(self, form: str, number: str) -> list[CopyRow]:
        """The copies there are, the original first; failed and spoilt ones are none."""
        with self._store.reading() as connection:
            found = connection.execute(
                select(PrintCopy.ordinal, PrintCopy.target, PrintCopy.at, PrintCopy.by_name)
                .where(PrintCopy.form == form, PrintCopy.number == number, PrintCopy.target.in_((PAPER, FILE)))
                .order_by(PrintCopy.ordinal)
            )
            return [CopyRow(*row) for row in found]

    def reserve(self, form: str, number: str, target: str, *, by: Actor) -> int:
        """The ordinal of the copy that is about to be made; counted from now on unless it is given back."""
        with self._store.writing(by=by, action=Action.PRINT) as tx:
            at = self._clock.now()
            row = _given_back(tx, form, number) or _next(tx, form, number)
            row.target, row.at, row.by_name = target, at, by.name
            tx.session.add(row)
            _line(tx, row, "打印" if target == PAPER else "导出", at)
            return row.ordinal

    def failed(self, form: str, number: str, ordinal: int, *, begun: bool, by: Actor) -> None:
        """It did not come to be; ``begun`` says that a printer had taken some of it."""
        with self._store.writing(by=by, action=Action.PRINT) as tx:
            at = self._clock.now()
            row = tx.session.execute(
                select(PrintCopy).where(
                    PrintCopy.form == form, PrintCopy.number == number, PrintCopy.ordinal == ordinal
                )
            ).scalar_one()
            row.target = SPOILT if begun else FAILED
            _line(tx, row, "打印中断" if begun else "未打成", at)


def _given_back(tx: Tx, form: str, number: str) -> PrintCopy | None:
    return tx.session.execute(
        select(PrintCopy)
        .where(PrintCopy.form == form, PrintCopy.number == number, PrintCopy.target == FAILED)
        .order_by(PrintCopy.ordinal)
        .limit(1)
    ).scalar_one_or_none()


def _next(tx: Tx, form: str, number: str) -> PrintCopy:
    last = tx.session.execute(
        select(PrintCopy.ordinal)
        .where(PrintCopy.form == form, PrintCopy.number == number)
        .order_by(PrintCopy.ordinal.desc())
        .limit(1)
    ).scalar_one_or_none()
    return PrintCopy(id=uuid4(), form=form, number=number, ordinal=(last or 0) + 1)


def _line(tx: Tx, row: PrintCopy, what: str, at: datetime) -> None:
    tx.flush()
    lines.write(tx, books.AUDIT, ActKind.COPY, f"{what} {row.number} 第 {row.ordinal} 份", at=at, about=[row])
