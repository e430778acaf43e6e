"""Makes the text of a PDF findable: says for each embedded glyph which characters it was drawn for.

Qt names a glyph by the lowest code that shares it: 人 comes out as the radical ⼈, a space as a tab, characters beyond
U+FFFF and substituted glyphs as nothing at all. The glyphs of a subset are numbered in the order they were first
drawn, so that order is noted while painting, and the maps are written anew as an incremental update of the file
(ISO 32000-1, 7.5.6).
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtGui import QGlyphRun, QRawFont, QTextLayout

from ui.printing.fonts import Role, Type

_SIMPLE = re.compile("[\x20-\x7e\u4e00-\u9fff\uff0c\u3002\u3001\uff1a]*")
"""Characters drawn by the same glyph whatever stands beside them."""

_FONT = re.compile(rb"/Subtype /Type0\n/BaseFont /(\S+)\n.*?/ToUnicode (\d+) 0 R", re.S)
_RANGE = re.compile(rb"<([0-9A-F]{4})> <[0-9A-F]{4}> \[([^]]*)\]")
_TRAILER = re.compile(rb"trailer\n<<\n(.*?)>>\nstartxref\n(\d+)", re.S)
_POSTSCRIPT = 6

_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{entries}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass
class _Face:
    """Glyphs of one face in the order of their first use, and what each was drawn for."""

    raw: QRawFont
    texts: dict[int, str] = field(default_factory=dict)


class Drawn:
    """Notes which glyphs the lines of a document use."""

    def __init__(self, type_: Type) -> None:
        self._type = type_
        self._seen: dict[tuple[str, bool], set[str]] = defaultdict(set)
        self._names: dict[tuple[str, str], str] = {}
        self.faces: dict[str, _Face] = {}

    def note(self, line: str, role: Role) -> None:
        """Called for every line in the order it is drawn."""
        font = self._type.fonts[role]
        seen = self._seen[font.families()[0], font.bold()]
        if seen.issuperset(line) and _SIMPLE.fullmatch(line):
            return
        seen.update(line)
        for run, glyph, text in _glyphs(line, role, self._type):
            if glyph:
                self._face(run.rawFont()).texts.setdefault(glyph, text)

    def _face(self, raw: QRawFont) -> _Face:
        known = (raw.familyName(), raw.styleName())
        if known not in self._names:
            self._names[known] = postscript_name(raw)
        return self.faces.setdefault(self._names[known], _Face(raw))


def _glyphs(line: str, role: Role, type_: Type) -> Iterator[tuple[QGlyphRun, int, str]]:
    """Each glyph of a line with the characters it stands for."""
    layout = QTextLayout(line, type_.fonts[role])
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    halves = line.encode("utf-16-le")
    runs = layout.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll)
    starts = sorted({start for run in runs for start in run.stringIndexes()})
    ends = dict(zip(starts, [*starts[1:], len(halves) // 2], strict=True))
    for run in runs:
        for glyph, start in zip(run.glyphIndexes(), run.stringIndexes(), strict=True):
            yield run, glyph, halves[2 * start : 2 * ends[start]].decode("utf-16-le", "ignore")


def postscript_name(raw: QRawFont) -> str:
    """The name under which a face is embedded, from its ``name`` table; empty where it has none."""
    table = bytes(raw.fontTable("name").data())
    if len(table) < 6:
        return ""
    count, storage = struct.unpack(">2xHH", table[:6])
    for at in range(count):
        platform, *_, name, length, offset = struct.unpack(">HHHHHH", table[6 + 12 * at : 18 + 12 * at])
        if name == _POSTSCRIPT:
            text = table[storage + offset : storage + offset + length]
            return text.decode("latin-1" if platform == 1 else "utf-16-be", "ignore")
    return ""


def corrected(data: bytes, drawn: Drawn) -> bytes:
    """The PDF with right character maps; unchanged where it is not built as Qt builds it."""
    trailer = _TRAILER.search(data, max(0, len(data) - 1024))
    if trailer is None:
        return data
    made = bytearray(data)
    places: dict[int, int] = {}
    for font in _FONT.finditer(data):
        face, number = drawn.faces.get(font[1].decode("latin-1")), int(font[2])
        if face is None:
            continue
        stream = _map_stream(_texts(face, _codes(data, number)))
        places[number] = len(made)
        made += b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(stream), stream)
    return bytes(made + _update(places, trailer[1], int(trailer[2]), len(made))) if places else data


def _codes(data: bytes, number: int) -> dict[int, str]:
    """What Qt says of each glyph of the subset."""
    start = data.index(b"\n%d 0 obj\n" % number)
    found: dict[int, str] = {}
    for first, listed in _RANGE.findall(data[start : data.index(b"endstream", start)]):
        codes = re.findall(rb"<([0-9A-F]{4})>", listed)
        found.update((int(first, 16) + at, chr(int(code, 16))) for at, code in enumerate(codes))
    return found


def _texts(face: _Face, codes: dict[int, str]) -> dict[int, str]:
    """Glyph of the subset to its characters: by order where that fits everything Qt says, else by shared glyphs."""
    order = list(face.texts)
    glyph_of = {at: _glyph(face.raw, char) for at, char in codes.items()}
    if all(at <= len(order) and order[at - 1] == glyph for at, glyph in glyph_of.items() if at and glyph):
        return dict(enumerate(face.texts.values(), start=1))
    return {at: face.texts.get(glyph_of[at], char) for at, char in codes.items()}


def _glyph(raw: QRawFont, char: str) -> int:
    found = raw.glyphIndexesForString(char)
    return found[0] if found else 0


def _map_stream(texts: dict[int, str]) -> bytes:
    entries = [f"<{at:04X}> <{text.encode('utf-16-be').hex().upper()}>" for at, text in sorted(texts.items()) if text]
    groups = [entries[at : at + 100] for at in range(0, len(entries), 100)]
    told = "\n".join(f"{len(group)} beginbfchar\n" + "\n".join(group) + "\nendbfchar" for group in groups)
    return _MAP.format(entries=told).encode("ascii")


def _update(places: dict[int, int], trailer: bytes, before: int, at: int) -> bytes:
    """Table and trailer of the update."""
    table = b"".join(b"%d 1\n%010d 00000 n \n" % place for place in sorted(places.items()))
    return b"xref\n%strailer\n<<\n%s/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (table, trailer, before, at)
