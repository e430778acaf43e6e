"""Fire panels that only print: the stream to their printer, read by keywords.

Which words mean what is a table (``printer_keywords.csv``); a site adds its own by the option ``keywords``
(``火情=alarm:fire,撤防=status``). The line the panel marks as what happened counts before the others, a line that is a
keyword before one that only holds it, a longer keyword before a shorter one: the name of a room is no fire.
The panel is never answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from console.devices import tables
from console.devices.drivers.gathering import Gathered, unreadable
from console.devices.drivers.hearing import Hearing
from console.devices.drivers.options import Options
from console.devices.protocols.printer import Framer, Record
from console.devices.session import Session, Setting
from console.domain.signals import Signal, SignalKind

IDLE_SECONDS = 0.3
"""A record that nothing follows has ended."""
UNREAD = "\ufffd"

_KINDS = {
    "alarm": SignalKind.ALARM,
    "fault": SignalKind.FAULT,
    "restore": SignalKind.RESTORE,
    "status": SignalKind.STATUS,
}
_LIFE = frozenset({"fire", "manual_alarm", "gas"})
"""Of the first priority, whatever the ledger says of the panel."""
_ADDRESS = re.compile(r"\d{1,4}(?:[-.]\d{1,4}){1,3}")
_LOOP = re.compile(r"(?:(\d{1,4})\D{0,3}机\D{0,2})?(\d{1,4})\D{0,3}回路\D{0,3}(\d{1,4})")
_WHEN = re.compile(r"(?:(\d{2,4})[/\-年])?(\d{1,2})[/\-月](\d{1,2})日?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word and what it means; ``name_en`` is its English."""

    word: str
    kind: SignalKind
    code: str
    name_en: str


class Printer(Hearing[Record]):
    """What one panel prints."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(Framer(), IDLE_SECONDS)
        told = Options("printer", setting.options)
        self._setting = setting
        self._encoding = told.text("encoding")
        self._keywords = _keywords(told)

    def _take(self, found: Record, now: float, out: Gathered) -> None:
        del now
        out.signals.append(self._signal(found))

    def _signal(self, record: Record) -> Signal:
        lines = record.lines(self._encoding)
        text = " ".join(lines)
        found = self._found([record.status(self._encoding)]) or self._found(lines)
        if not text or (found is None and text.count(UNREAD) * 3 >= len(text)):
            return unreadable(record.raw, "text")
        at, zone, said = self._when(lines), _address(lines), _place(lines, found)
        return Signal(
            found.kind if found else SignalKind.STATUS,
            record.raw,
            code=found.code if found else "print",
            zone=zone,
            words=" ".join([found.word, *said]) if found else text,
            words_en=" ".join([found.name_en, *said]) if found else text,
            device_at=at,
            text=" ".join(said) if found else text,
            priority=1 if found and found.kind is SignalKind.ALARM and found.code in _LIFE else 0,
        )

    def _found(self, lines: list[str]) -> Keyword | None:
        for keyword in self._keywords:
            if keyword.word in lines:
                return keyword
        return next((word for word in self._keywords if any(word.word in line for line in lines)), None)

    def _when(self, lines: list[str]) -> datetime | None:
        """When the panel printed it, by its own clock; a year it leaves out is ours."""
        found = next((match for line in lines if (match := _WHEN.search(line))), None)
        if found is None:
            return None
        year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups())
        here = self._setting.clock.now().astimezone(self._setting.zone)
        year = here.year if year is None else year + 2000 if year < 100 else year
        try:
            return datetime(year, month or 0, day or 0, hour or 0, minute or 0, second or 0, tzinfo=self._setting.zone)
        except ValueError:
            return None


def _keywords(told: Options) -> tuple[Keyword, ...]:
    """The site's words and those of the table, longest first."""
    own = []
    for word, means in told.named("keywords").items():
        kind, _, code = means.partition(":")
        if kind not in _KINDS:
            raise told.bad("keywords")
        own.append(Keyword(word, _KINDS[kind], code, word))
    shipped = [
        Keyword(row["word"], _KINDS[row["kind"]], row["code"], row["name_en"])
        for row in tables.rows("printer_keywords")
        if row["word"] not in {keyword.word for keyword in own}
    ]
    return (*sorted(own, key=lambda keyword: -len(keyword.word)), *sorted(shipped, key=lambda one: -len(one.word)))


def _address(lines: list[str]) -> str:
    """Loop and point as they are printed: a line of its own, or ``机 回路 号``."""
    for line in lines:
        if _ADDRESS.fullmatch(line) and not _WHEN.search(line):
            return line
    found = next((match for line in lines if (match := _LOOP.search(line))), None)
    return "-".join(part for part in found.groups() if part) if found else ""


def _place(lines: list[str], found: Keyword | None) -> list[str]:
    """What is left of the lines: where and what, in the panel's words."""
    if found is None:
        return lines
    left = [_WHEN.sub(" ", line, count=1).strip() for line in lines if line != found.word]
    return [line for line in left if line and line != found.word and not _ADDRESS.fullmatch(line)]


def make(setting: Setting) -> Session:
    """A session of the ``printer`` driver."""
    return Printer(setting)
