"""The faces of a report as a document: those GB/T 9704-2012 asks for, or what this machine has in their place."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from console.errors import Unavailable
from ui.printing.fonts import POINT, SIZES, Role, Type, draws, printing_type

_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN")
FACES: dict[Role, tuple[str, ...]] = {
    Role.LETTER: ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "FZFangSong-Z02", *_SERIF),
    Role.LETTER_TITLE: ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "宋体", "SimSun", *_SERIF),
    Role.LETTER_HEADING: ("黑体", "SimHei", "FZHei-B01", *_SANS),
    Role.LETTER_SUBHEADING: ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "FZKai-Z03", *_SERIF),
}
"""Best first (domain: 仿宋_GB2312 → FangSong → Noto Serif, 小标宋 → SimSun bold → Noto Serif bold)."""

_SAME = {
    Role.LETTER_NOTE: Role.LETTER, Role.LETTER_PAGE: Role.LETTER, Role.LETTER_SMALL: Role.LETTER,
    Role.LETTER_MARK: Role.LETTER_TITLE,
}  # fmt: skip
_PROBE = "应急值班快报，。：〔〕"
_RESTRICTED, _LEVELS = 0x0002, 0x000F


@dataclass(frozen=True)
class LetterType(Type):
    """The fonts of one document; ``by_role`` names the family of each of its roles."""

    by_role: dict[Role, str] = field(default_factory=dict)

    def own(self) -> LetterType:
        return LetterType(self.families, self.by_role)

    def box_baseline(self, role: Role, height: float) -> float:
        """From the top of a line of that height to where its letters stand."""
        # all letters of one size stand on one line, whatever face they are of
        metrics = self.metrics[Role.LETTER if SIZES[role] == SIZES[Role.LETTER] else role]
        return (height - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent()

    def _font(self, role: Role) -> QFont:
        font = super()._font(role)
        family = self.by_role.get(_SAME.get(role, role))
        if family is not None:
            font.setFamilies([family, *self.families])
            # a face made for titles is as strong as it shall be
            strong = "标宋" in family or "XiaoBiao" in family
            font.setBold(_SAME.get(role, role) is Role.LETTER_TITLE and not strong)
        return font


def letter_type() -> LetterType:
    """The type of this machine; Unavailable("font") where nothing can draw Chinese."""
    installed = {*QFontDatabase.families()}
    found = {role: _first(families, installed) for role, families in FACES.items()}
    body = found[Role.LETTER] or printing_type().families[0]
    if not embeddable(body):
        raise Unavailable("font")
    return LetterType((body,), {role: family or body for role, family in found.items()})


def _first(families: tuple[str, ...], installed: set[str]) -> str:
    return next((one for one in families if one in installed and draws(one, _PROBE) and embeddable(one)), "")


@lru_cache
def embeddable(family: str) -> bool:
    """Whether the font's licence lets a document carry it."""
    font = QFont()
    font.setFamilies([family])
    return may_embed(bytes(QRawFont.fromFont(font).fontTable("OS/2").data()))


def may_embed(table: bytes) -> bool:
    """``fsType`` of an OS/2 table (OpenType): restricted only where that is its one level; none without a table."""
    if len(table) < 10:
        return False
    return struct.unpack(">H", table[8:10])[0] & _LEVELS != _RESTRICTED


def em(role: Role) -> float:
    """The size of a role in units of the layout."""
    return SIZES[role] * POINT
