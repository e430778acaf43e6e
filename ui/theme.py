"""Colours, type and lengths of the window: three themes and four sizes, read from one table of tokens."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

import resources

THEMES = ("light", "dark", "contrast")
DESIGN = 14
"""The body size all lengths in the code are written for; other sizes scale them."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours at one size; painted widgets ask it for every colour, length and font."""

    name: str
    size: int
    tokens: Mapping[str, str]
    families: tuple[str, ...] = field(default=("sans-serif",))

    def hex(self, token: str) -> str:
        return self.tokens[token]

    def colour(self, token: str) -> QColor:
        return QColor(self.tokens[token])

    def px(self, length: float) -> int:
        """A length drawn for 14 px type, at this size."""
        return round(length * self.size / DESIGN)

    def font(self, size: float = DESIGN, *, bold: bool = False) -> QFont:
        font = QFont()
        font.setFamilies(list(self.families))
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        return font

    @property
    def row(self) -> int:
        """Height of a line in a list: the line and 10."""
        return self.px(20) + 10

    @property
    def compact_row(self) -> int:
        return self.px(20) + 6


class _News(QObject):
    """Says that another theme or size is in use; painted widgets also get Qt's StyleChange."""

    changed = Signal()


class _Qss(string.Template):
    """The style sheet's template: ``${token}`` for colours, ``${px32}`` for lengths."""

    idpattern = r"[a-z][a-z0-9_-]*"


class _Values(Mapping[str, str]):
    """What the placeholders of the template mean in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._families = ", ".join(f'"{family}"' for family in theme.families)
        self._glyphs = str(resources.path(f"style/glyphs/{theme.name}")).replace("\\", "/")

    def __getitem__(self, key: str) -> str:
        if key == "families":
            return self._families
        if key == "glyphs":
            return self._glyphs
        if key.startswith("px") and key[2:].isdigit():
            return f"{self._theme.px(int(key[2:]))}px"
        return self._theme.hex(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._theme.tokens)

    def __len__(self) -> int:
        return len(self._theme.tokens)


class _InUse:
    """The theme in use, in one place, as QApplication is one."""

    theme: Theme | None = None
    news: _News | None = None
    styled = False


@cache
def _tokens() -> dict[str, Any]:
    return tomllib.loads(resources.path("style/tokens.toml").read_text("utf-8"))


def sizes() -> tuple[int, ...]:
    """The sizes the font-size keys step through."""
    return tuple(_tokens()["type"]["sizes"])


def families(use: str = "screen") -> tuple[str, ...]:
    """Families for ``screen``, ``print`` or ``mono``, best first."""
    return tuple(_tokens()["type"][use])


@cache
def load(name: str, size: int = DESIGN) -> Theme:
    """The theme of that name at that size."""
    if name not in THEMES:
        raise ValueError(f"no such theme: {name!r}")
    return Theme(name, size, dict(_tokens()[name]), families())


def current() -> Theme:
    """The theme in use; light at the smallest size before any was applied."""
    return _InUse.theme or load("light")


def news() -> _News:
    """The object whose ``changed`` signal follows every ``apply``."""
    if _InUse.news is None:
        _InUse.news = _News()
    return _InUse.news


def arguments() -> list[str]:
    """What an application is given to start in the style the themes are drawn for.

    Setting it later answers a style object, whose enumerations take 6 ms from the first window.
    """
    _InUse.styled = True
    return ["-style", "Fusion"]


def apply(app: QApplication, name: str, size: int = DESIGN) -> Theme:
    """Dress the whole application: palette, style sheet and base font; open windows follow at once."""
    theme = load(name, size)
    if not _InUse.styled:
        app.setStyle("Fusion")
        _InUse.styled = True
    _InUse.theme = theme
    # replacing one sheet by another costs five times as much as taking the old one off first (measured)
    app.setStyleSheet("")
    app.setPalette(palette(theme))
    app.setFont(theme.font())
    app.setStyleSheet(style_sheet(theme))
    news().changed.emit()
    return theme


def step_size(app: QApplication, steps: int) -> Theme:
    """Larger or smaller by so many steps, within the table's sizes."""
    theme, known = current(), sizes()
    at = min(range(len(known)), key=lambda i: abs(known[i] - theme.size))
    return apply(app, theme.name, known[max(0, min(len(known) - 1, at + steps))])


def style_sheet(theme: Theme) -> str:
    """The style sheet of the window in one theme."""
    template = resources.path("style/console.qss").read_text("utf-8")
    return _Qss(template).substitute(_Values(theme))


def palette(theme: Theme) -> QPalette:
    """What Fusion paints with where the style sheet says nothing."""
    role = QPalette.ColorRole
    made = QPalette()
    for which, token in {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "field",
        role.AlternateBase: "zebra",
        role.Text: "text",
        role.Button: "raised",
        role.ButtonText: "text",
        role.BrightText: "redtext",
        role.Highlight: "sel",
        role.HighlightedText: "seltext",
        role.PlaceholderText: "text3",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.Link: "link",
        role.LinkVisited: "link",
        role.Light: "raised",
        role.Midlight: "head",
        role.Mid: "line",
        role.Dark: "border",
        role.Shadow: "border",
        role.Accent: "accent",
    }.items():
        made.setColor(which, theme.colour(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, theme.colour("text3"))
    return made


def has_cjk_font() -> bool:
    """Whether this machine can draw Chinese at all; without it every screen is tofu."""
    from PySide6.QtGui import QFontDatabase

    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
