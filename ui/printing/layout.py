"""Breaks a form into A4 pages: bands of cells with places and sizes in layout units (ui.printing.fonts)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ui.printing.fonts import MM, POINT, Role, Type, printing_type
from ui.printing.form import Block, Column, Form, Lines, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.laid import PAD_V, Band, Cell, Laid, Page

PAGE = (210 * MM, 297 * MM)
SIDE, TOP, FOOT = 18 * MM, 20 * MM, 26 * MM
"""Margins: left and right, above, and below with the footer in it."""

WIDTH = PAGE[0] - 2 * SIDE
HEIGHT = PAGE[1] - TOP - FOOT
PAD, PAD_DENSE = 1.0 * MM, 0.4 * MM
BOXES = 3
BOX_INK = 22 * MM
"""Blank room under the words of a signature box, for pen or seal (look.md: 40 mm × 22 mm)."""

LABEL = 26 * MM
_GAP = 2.5 * MM
_LARGEST_SHARE = 0.26
_LONGEST_TOKEN = 20
_LATIN = re.compile("[!-~]+")


def lay_out(form: Form, type_: Type | None = None) -> Laid:
    """Pages of the form; the same on every device. Unavailable("font") where Chinese cannot be drawn."""
    if form.letter is not None:
        from ui.printing.letter_layout import lay_out_letter

        return lay_out_letter(form, form.letter)
    if form.drawing is not None:
        from ui.printing.map_sheet import lay_out_map

        return lay_out_map(form)
    if form.labels:
        from ui.printing.labels import lay_out_label_sheets

        return lay_out_label_sheets(form, type_)
    if form.sheets:
        return _in_sheets(form, type_ or printing_type())
    setter = _Setter(type_ or printing_type(), WIDTH * form.fine)
    flow = _Flow(HEIGHT * form.fine)
    for band in setter.head(form):
        flow.put(band)
    for block in form.blocks:
        setter.block(flow, block)
    if form.signatures:
        setter.signatures(flow, form.signatures_title, form.signatures)
    if form.closing:
        setter.closing(flow, form.closing)
    return Laid(form, setter.type, flow.done())


def _in_sheets(form: Form, type_: Type) -> Laid:
    """One paper in several parts: each the whole form, named."""
    parts = [lay_out(replace(form, sheets=(), subtitle=(*form.subtitle, f"【{name}】")), type_) for name in form.sheets]
    return Laid(form, type_, tuple(page for part in parts for page in part.pages), per_sheet=len(parts[0].pages))


class _Flow:
    """Fills page after page."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._pages: list[list[Band]] = [[]]
        self._used = 0.0

    @property
    def room(self) -> float:
        return self._height - self._used

    @property
    def fresh(self) -> bool:
        return not self._pages[-1]

    def put(self, *bands: Band) -> None:
        for band in bands:
            self._pages[-1].append(replace(band, top=self._used))
            self._used += band.height

    def gap(self) -> None:
        if not self.fresh:
            self._used += _GAP

    def turn(self) -> None:
        self._pages.append([])
        self._used = 0.0

    def rows(self, lead: Sequence[Band], head: Sequence[Band], rows: Sequence[Band], *, cut: bool = False) -> None:
        """Rows under their lead, which never stands alone; ``head`` again on each further page.

        A row goes whole to the next page, unless no page could hold it or ``cut`` says it is running text.
        """
        pending = list(lead)
        for row in rows:
            if row.height > self.room - tall(pending):
                if not cut and row.height <= self._height - max(tall(pending), tall(head)):
                    self.turn()
                    pending = pending or list(head)
                else:
                    row = self._split(pending, head, row)  # noqa: PLW2901
                    pending = []
            self.put(*pending, row)
            pending = []

    def _split(self, pending: list[Band], head: Sequence[Band], row: Band) -> Band:
        """Put what fits line by line; the last part is given back and fits on the page as it is then."""
        while row.height > self.room - tall(pending):
            lines = int((self.room - tall(pending) - 2 * row.pad) / row.pitch)
            if lines < min(2, row.count - 1) and not self.fresh:
                self.turn()
                pending = pending or list(head)
                continue
            lines = max(1, min(lines, row.count - 2))
            first, row = _cut(row, lines)
            self.put(*pending, first)
            self.turn()
            pending = list(head)
        self.put(*pending)
        return row

    def done(self) -> tuple[Page, ...]:
        pages = [tuple(page) for page in self._pages]
        return tuple(pages)


