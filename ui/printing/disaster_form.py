"""自然灾害情况快报表 as a print: its head, every figure with unit and 截至, the towns, boxes to sign."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.disaster_table import DisasterTable
from console.domain.realm import WATERMARK
from console.services.disaster_tables import columns, foot_of, head_of, row_of, unit_columns, unit_rows
from ui.printing.form import Block, Column, Form, Pair, Pairs, Row, Section, Signature
from ui.printing.parts import Print, content_digest, footer, zh

_WIDTHS = (0, 16, 26, 32, 0)
_TOWNS_AT_ONCE = 7
"""Columns of figures beside the town's name: more of them go into a further table."""


def disaster_form(table: DisasterTable, *, zone: ZoneInfo, printed_at: datetime) -> Form:
    """The form with what is known; 不详 stands for what is not."""
    head = Pairs("", tuple(Pair(*told, wide=at in (0, 1, 7)) for at, told in enumerate(head_of(table, zone))))
    titles = tuple(Column(name, 1 + (at == 0), _WIDTHS[at]) for at, name in enumerate(columns()))
    figures = Section(zh("disaster.figures"), "", titles, tuple(Row(tuple(row_of(one, zone))) for one in table.lines))
    filled, responsible, reported = foot_of(table, zone)
    blocks: tuple[Block, ...] = (head, figures, *_towns(table), Pairs("", (Pair(*reported, wide=True),)))
    about = Print(zone, table.realm, printed_at, table.site)
    return Form(
        title=zh("disaster.title"),
        number=table.number,
        subtitle=(table.site,),
        blocks=blocks,
        footer=footer(about, table.number, content_digest(table.number, blocks)),
        signatures=(Signature(filled[0], filled[1]), Signature(responsible[0])),
        watermark=WATERMARK[table.realm],
        kind="disaster",
    )


def _towns(table: DisasterTable) -> list[Section]:
    """The towns' figures, so many columns at once; the sum is the last row of each part."""
    heads, rows = unit_columns(), unit_rows(table)
    made = []
    for start in range(1, len(heads) if rows else 1, _TOWNS_AT_ONCE):
        named = [heads[0], *heads[start : start + _TOWNS_AT_ONCE]]
        cells = [(row[0], *row[start : start + _TOWNS_AT_ONCE]) for row in rows]
        listed = tuple(Row(row, strong=at == len(cells) - 1) for at, row in enumerate(cells))
        made.append(Section(zh("disaster.towns"), "", tuple(Column(name) for name in named), listed))
    return made
