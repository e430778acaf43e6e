"""事件处置过程表: everything about one incident in the order of time, and what of it was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.incident import IncidentRow
from console.domain.realm import WATERMARK
from console.domain.timeline import Event, EventKind
from ui.printing.form import Column, Form, Pair, Pairs, Row, Section
from ui.printing.parts import Print, content_digest, footer, zh
from ui.printing.station import Station

_COLUMNS = (("at", 0, 22), ("kind", 0, 17), ("number", 0, 33), ("text", 1, 0), ("by_name", 0, 17))


def timeline_form(
    row: IncidentRow, events: Sequence[Event], about: Print, *, chosen: str, type_name: str = "", by_name: str = ""
) -> Form:
    """``chosen`` says what of the time line stands here (``chosen_words``); ``by_name`` who printed it.

    Two prints with one digest say the same: who printed it and when is no part of it.
    """
    station = Station(about.zone)
    blocks = (Pairs("", (*_head(row, station, type_name), _wide("chosen", chosen))), _lines(row, events, station))
    printed_by = zh("print.timeline.by", name=by_name) if by_name else ""
    return Form(
        title=zh("print.timeline.title"),
        number=row.number,
        subtitle=tuple(part for part in (f"{about.site}　{row.number}".strip(), printed_by) if part),
        blocks=blocks,
        footer=footer(about, row.number, content_digest(row.number, blocks)),
        watermark=WATERMARK[about.realm],
        kind="timeline",
    )


def chosen_words(kinds: Sequence[EventKind], asked: str, *, below: bool) -> str:
    """Which kinds, which words, whether the incidents below it: as it is said on the page."""
    named = "、".join(zh(f"timeline.kind.{kind.value}") for kind in kinds) or zh("print.timeline.all")
    words = zh("print.timeline.asked", words=" ".join(asked.split())) if asked.strip() else ""
    return "；".join(part for part in (named, words, zh("print.timeline.below") if below else "") if part)


def _head(row: IncidentRow, station: Station, type_name: str) -> tuple[Pair, ...]:
    standing = zh(f"incident.standing.{row.standing.value}")
    grade = f"{zh(f'incident.grade.{row.grade.value}')}（{standing}）" if row.grade else standing
    occurred = station.minute(row.occurred_at) if row.occurred_at else zh("print.timeline.not_known")
    return (
        _wide("name", row.title),
        Pair(zh("print.timeline.type"), type_name),
        Pair(zh("print.timeline.grade"), grade),
        Pair(zh("print.timeline.occurred"), occurred),
        Pair(zh("print.timeline.received"), station.minute(row.received_at)),
        Pair(zh("print.timeline.state"), zh(f"incident.state.{row.state.value}")),
        Pair(zh("print.timeline.closed"), station.minute(row.closed_at) if row.closed_at else ""),
        _wide("place", row.place),
    )


def _wide(name: str, value: str) -> Pair:
    return Pair(zh(f"print.timeline.{name}"), value, wide=True)


def _lines(row: IncidentRow, events: Sequence[Event], station: Station) -> Section:
    common = station.common_offset(event.at for event in events)
    columns = [Column(zh(f"column.timeline.{name}"), weight, width) for name, weight, width in _COLUMNS]
    if common:
        columns[0] = Column(f"{columns[0].title}\n{common}", 0, columns[0].width)
    told = tuple(_line(row, event, station.stacked(event.at, common)) for event in events)
    caption = zh("incidents.events.count", count=len(events))
    return Section(zh("incidents.events"), caption, tuple(columns), told, zh("incidents.events.empty"))


def _line(row: IncidentRow, event: Event, at: str) -> Row:
    """An event of an incident below names it; what was late stands in bold and says so."""
    below = f"〔{event.incident}〕" if event.incident != row.number else ""
    late = f"【{zh('print.timeline.late')}】" if event.late else ""
    kind = zh(f"timeline.kind.{event.kind.value}")
    return Row((at, kind, event.number, f"{below}{late}{event.text}", event.by_name), strong=event.late)
