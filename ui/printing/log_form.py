"""值班日志: the lines in the order of the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from console.domain.duty import ShiftRow
from console.domain.log import LogEntry
from console.domain.people import Actor
from console.domain.realm import WATERMARK
from console.services.turns import changed_posts, said
from ui.printing.form import Column, Form, Pair, Pairs, Row, Section, Signature
from ui.printing.parts import Print, footer, zh
from ui.printing.station import Station


def day_log_form(lines: Sequence[LogEntry], about: Print, *, shift: ShiftRow | None = None, span: str = "") -> Form:
    """The lines of a shift or of a ``span`` said in words.

    A corrected line stays and names the line that corrects it; that one bears 更正 and the original's number.
    """
    station = Station(about.zone)
    number = zh("sheet.shift_title", number=shift.number) if shift else ""
    counted = zh("sheet.lines", first=lines[0].number, last=lines[-1].number, count=len(lines)) if lines else ""
    head = (Pairs("", _shift_pairs(shift, station, about.printed_at)),) if shift else ()
    return Form(
        title=zh("sheet.log.title"),
        number=number,
        subtitle=tuple(part for part in (" ".join((about.site, number)).strip(), span, counted) if part),
        blocks=(*head, _log_table(lines, station)),
        signatures=_log_signatures(shift),
        signatures_title=zh("print.signatures") if shift else "",
        footer=footer(about, number, lines[-1].digest.hex() if lines else ""),
        watermark=WATERMARK[about.realm],
        kind="log",
    )


def _shift_pairs(shift: ShiftRow, station: Station, printed_at: datetime) -> tuple[Pair, ...]:
    """Times of the watch and its people; where somebody stood in, both with their times."""
    closed = station.minute(shift.closed_at) if shift.closed_at else ""
    until = shift.closed_at or printed_at
    changed = {post: said(turns, station.zone, until) for post, turns in changed_posts(shift, until).items()}
    people = [
        Pair(zh("post.leader") if p.post == "leader" else p.post, changed.get(p.post, p.name), wide=p.post in changed)
        for p in shift.posts
    ]
    return (
        Pair(zh("print.taken_at"), station.minute(shift.taken_at)),
        Pair(zh("print.closed_at"), closed),
        *people,
    )


def _log_table(lines: Sequence[LogEntry], station: Station) -> Section:
    common = station.common_offset(at for line in lines for at in (line.occurred_at, line.recorded_at))
    widths = (("number", 15), ("occurred_at", 22), ("recorded_at", 22), ("kind", 13), ("text", 0), ("by", 22))
    columns = []
    for name, width in widths:
        title = zh(f"column.log.{name}")
        columns.append(Column(f"{title}\n{common}" if common and name.endswith("_at") else title, 1, width))
    kinds = {kind: zh(f"log.kind.{kind}") for kind in {line.kind for line in lines}}
    rows = tuple(_line(line, station, common, kinds[line.kind]) for line in lines)
    return Section("", "", tuple(columns), rows, zh("sheet.no_lines"))


def _line(line: LogEntry, station: Station, common: str, kind: str) -> Row:
    marks = []
    if line.corrects is not None:
        marks.append(f"【{zh('log.corrects', number=line.corrects)}】")
    if line.corrected_by is not None:
        marks.append(f"【{zh('log.corrected_by', number=line.corrected_by)}】")
    occurred, recorded = station.stacked(line.occurred_at, common), station.stacked(line.recorded_at, common)
    by = zh("actor.program") if line.by == Actor.program() else line.by.name
    return Row((str(line.number), occurred, recorded, kind, "".join(marks) + line.text, by))


def _log_signatures(shift: ShiftRow | None) -> tuple[Signature, ...]:
    if shift is None:
        return ()
    return (Signature(zh("print.part.on_watch"), shift.owner), Signature(zh("print.part.leader"), shift.leader))
