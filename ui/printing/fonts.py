"""The type prints are set in: roles, their sizes, and what the machine's fonts can really draw."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont, QTextLayout, QTextOption

from console.errors import Unavailable
from ui import theme

POINT = 20
"""Units of the layout in a point: lengths are twentieths of a point on every device."""

MM = 1440 / 25.4
"""Units of the layout in a millimetre."""

_PROBE = "值班交接"
_PLAIN = re.compile("[\x20-\x7e\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e]*")
"""Characters every Chinese font has, none wider than the type is high."""


class Role(StrEnum):
    """What a line of text is; size and weight follow."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    TABLE = "table"
    STRONG = "strong"
    SMALL = "small"
    LETTER = "letter"
    LETTER_TITLE = "letter_title"
    LETTER_HEADING = "letter_heading"
    LETTER_SUBHEADING = "letter_subheading"
    LETTER_MARK = "letter_mark"
    LETTER_NOTE = "letter_note"
    LETTER_PAGE = "letter_page"
    LETTER_SMALL = "letter_small"


SIZES = {
    Role.TITLE: 18.0, Role.HEADING: 12.0, Role.BODY: 12.0, Role.TABLE: 10.5, Role.STRONG: 10.5, Role.SMALL: 9.0,
    Role.LETTER: 16.0, Role.LETTER_TITLE: 22.0, Role.LETTER_HEADING: 16.0, Role.LETTER_SUBHEADING: 16.0,
    Role.LETTER_MARK: 42.0, Role.LETTER_NOTE: 14.0, Role.LETTER_PAGE: 14.0, Role.LETTER_SMALL: 9.0,
}  # fmt: skip
"""Sizes in points: 小四 for texts, 五号 in tables, never below 小五 (look.md, Prints); a report's are those of GB/T
9704-2012 (3号, 2号 for titles, 4号 for page numbers and the 版记)."""

_BOLD = {Role.TITLE, Role.HEADING, Role.STRONG}
_PITCH = 1.45


@dataclass(frozen=True)
class Type:
    """The fonts of one document, all from the same families."""

    families: tuple[str, ...]

    @cached_property
    def fonts(self) -> dict[Role, QFont]:
        return {role: self._font(role) for role in Role}

    @cached_property
    def metrics(self) -> dict[Role, QFontMetricsF]:
        return {role: QFontMetricsF(font) for role, font in self.fonts.items()}

    def own(self) -> Type:
        """The same families with fonts of their own."""
        return Type(self.families)

    def pitch(self, role: Role) -> float:
        """Distance of two lines."""
        return SIZES[role] * POINT * _PITCH

    def baseline(self, role: Role) -> float:
        """From the top of a line to where its letters stand."""
        metrics = self.metrics[role]
        return (self.pitch(role) - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent()

    def advance(self, text: str, role: Role) -> float:
        return self.metrics[role].horizontalAdvance(text)

    def lines(self, text: str, role: Role, width: float) -> tuple[str, ...]:
        """The text broken to a width; every character of it stands in one of the lines."""
        found: list[str] = []
        for paragraph in text.split("\n"):
            shown = self.visible(paragraph.replace("\t", "    "))
            found.extend(self._wrapped(shown, role, width))
        return tuple(found)

    def visible(self, text: str) -> str:
        """The text as ink can show it: what steers invisibly or has no glyph is written as ``[U+202E]``."""
        if _PLAIN.fullmatch(text):
            return text
        return "".join(char if self._drawable(char) else f"[U+{ord(char):04X}]" for char in text)

    def _drawable(self, char: str) -> bool:
        return _has_glyph(self.families, char)

    def _wrapped(self, text: str, role: Role, width: float) -> list[str]:
        em = SIZES[role] * POINT
        if (len(text) * em <= width and _PLAIN.fullmatch(text)) or self.advance(text, role) <= width:
            return [text]
        return _broken(text, self.fonts[role], width)

    def _font(self, role: Role) -> QFont:
        font = QFont()
        font.setFamilies(list(self.families))
        font.setPixelSize(round(SIZES[role] * POINT))
        font.setBold(role in _BOLD)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # two letters in one glyph, or digits that look different after a letter, are of no use in a table
        for feature in ("liga", "locl"):
            font.setFeature(QFont.Tag(feature), 0)
        return font


def printing_type() -> Type:
    """The type of this machine; Unavailable("font") where nothing can draw Chinese."""
    asked = (*theme.families("print"), *theme.families())
    installed = {*QFontDatabase.families()}
    for family in (*(f for f in asked if f in installed), *_chinese()):
        if draws(family, _PROBE):
            return Type((family,))
    raise Unavailable("font")


def draws(family: str, text: str) -> bool:
    """Whether the family itself, without another to help it, has a glyph for every character."""
    font = QFont()
    font.setFamilies([family])
    raw = QRawFont.fromFont(font)
    return all(raw.supportsCharacter(ord(char)) for char in text)


def _chinese() -> list[str]:
    return QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)


@lru_cache(maxsize=65536)
def _has_glyph(families: tuple[str, ...], char: str) -> bool:
    """Whether some font of this machine draws it; accents and selectors are part of the letter before them."""
    if unicodedata.category(char) == "Mn":
        return True
    if unicodedata.category(char) in ("Cf", "Cc", "Zl", "Zp", "Cn", "Co"):
        return False
    font = QFont()
    font.setFamilies(list(families))
    layout = QTextLayout(char, font)
    _one_line(layout)
    runs = layout.glyphRuns()
    return bool(runs) and all(0 not in run.glyphIndexes() for run in runs)


def _one_line(layout: QTextLayout) -> None:
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()


def _broken(text: str, font: QFont, width: float) -> list[str]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    ends = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        ends.append((line.textStart(), line.textStart() + line.textLength()))
    layout.endLayout()
    if text.isascii() or max(text) <= "\uffff":
        return [text[start:end] for start, end in ends]
    # Qt counts in halves of UTF-16
    halves = text.encode("utf-16-le")
    return [halves[2 * start : 2 * end].decode("utf-16-le") for start, end in ends]
