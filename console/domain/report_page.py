"""A report as a document: what stands on its pages and in which order, without fonts and measures (GB/T 9704-2012)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from console.domain.realm import NUMBER_PREFIX, WATERMARK, Realm

CHARACTERS, LINES = 28, 22
"""Characters of a full line and lines of a full page (GB/T 9704-2012, 5.2.3)."""

DAY_RIGHT, ISSUER_RIGHT = 4.0, 2.0
"""How far the date ends from the right edge, and the least of it for a long issuer, in characters."""

_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_MARK_END = re.compile(r"[〔\[（({]")
_ENDS = "。；：:;"
_LONGEST_HEADING = 40


class Level(IntEnum):
    """Running text, or a heading of the first (一、) or second (（一）) level."""

    TEXT = 0
    FIRST = 1
    SECOND = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: ``heading`` is set in the type of its level, ``text`` behind it in that of running text."""

    level: Level
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything a report says on paper. ``urgency``, ``marking`` and ``standing`` are words as printed, or empty.

    ``standing`` says that it is no report that may go out: 草稿 or 作废. ``day`` is the day it was approved.
    """

    mark: str
    number: str
    label: str
    title: str
    to: tuple[str, ...]
    copies_to: tuple[str, ...]
    body: str
    issuer: str
    signer: str
    day: date | None
    urgency: str
    marking: str
    standing: str
    realm: Realm
    digest: str
    to_below: bool = False
    """主送机关 stand in the 版记: there are so many that the first page would show nothing of the text (7.3.2)."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What keeps a page from passing for a real one: 示例 or 演练, and 草稿."""
        return tuple(word for word in (WATERMARK[self.realm], self.standing) if word)

    @property
    def marks(self) -> tuple[str, ...]:
        """The lines at the top left: 内部, then 特急 or 加急 (7.2.2, 7.2.3)."""
        return tuple(word for word in (self.marking, self.urgency) if word)

    @property
    def addressees(self) -> str:
        """主送机关: flush left, with a full-width colon behind the last (7.3.2); empty where there is none."""
        return "，".join(self.to) + "：" if self.to and not self.to_below else ""

    @property
    def to_line(self) -> str:
        """主送 of the 版记, set as 抄送 is (7.4.2); empty where they stand above the text."""
        return f"主送：{'，'.join(self.to)}。" if self.to and self.to_below else ""

    @property
    def copy_line(self) -> str:
        """抄送 of the 版记, with a full stop behind the last (7.4.2); empty where there is none."""
        return f"抄送：{'，'.join(self.copies_to)}。" if self.copies_to else ""

    @property
    def date_line(self) -> str:
        """成文日期 in Arabic digits, without noughts before them (7.3.5.4); to be filled in while it is a draft."""
        return said_day(self.day) if self.day else "　　　　年　　月　　日"

    @property
    def print_line(self) -> str:
        """When it was printed and sent (7.4.3)."""
        return f"{said_day(self.day)}印发" if self.day else ""

    @property
    def signer_line(self) -> str:
        """签发人 of a report to a higher authority (7.2.6); empty until somebody approved it."""
        return f"签发人：{self.signer}" if self.signer else ""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The body: empty lines between paragraphs are not printed."""
        lines = (" ".join(line.split()) for line in self.body.split("\n"))
        return tuple(paragraph(line) for line in lines if line)


def paragraph(line: str) -> Paragraph:
    """Level of a line by its number; a heading that runs on ends with its first stop."""
    level = Level.FIRST if _FIRST.match(line) else Level.SECOND if _SECOND.match(line) else Level.TEXT
    if level is Level.TEXT:
        return Paragraph(level, "", line)
    stop = next((at + 1 for at, char in enumerate(line) if char in _ENDS), len(line))
    if stop < len(line) or len(line) > _LONGEST_HEADING:
        stop = stop if stop <= _LONGEST_HEADING else _number_end(line)
        return Paragraph(level, line[:stop], line[stop:])
    return Paragraph(level, line, "")


def _number_end(line: str) -> int:
    found = _FIRST.match(line) or _SECOND.match(line)
    return found.end() if found else 0


def mark_of(number: str, style: str, realm: Realm) -> str:
    """发文机关标志: the words before the year of a number, or before that of the county's style; may be empty."""
    told = number.removeprefix(NUMBER_PREFIX[realm]) if number else style
    return _MARK_END.split(told, maxsplit=1)[0].strip()


def said_day(day: date) -> str:
    """2030年8月12日."""
    return f"{day.year}年{day.month}月{day.day}日"


def width_of(text: str) -> float:
    """Width of a line in characters of the grid: ASCII takes half of one."""
    return sum(0.5 if char < "\u0100" else 1.0 for char in text)


def closing_right(issuer: float, day: float) -> tuple[float, float]:
    """How far issuer and date end from the right edge, all in characters (7.3.5).

    The date ends four characters from the edge and the issuer is centred over it; one too long for that ends two from
    the edge, and the date is centred under it.
    """
    right = DAY_RIGHT + (day - issuer) / 2
    if right >= ISSUER_RIGHT:
        return right, DAY_RIGHT
    return ISSUER_RIGHT, ISSUER_RIGHT + (issuer - day) / 2
