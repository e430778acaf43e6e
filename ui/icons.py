"""Line icons of the window, drawn once and recoloured for the theme in use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

import resources
from ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_SIDES = (16, 20, 24, 32, 40, 48, 64)
"""Sides an icon is drawn in, so that no screen has to stretch one."""


def icon(name: str, colour_token: str = "text2") -> QIcon:
    """The icon in a colour of the theme in use; greyed where its button is disabled."""
    using = theme.current()
    return _icon(name, using.hex(colour_token), using.hex("text3"))


def pixmap(name: str, colour_token: str, side: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of that side, for widgets that paint themselves."""
    return _pixmap(name, theme.current().hex(colour_token), side, ratio)


def names() -> tuple[str, ...]:
    """All icons there are."""
    shipped = resources.path("icons").iterdir()
    return tuple(sorted(file.name.removesuffix(".svg") for file in shipped if file.name.endswith(".svg")))


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    from PySide6.QtGui import QIcon

    made = QIcon()
    for side in _SIDES:
        made.addPixmap(_pixmap(name, colour, side, 1.0))
        made.addPixmap(_pixmap(name, disabled, side, 1.0), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # the first window draws no icon

    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return resources.path(f"icons/{name}.svg").read_text("utf-8")
