"""接报登记单: three times, who called, where, what, figures as known, what was done, whether clocks were kept."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.clocks import ClockRow
from console.domain.inbound import FIGURES, ActionRow, InboundRow, Precision
from console.domain.realm import WATERMARK
from ui.printing.form import Block, Column, Form, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.parts import Print, content_digest, footer, numbered, zh
from ui.printing.station import Station

_TIP_OFF = "tip_off"
"""A row that nobody has looked up in the county's list of channels: 举报 hides its caller all the same."""

_CALLER = ("caller_name", "caller_org", "caller_post", "caller_phone")


def inbound_form(
    row: InboundRow, about: Print, *, actions: Sequence[ActionRow] = (), clocks: Sequence[ClockRow] = ()
) -> Form:
    """The item as it stands. A hidden caller is never printed, whatever the row holds."""
    station = Station(about.zone)
    blocks = numbered(
        (
            Pairs(zh("print.inbound.report"), _report(row, station), dense=True),
            *_document(row),
            Pairs(zh("print.inbound.event"), _event(row), dense=True),
            Prose(zh("intake.field.summary"), row.summary, zh("print.none")),
            _figures(row, station),
            Pairs(zh("print.inbound.handling"), _handling(row), dense=True),
            _actions(actions, station),
            *_clocks(clocks, station),
        )
    )
    return Form(
        title=zh("sheet.intake.title"),
        number=row.number,
        subtitle=(
            zh("print.inbound_line", site=about.site, number=row.number, state=zh(f"inbound.state.{row.state}")),
        ),
        blocks=blocks,
        signatures=(Signature(zh("intake.field.receiver"), row.receiver_name), Signature(zh("print.part.leader"))),
        signatures_title=zh("print.signatures"),
        footer=footer(about, row.number, content_digest(row.number, blocks)),
        watermark=WATERMARK[about.realm],
        kind="intake",
    )


def _report(row: InboundRow, station: Station) -> tuple[Pair, ...]:
    reason = [Pair(zh("intake.field.received_reason"), row.received_reason, wide=True)] if row.received_reason else []
    channel = row.channel_name or row.channel
    return (
        Pair(zh("intake.field.number"), row.number),
        Pair(zh("intake.field.receiver"), row.receiver_name),
        Pair(zh("intake.field.occurred_at"), _occurred(row, station)),
        Pair(zh("intake.field.received_at"), station.minute(row.received_at)),
        Pair(zh("intake.field.reported_at"), station.minute(row.reported_at) if row.reported_at else ""),
        Pair(zh("intake.field.channel"), " ".join(part for part in (channel, row.line) if part)),
        *(Pair(zh(label), value) for label, value in _caller(row)),
        Pair(zh("intake.field.call_back"), zh(f"inbound.call_back.{row.call_back}") if row.call_back else ""),
        Pair(zh("print.inbound.told"), row.told),
        *reason,
    )


def _caller(row: InboundRow) -> list[tuple[str, str]]:
    """Who called; 隐去 where the channel hides callers, and nothing where nothing was said."""
    hidden = row.caller_hidden or (not row.channel_name and row.channel == _TIP_OFF)
    values = [(name, getattr(row, name)) for name in _CALLER]
    labels = {name: f"intake.field.{name}" for name in _CALLER} | {"caller_post": "print.inbound.caller_post"}
    return [(labels[name], zh("print.inbound.hidden") if hidden and value else value) for name, value in values]


def _document(row: InboundRow) -> list[Block]:
    """来文: number and urgency; its unit is the caller's."""
    if not row.kind:
        return []
    pairs = (
        Pair(zh("print.inbound.source_number"), row.source_number),
        Pair(zh("print.inbound.urgency"), zh(f"inbound.urgency.{row.urgency or 'none'}")),
    )
    return [Pairs(zh("print.inbound.document"), pairs)]


def _occurred(row: InboundRow, station: Station) -> str:
    if row.occurred_at is None or row.occurred_precision == Precision.UNKNOWN:
        return zh("figure.unknown")
    about = zh("print.about") if row.occurred_precision == Precision.ABOUT else ""
    return f"{about}{station.minute(row.occurred_at)}"


def _event(row: InboundRow) -> tuple[Pair, ...]:
    return (
        Pair(zh("intake.field.place"), row.place_path),
        Pair(zh("intake.field.place_text"), row.place_text),
        Pair(zh("intake.field.event_type"), row.event_type_name),
        Pair(zh("intake.field.grade"), zh(f"inbound.grade.{row.grade}") if row.grade else ""),
    )


def _handling(row: InboundRow) -> tuple[Pair, ...]:
    """What was done and what is needed; that nobody wrote it is said, and is not the same as none."""
    texts = (("measures", row.measures), ("needs", row.needs))
    return tuple(Pair(zh(f"intake.field.{name}"), text or zh("print.unfilled"), wide=True) for name, text in texts)


def _figures(row: InboundRow, station: Station) -> Section:
    """Every figure, 不详 written out, with its 截至; what nobody filled in says so and is no nought."""
    rows = []
    for key in FIGURES:
        found = row.figures.get(key)
        value = zh("print.unfilled")
        if found is not None:
            value = zh("figure.unknown") if found.unknown else str(found.value)
        as_of = station.minute(row.figures_as_of[key]) if key in row.figures_as_of else ""
        rows.append(Row((zh(f"figure.{key}"), value, as_of)))
    columns = _columns(("figure", 2), ("people", 3), ("as_of", 6))
    return Section(zh("sheet.column.figures"), "", columns, tuple(rows), dense=True, across=2)


def _actions(actions: Sequence[ActionRow], station: Station) -> Section:
    """What was done, oldest first, with the number it left under."""
    rows = tuple(
        Row((station.minute(one.at), zh(f"inbound.action.{one.kind}"), _noted(one), one.by_name)) for one in actions
    )
    columns = _columns(("at", 3), ("action", 2), ("note", 6), ("by", 2))
    return Section(zh("print.inbound.actions"), "", columns, rows, zh("print.none"), dense=True)


def _noted(one: ActionRow) -> str:
    return " ".join(part for part in (one.note, one.outbound_number) if part)


def _clocks(clocks: Sequence[ClockRow], station: Station) -> list[Block]:
    """Limits of a document: when due, when done, to whom, and why late."""
    if not clocks:
        return []
    rows = tuple(
        Row(
            (
                zh(f"clock.{one.kind}"),
                station.minute(one.due_at),
                station.minute(one.done_at) if one.done_at else zh("print.inbound.not_done"),
                one.whom,
                _lateness(one),
            ),
            strong=one.late,
        )
        for one in clocks
    )
    columns = _columns(("clock", 4), ("due", 3), ("done", 3), ("whom", 3), ("late", 4))
    return [Section(zh("print.inbound.clocks"), "", columns, rows, dense=True)]


def _lateness(one: ClockRow) -> str:
    if not one.late:
        return ""
    return zh("print.inbound.late", reason=one.late_reason) if one.late_reason else zh("print.inbound.late_no_reason")


def _columns(*told: tuple[str, float]) -> tuple[Column, ...]:
    return tuple(Column(zh(f"print.column.{name}"), weight) for name, weight in told)
