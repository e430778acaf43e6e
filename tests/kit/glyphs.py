"""Where the letters of a PDF stand, read from its content by a reader that is not ours."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

MM = 25.4 / 72
_PAIR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


@dataclass(frozen=True)
class Glyph:
    """One letter: left edge and baseline in mm from the paper's upper left corner, size in points."""

    text: str
    x: float
    y: float
    size: float
    red: bool


Matrix = tuple[float, float, float, float, float, float]


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def pages(path: Path) -> list[list[Glyph]]:
    """The letters of each page in the order they were drawn."""
    return [_page(page) for page in PdfReader(path).pages]


def _page(page: Any) -> list[Glyph]:
    height = float(page.mediabox.height)
    maps = {name: _map(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    now: Matrix = (1, 0, 0, 1, 0, 0)
    text, red, font, size = now, False, "", 0.0
    stack, made = [], []
    for given, operator in ContentStream(page.get_contents(), page.pdf).operations:
        match operator:
            case b"q":
                stack.append((now, red))
            case b"Q":
                now, red = stack.pop()
            case b"cm":
                now = _times(tuple(map(float, given)), now)
            case b"scn":
                red = [float(one) for one in given] == [1, 0, 0]
            case b"Tf":
                font, size = str(given[0]), float(given[1])
            case b"Tm":
                text = tuple(map(float, given))
            case b"Td":
                text = _times((1, 0, 0, 1, float(given[0]), float(given[1])), text)
            case b"Tj":
                at = _times(text, now)
                scale = abs(now[0]) or 1
                raw = given[0] if isinstance(given[0], bytes) else given[0].original_bytes
                code = int.from_bytes(raw, "big")
                made.append(Glyph(maps[font].get(code, ""), at[4] * MM, (height - at[5]) * MM, size * scale, red))
    return made


def _map(font: Any) -> dict[int, str]:
    told = font["/ToUnicode"].get_data().decode("latin-1")
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in _PAIR.findall(told)}


def lines(glyphs: list[Glyph], size: float | None = None) -> list[list[Glyph]]:
    """Letters of that size by their baselines, the highest first, each line from the left."""
    found: dict[float, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if size is None or abs(glyph.size - size) < 0.1:
            key = next((y for y in found if abs(y - glyph.y) < 0.3), glyph.y)
            found[key].append(glyph)
    return [sorted(found[y], key=lambda one: one.x) for y in sorted(found)]


def said(line: list[Glyph]) -> str:
    return "".join(one.text for one in line)
