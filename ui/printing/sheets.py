"""The forms the watch prints: 交接班单, 接报登记单, 值班日志. Always Chinese, whatever the screen speaks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.domain.duty import ShiftRow
from console.domain.inbound import FIGURES, InboundRow, Precision
from console.domain.log import LogEntry
from console.domain.realm import WATERMARK, Realm
from ui.printing.copies import copy_word
from ui.printing.form import Block, Column, Footer, Form, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.station import Station

_NUMERALS = "〇一二三四五六七八九"
_PARTS = ("outgoing", "incoming", "leader")
_CONFIDENTIAL = "tip_off"


@dataclass(frozen=True, slots=True)
class Print:
    """What a print needs besides its record: where, which realm, when it is printed, which copy it is (0: not said)."""

    zone: ZoneInfo
    realm: Realm
    printed_at: datetime
    site: str = ""
    copy: int = 0


def handover_form(sheet: dict[str, Any], *, printed_at: datetime, copy: int = 0) -> Form:
    """交接班单 from ``SheetRow.as_dict()``: nothing but what is stored in the sheet is printed."""
    body = sheet["body"]
    station = Station(ZoneInfo(body["zone"]))
    about = Print(station.zone, Realm(body["realm"]), printed_at, body["site"], copy)
    shown = [_table(section, sheet, station) for section in body["sections"]]
    blocks = (
        _watch(sheet, station),
        *shown,
        Prose(_zh("print.remarks"), body["remarks"], _zh("print.none")),
        _differences(sheet, station),
        _proof(sheet),
    )
    state = _zh(f"sheet.state.{sheet['state']}")
    return Form(
        title=_zh("sheet.handover.title"),
        number=body["number"],
        subtitle=(_zh("print.handover_line", site=body["site"], number=body["number"], state=state),),
        blocks=_numbered(blocks),
        signatures=_signatures(sheet, station),
        signatures_title=_zh("print.signatures"),
        footer=_footer(about, body["number"], sheet["digest"]),
        watermark=WATERMARK[about.realm],
        kind="handover",
    )


def _watch(sheet: dict[str, Any], station: Station) -> Pairs:
    shift, cut = sheet["body"]["shift"], sheet["body"]["cut_off"]
    people = [Pair(post["title"], post["name"]) for post in shift["posts"]]
    planned = f"{station.minute(shift['from'])} — {station.minute(shift['to'])}"
    return Pairs(
        _zh("print.watch"),
        (
            Pair(_zh("print.shift"), shift["template_title"]),
            Pair(_zh("print.owner"), shift["owner"]),
            Pair(_zh("print.planned"), planned, wide=True),
            Pair(_zh("print.taken_at"), _taken(shift, station)),
            Pair(_zh("print.cut_off"), station.minute(cut["at"])),
            *people,
        ),
    )


def _taken(shift: dict[str, Any], station: Station) -> str:
    how = f"（{_zh('sheet.part.emergency')}）" if shift["taken_how"] == "emergency" else ""
    return f"{station.minute(shift['taken_at'])}{how}"


def _table(section: dict[str, Any], sheet: dict[str, Any], station: Station) -> Section:
    confirmed = sheet["confirmations"]
    times = [
        datetime.fromisoformat(confirmed[row["item"]]["at"]) for row in section["rows"] if row["item"] in confirmed
    ]
    common = station.common_offset(times)
    columns = [Column(column["title"], column["weight"]) for column in section["columns"]]
    told = f"{_zh('print.confirmed')}\n{common}" if common else _zh("print.confirmed")
    return Section(
        section["title"],
        section["caption"],
        (*columns, Column(told, width=35)),
        tuple(_item(row, confirmed.get(row["item"]), station, common) for row in section["rows"]),
        _zh("print.none"),
    )


def _item(row: dict[str, Any], confirmed: dict[str, str] | None, station: Station, common: str) -> Row:
    cells = [station.readable(cell) for cell in row["cells"]]
    if row["overdue"]:
        cells[0] = f"【{_zh('print.overdue')}】{cells[0]}"
    tick = "□"
    if confirmed:
        at = station.minute(confirmed["at"])
        tick = f"√ {confirmed['by']}\n{at.removesuffix(common).rstrip()}"
    return Row((*cells, tick), strong=bool(row["overdue"]))


def _differences(sheet: dict[str, Any], station: Station) -> Section:
    titles = (("no", 0.0, 12.0), ("difference", 5.0, 0.0), ("raised", 0.0, 32.0), ("answer", 5.0, 0.0))
    rows = tuple(
        Row((str(at), found["text"], f"{found['by']}\n{station.minute(found['at'])}", found["answer"]))
        for at, found in enumerate(sheet["differences"], start=1)
    )
    columns = tuple(Column(_zh(f"print.column.{name}"), weight, width) for name, weight, width in titles)
    return Section(_zh("print.differences"), "", columns, rows, _zh("print.no_differences"))


def _proof(sheet: dict[str, Any]) -> Pairs:
    """What a later reader holds against the store: the log's last number and digest at the cut-off, the sheet's own."""
    cut = sheet["body"]["cut_off"]
    lines = _zh("print.lines", first=cut["first"], last=cut["number"])
    return Pairs(
        _zh("print.proof"),
        (
            Pair(_zh("print.log_lines"), lines, wide=True),
            Pair(_zh("print.log_digest"), grouped(cut["digest"]), wide=True),
            Pair(_zh("print.sheet_digest"), grouped(sheet["digest"]), wide=True),
        ),
    )


def _signatures(sheet: dict[str, Any], station: Station) -> tuple[Signature, ...]:
    """The three boxes of every sheet, blank where nobody signed yet, and one more for each later signature."""
    signed = {signature["part"]: signature for signature in sheet["signatures"] if signature["part"] in _PARTS}
    later = [signature for signature in sheet["signatures"] if signature["part"] not in _PARTS]
    boxes = [_box(_zh(f"print.part.{part}"), signed.get(part), station) for part in _PARTS]
    return (*boxes, *(_box(_zh(f"sheet.part.{found['part']}"), found, station) for found in later))


def _box(label: str, signed: dict[str, str] | None, station: Station) -> Signature:
    if signed is None:
        return Signature(label)
    note = _zh("print.signed", digest=grouped(signed["digest"][:16]))
    return Signature(label, signed["name"], station.full(signed["at"]), note)


def inbound_form(row: InboundRow, about: Print) -> Form:
    """接报登记单: the three times, who called, where, what, the figures as known, what was done and is asked for."""
    station = Station(about.zone)
    blocks = _numbered(
        (
            Pairs(_zh("print.inbound.report"), _report(row, station)),
            Pairs(_zh("print.inbound.event"), _event(row)),
            Prose(_zh("intake.field.summary"), row.summary, _zh("print.none")),
            _figures(row, station),
            Prose(_zh("intake.field.measures"), row.measures, _zh("print.none")),
            Prose(_zh("intake.field.needs"), row.needs, _zh("print.none")),
        )
    )
    return Form(
        title=_zh("sheet.intake.title"),
        number=row.number,
        subtitle=(
            _zh("print.inbound_line", site=about.site, number=row.number, state=_zh(f"inbound.state.{row.state}")),
        ),
        blocks=blocks,
        signatures=(Signature(_zh("intake.field.receiver"), row.receiver_name), Signature(_zh("print.part.leader"))),
        signatures_title=_zh("print.signatures"),
        footer=_footer(about, row.number, content_digest(row.number, blocks)),
        watermark=WATERMARK[about.realm],
        kind="intake",
    )


def _report(row: InboundRow, station: Station) -> tuple[Pair, ...]:
    hidden = row.channel == _CONFIDENTIAL
    caller = [(name, getattr(row, name)) for name in ("caller_name", "caller_org", "caller_phone")]
    shown = [(name, _zh("print.inbound.hidden") if hidden and value else value) for name, value in caller]
    reason = [Pair(_zh("intake.field.received_reason"), row.received_reason, wide=True)] if row.received_reason else []
    return (
        Pair(_zh("intake.field.occurred_at"), _occurred(row, station)),
        Pair(_zh("intake.field.received_at"), station.minute(row.received_at)),
        Pair(_zh("intake.field.reported_at"), station.minute(row.reported_at) if row.reported_at else ""),
        Pair(_zh("intake.field.channel"), " ".join(p for p in (_zh(f"inbound.channel.{row.channel}"), row.line) if p)),
        *(Pair(_zh(f"intake.field.{name}"), value) for name, value in shown),
        Pair(_zh("intake.field.call_back"), _zh(f"inbound.call_back.{row.call_back}") if row.call_back else ""),
        *reason,
        Pair(_zh("intake.field.receiver"), row.receiver_name),
    )


def _occurred(row: InboundRow, station: Station) -> str:
    if row.occurred_at is None or row.occurred_precision == Precision.UNKNOWN:
        return _zh("figure.unknown")
    about = _zh("print.about") if row.occurred_precision == Precision.ABOUT else ""
    return f"{about}{station.minute(row.occurred_at)}"


def _event(row: InboundRow) -> tuple[Pair, ...]:
    return (
        Pair(_zh("intake.field.place"), row.place_path),
        Pair(_zh("intake.field.place_text"), row.place_text),
        Pair(_zh("intake.field.event_type"), row.event_type_name),
        Pair(_zh("intake.field.grade"), _zh(f"inbound.grade.{row.grade}") if row.grade else ""),
    )


def _figures(row: InboundRow, station: Station) -> Section:
    """Every figure, 不详 written out, with its 截至; what nobody filled in says so and is no nought."""
    rows = []
    for key in FIGURES:
        found = row.figures.get(key)
        value = _zh("print.unfilled")
        if found is not None:
            value = _zh("figure.unknown") if found.unknown else str(found.value)
        as_of = station.minute(row.figures_as_of[key]) if key in row.figures_as_of else ""
        rows.append(Row((_zh(f"figure.{key}"), value, as_of)))
    columns = (("figure", 3.0), ("people", 3.0), ("as_of", 5.0))
    return Section(
        _zh("sheet.column.figures"),
        "",
        tuple(Column(_zh(f"print.column.{name}"), w) for name, w in columns),
        tuple(rows),
    )


def day_log_form(lines: Sequence[LogEntry], about: Print, *, shift: ShiftRow | None = None, span: str = "") -> Form:
    """值班日志: the lines in the order of the book, of a shift or of a ``span`` said in words.

    A corrected line stays and names the line that corrects it; that one bears 更正 and the original's number.
    """
    station = Station(about.zone)
    number = _zh("sheet.shift_title", number=shift.number) if shift else ""
    counted = _zh("sheet.lines", first=lines[0].number, last=lines[-1].number, count=len(lines)) if lines else ""
    head = (Pairs("", _shift_pairs(shift, station)),) if shift else ()
    return Form(
        title=_zh("sheet.log.title"),
        number=number,
        subtitle=tuple(part for part in (" ".join((about.site, number)).strip(), span, counted) if part),
        blocks=(*head, _log_table(lines, station)),
        signatures=_log_signatures(shift),
        signatures_title=_zh("print.signatures") if shift else "",
        footer=_footer(about, number, lines[-1].digest.hex() if lines else ""),
        watermark=WATERMARK[about.realm],
        kind="log",
    )


def _shift_pairs(shift: ShiftRow, station: Station) -> tuple[Pair, ...]:
    closed = station.minute(shift.closed_at) if shift.closed_at else ""
    people = (Pair(_zh("post.leader") if p.post == "leader" else p.post, p.name) for p in shift.posts)
    return (
        Pair(_zh("print.taken_at"), station.minute(shift.taken_at)),
        Pair(_zh("print.closed_at"), closed),
        *people,
    )


def _log_table(lines: Sequence[LogEntry], station: Station) -> Section:
    common = station.common_offset(at for line in lines for at in (line.occurred_at, line.recorded_at))
    widths = (("number", 15), ("occurred_at", 22), ("recorded_at", 22), ("kind", 13), ("text", 0), ("by", 22))
    columns = []
    for name, width in widths:
        title = _zh(f"column.log.{name}")
        columns.append(Column(f"{title}\n{common}" if common and name.endswith("_at") else title, 1, width))
    kinds = {kind: _zh(f"log.kind.{kind}") for kind in {line.kind for line in lines}}
    rows = tuple(_line(line, station, common, kinds[line.kind]) for line in lines)
    return Section("", "", tuple(columns), rows, _zh("sheet.no_lines"))


def _line(line: LogEntry, station: Station, common: str, kind: str) -> Row:
    marks = []
    if line.corrects is not None:
        marks.append(f"【{_zh('log.corrects', number=line.corrects)}】")
    if line.corrected_by is not None:
        marks.append(f"【{_zh('log.corrected_by', number=line.corrected_by)}】")
    occurred, recorded = station.stacked(line.occurred_at, common), station.stacked(line.recorded_at, common)
    return Row((str(line.number), occurred, recorded, kind, "".join(marks) + line.text, line.by.name))


def _log_signatures(shift: ShiftRow | None) -> tuple[Signature, ...]:
    if shift is None:
        return ()
    return (Signature(_zh("print.part.on_watch"), shift.owner), Signature(_zh("print.part.leader"), shift.leader))


def _footer(about: Print, number: str, digest: str) -> Footer:
    return Footer(
        number=number,
        digest=_zh("sheet.digest", digest=grouped(digest[:16])) if digest else "",
        printed_at=_zh("sheet.printed_at", at=Station(about.zone).full(about.printed_at)),
        copy=copy_word(about.copy) if about.copy else "",
    )


def grouped(digest: str) -> str:
    """Hexadecimal in groups of four, as people compare it."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def content_digest(number: str, blocks: Sequence[Block]) -> str:
    """SHA-256 of what a form says, in hexadecimal: two prints with the same one say the same."""
    return hashlib.sha256(repr((number, [astuple(block) for block in blocks])).encode("utf-8")).hexdigest()


def _numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Chinese numerals before the titles, as a sheet's sections are counted."""
    return tuple(_titled(block, f"{_numeral(at)}、{block.title}") for at, block in enumerate(blocks, start=1))


def _titled(block: Block, title: str) -> Block:
    if isinstance(block, Section):
        return Section(title, block.caption, block.columns, block.rows, block.empty)
    return Pairs(title, block.pairs) if isinstance(block, Pairs) else Prose(title, block.text, block.empty)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def _zh(code: str, **facts: Any) -> str:
    return words.say_in(words.PRINTED, code, **facts)
