"""发出登记: everything that left this room within a span, with who said that it arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from console.domain.outbound import OutboundRow, OutboundState
from console.domain.realm import WATERMARK
from ui.printing.form import Column, Form, Row, Section
from ui.printing.parts import Print, content_digest, footer, zh
from ui.printing.station import Station

_COLUMNS = (("number", 30), ("sent", 24), ("to", 0), ("way", 17), ("text", 0), ("by", 18), ("receipt", 30))


def outbound_form(
    rows: Sequence[OutboundRow], about: Print, *, span: str = "", channels: Mapping[str, str] | None = None
) -> Form:
    """The register in the order of sending; ``channels`` are the county's words for their codes."""
    station = Station(about.zone)
    ordered = sorted(rows, key=lambda row: (row.sent_at, row.number))
    columns = tuple(Column(zh(f"print.outbound.{name}"), 1 + (name == "text"), width) for name, width in _COLUMNS)
    table = Section("", "", columns, tuple(_row(row, station, channels or {}) for row in ordered), zh("print.none"))
    counted = zh("item.count", count=len(ordered), overdue=0)
    return Form(
        title=zh("sheet.outbound.title"),
        number="",
        subtitle=tuple(part for part in (about.site, span, counted) if part),
        blocks=(table,),
        footer=footer(about, "", content_digest("", (table,))),
        watermark=WATERMARK[about.realm],
        kind="outbound",
    )


def span_of(rows: Sequence[OutboundRow], about: Station, *, asked: str = "", waiting: bool = False) -> str:
    """Which part of the register these rows are: from when to when, and what they were narrowed by."""
    sent = sorted(row.sent_at for row in rows)
    told = [zh("print.outbound.span", start=about.minute(sent[0]), end=about.minute(sent[-1]))] if sent else []
    told += [zh("print.outbound.only_waiting")] if waiting else []
    told += [zh("print.outbound.asked", asked=asked)] if asked else []
    return "　".join(told)


def _row(row: OutboundRow, station: Station, channels: Mapping[str, str]) -> Row:
    to = "\n".join(part for part in (row.to_org, row.to_name) if part)
    text = f"{row.text}（{row.subject_number}）" if row.subject_number else row.text
    cells = (
        row.number,
        station.stacked(row.sent_at, ""),
        to,
        channels.get(row.channel, row.channel),
        text,
        row.by_name,
    )
    return Row((*cells, _receipt(row, station)), strong=row.state is OutboundState.FAILED)


def _receipt(row: OutboundRow, station: Station) -> str:
    if row.state is OutboundState.SENT or row.receipt_at is None:
        return zh("print.outbound.waiting")
    who = zh("print.outbound.failed") if row.state is OutboundState.FAILED else row.receipt_by
    return "\n".join(part for part in (who, station.stacked(row.receipt_at, ""), row.receipt_note) if part)