def _at_least(band: Band, millimetres: float) -> Band:
    """The band as high as it must be to be written in by hand."""
    return replace(band, height=max(band.height, millimetres * MM))


def tall(bands: Sequence[Band]) -> float:
    """Height of bands one above the other."""
    return sum(band.height for band in bands)


def _cut(row: Band, lines: int) -> tuple[Band, Band]:
    upper = tuple(replace(cell, lines=cell.lines[:lines]) for cell in row.cells)
    lower = tuple(replace(cell, lines=cell.lines[lines:]) for cell in row.cells)
    first = replace(row, cells=upper, height=lines * row.pitch + 2 * row.pad)
    rest = replace(row, cells=lower)
    return first, replace(rest, height=rest.count * row.pitch + 2 * row.pad)


class _Setter:
    """Makes bands of what a form holds."""

    def __init__(self, type_: Type, width: float) -> None:
        self.type = type_
        self._width = width

    def head(self, form: Form) -> list[Band]:
        title = self._band([(form.title, Role.TITLE)], (0, self._width), centred=True, pad=1.5 * MM)
        lines = [self._band([(line, Role.TABLE)], (0, self._width), centred=True, pad=0) for line in form.subtitle]
        return [title, *lines]

    def block(self, flow: _Flow, block: Block) -> None:
        flow.gap()
        if isinstance(block, Section):
            self._section(flow, block)
        elif isinstance(block, Pairs):
            rows = [_at_least(band, block.row_height) for band in self._pairs(block.pairs, _pad(block))]
            flow.rows(self._heading(block.title), (), rows)
        elif isinstance(block, Lines):
            line = _at_least(self._band([("", Role.TABLE)], (0, self._width), ruled=True), block.row_height)
            flow.rows(self._heading(block.title), (), [line] * block.count)
        else:
            self._prose(flow, block)

    def signatures(self, flow: _Flow, title: str, boxes: Sequence[Signature]) -> None:
        """All boxes on one page, with their heading."""
        bands = [*self._heading(title), *(self._boxes(boxes[at : at + BOXES]) for at in range(0, len(boxes), BOXES))]
        flow.gap()
        if tall(bands) > flow.room and not flow.fresh:
            flow.turn()
        flow.put(*bands)

    def closing(self, flow: _Flow, lines: Sequence[str]) -> None:
        """落款 at the right edge, whole on one page; a little room above it for a seal."""
        bands = [self._band([(line, Role.BODY)], (0, self._width), pad=1.0 * MM) for line in lines]
        bands = [replace(band, cells=tuple(replace(cell, right=True) for cell in band.cells)) for band in bands]
        flow.gap()
        if tall(bands) > flow.room and not flow.fresh:
            flow.turn()
        flow.put(*bands)

    def _section(self, flow: _Flow, section: Section) -> None:
        section = _folded(section)
        lead = self._heading(section.title, section.caption)
        if not section.rows:
            flow.rows(lead, (), [self._band([(section.empty, Role.TABLE)], (0, self._width), ruled=True)])
            return
        edges = self._edges(section.columns, section.rows)
        titles = self._band([(c.title, Role.STRONG) for c in section.columns], edges, ruled=True)
        head = [replace(titles, head=True)]
        rows = [_at_least(self._row(row, edges, _pad(section)), section.row_height) for row in section.rows]
        flow.rows([*lead, *head], head, rows)

    def _row(self, row: Row, edges: tuple[float, ...], pad: float) -> Band:
        role = Role.STRONG if row.strong else Role.TABLE
        return self._band([(cell, role) for cell in row.cells], edges, ruled=True, pad=pad)

    def _prose(self, flow: _Flow, prose: Prose) -> None:
        band = self._band([(prose.text or prose.empty, Role.BODY)], (0, self._width), ruled=True)
        flow.rows(self._heading(prose.title), (), [band], cut=True)

    def _pairs(self, pairs: Sequence[Pair], pad: float) -> list[Band]:
        bands, waiting = [], None
        for pair in pairs:
            if pair.wide:
                bands += [self._pair_band([waiting], pad)] if waiting else []
                bands.append(self._pair_band([pair], pad))
                waiting = None
            elif waiting:
                bands.append(self._pair_band([waiting, pair], pad))
                waiting = None
            else:
                waiting = pair
        return [*bands, self._pair_band([waiting], pad)] if waiting else bands

    def _pair_band(self, pairs: Sequence[Pair], pad: float) -> Band:
        half = self._width / 2
        edges = (0, LABEL, self._width) if len(pairs) == 1 else (0, LABEL, half, half + LABEL, self._width)
        texts = [text for pair in pairs for text in ((pair.label, Role.STRONG), (pair.value, Role.TABLE))]
        return self._band(texts, edges, ruled=True, pad=pad)

    def _boxes(self, boxes: Sequence[Signature]) -> Band:
        edges = tuple(self._width * at / BOXES for at in range(len(boxes) + 1))
        told = ["\n".join(part for part in (box.label, box.name, box.time, box.note) if part) for box in boxes]
        band = self._band([(text, Role.SMALL) for text in told], edges, ruled=True)
        return replace(band, height=band.height + BOX_INK)

    def _heading(self, title: str, caption: str = "") -> list[Band]:
        if not title:
            return []
        text = f"{title}　{caption}" if caption else title
        return [self._band([(text, Role.HEADING)], (0, self._width))]

    def _band(
        self,
        texts: Sequence[tuple[str, Role]],
        edges: tuple[float, ...],
        *,
        ruled: bool = False,
        centred: bool = False,
        pad: float = PAD_V,
    ) -> Band:
        inner = 2 * PAD if ruled else 0
        cells = tuple(
            Cell(self.type.lines(text, role, edges[at + 1] - edges[at] - inner), role, centred)
            for at, (text, role) in enumerate(texts)
        )
        pitch = max(self.type.pitch(cell.role) for cell in cells)
        count = max(len(cell.lines) for cell in cells)
        return Band(cells, edges, count * pitch + 2 * pad, pitch, ruled=ruled, pad=pad)

    def _edges(self, columns: Sequence[Column], rows: Sequence[Row]) -> tuple[float, ...]:
        fixed = sum(column.width * MM for column in columns)
        shared = sum(column.weight for column in columns if not column.width) or 1
        share = [c.width * MM if c.width else (self._width - fixed) * c.weight / shared for c in columns]
        need = [share[at] if c.width else self._need(at, c, rows) for at, c in enumerate(columns)]
        widths = fitted(share, need)
        edges = [0.0]
        for width in widths:
            edges.append(edges[-1] + width)
        return (*edges[:-1], self._width)

    def _need(self, at: int, column: Column, rows: Sequence[Row]) -> float:
        """What the column's longest number, time or name without a space asks for, within reason."""
        tokens = {kept for row in rows for token in row.cells[at].split() for kept in _whole(token)}
        widest = max((self.type.advance(token, Role.STRONG) for token in (*tokens, column.title[:4])), default=0.0)
        return min(widest + 2 * PAD + POINT, self._width * _LARGEST_SHARE)


