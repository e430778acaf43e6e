"""What the tokens promise: contrast in all themes, one key one act, icons and sizes that exist."""

from __future__ import annotations

from itertools import chain

import pytest
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import QApplication

from console import seat_file
from ui import icons, theme
from ui.actions import KEYS, RESERVED
from ui.app import PANELS
from ui.theme import Theme

TEXTS = [
    *((ink, ground) for ink in ("text", "text2") for ground in ("window", "panel", "field", "raised", "head", "zebra")),
    *((f"{tone}text", ground) for tone in ("red", "orange", "yellow", "blue") for ground in ("panel", "field")),
    *((f"{tone}text", f"{tone}tint") for tone in ("red", "orange", "yellow", "blue")),
    *((f"{tone}on", tone) for tone in ("red", "orange", "yellow", "blue", "exercise")),
    *((f"bar-{state}", "bar") for state in ("ok", "caution", "fault", "off")),
    *((ink, "bar") for ink in ("bartext", "bartext2")),
    ("link", "panel"), ("link", "head"), ("accenttext", "accent"), ("seltext", "sel"), ("oktext", "panel"),
    ("sample", "panel"), ("text3", "field"), ("text", "redtint"), ("text", "orangetint"), ("text2", "hatch"),
]  # fmt: skip
"""Words and what they stand on."""

SHAPES = [
    *((shape, ground) for shape in ("border", "ok", "off") for ground in ("panel", "field")),
    ("focus", "window"), ("focus", "panel"), ("focus", "field"), ("redline", "panel"), ("orangeline", "panel"),
]  # fmt: skip
"""Borders and shapes that carry meaning."""


def _light(colour: QColor) -> float:
    """Relative luminance (WCAG 2.1, 1.4.3)."""
    parts = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _rgb(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def _contrast(using: Theme, one: str, other: str) -> float:
    high, low = sorted((_light(using.colour(one)), _light(using.colour(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
def test_words_reach_four_and_a_half_and_shapes_three_to_one(name: str, qapp: QApplication) -> None:
    using = theme.load(name)
    weak = [(pair, round(_contrast(using, *pair), 2)) for pair in TEXTS if _contrast(using, *pair) < 4.5]
    weak += [(pair, round(_contrast(using, *pair), 2)) for pair in SHAPES if _contrast(using, *pair) < 3.0]
    assert weak == []


def test_the_measure_itself_tells_black_from_grey() -> None:
    assert _light(QColor("#000000")) == 0
    assert _light(QColor("#FFFFFF")) == pytest.approx(1)


def test_no_key_has_two_meanings() -> None:
    own = {key for *_rest, key in PANELS} - set(chain.from_iterable(KEYS.values()))
    spelled = [QKeySequence(key).toString() for key in chain(*KEYS.values(), RESERVED.values(), own)]
    assert len(spelled) == len(set(spelled))


def test_the_seat_file_and_the_window_know_the_same_sizes_and_themes() -> None:
    assert theme.sizes() == seat_file.SIZES
    assert seat_file.THEMES == theme.THEMES


def test_every_icon_of_the_rail_exists(qapp: QApplication) -> None:
    assert {icon for _panel, icon, _key in PANELS} <= set(icons.names())


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize("size", theme.sizes())
def test_the_style_sheet_has_no_hole(name: str, size: int, qapp: QApplication) -> None:
    assert "${" not in theme.style_sheet(theme.load(name, size))


def test_the_keys_of_the_panels_count_down_the_rail():
    """The digit row of a keyboard ends with 0; the settings stand last of all."""
    named = [(panel, key) for panel, _icon, key in PANELS if key.startswith("Alt+") and panel != "settings"]
    numbers = [int(key[-1]) or 10 for _panel, key in named]
    assert numbers == sorted(numbers) and numbers[0] == 1