def _whole(token: str) -> Iterable[str]:
    """What of a word without a space must not be broken: a number, a time, a date; of 样例社区32居委会 the 32."""
    runs = _LATIN.findall(token)
    if 2 * sum(map(len, runs)) >= len(token):
        runs = [token]
    return [run for run in runs if len(run) <= _LONGEST_TOKEN]


def _pad(block: Section | Pairs) -> float:
    return PAD_DENSE if block.dense else PAD_V


def _folded(section: Section) -> Section:
    """The table with its rows beside each other, as often as it asks for."""
    if section.across < 2 or not section.rows:
        return section
    high = -(-len(section.rows) // section.across)
    empty = Row(("",) * len(section.columns))
    rows = []
    for at in range(high):
        beside = [*section.rows[at::high], *[empty] * section.across][: section.across]
        rows.append(Row(tuple(cell for row in beside for cell in row.cells), any(row.strong for row in beside)))
    return replace(section, columns=section.columns * section.across, rows=tuple(rows), across=1)


def fitted(share: Sequence[float], need: Sequence[float]) -> list[float]:
    """Widths that grow to what is needed, at the cost of columns with room to spare; the sum stays."""
    grown = [max(a, b) for a, b in zip(share, need, strict=True)]
    over = sum(grown) - sum(share)
    spare = [max(0.0, have - asked) for have, asked in zip(grown, need, strict=True)]
    if over <= 0 or not sum(spare):
        return list(share)
    part = min(1.0, over / sum(spare))
    return [have - free * part for have, free in zip(grown, spare, strict=True)]
