"""交接班单: nothing but what is stored in the sheet is printed. Always Chinese, whatever the screen speaks.

The other forms of the watch are named here too, for whoever prints them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.realm import WATERMARK, Realm
from ui.printing.form import Block, Column, Form, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.intake_form import inbound_form
from ui.printing.log_form import day_log_form
from ui.printing.parts import Print, content_digest, footer, grouped, numbered, titled, zh
from ui.printing.station import Station

__all__ = ["Print", "content_digest", "day_log_form", "grouped", "handover_form", "inbound_form"]

_PARTS = ("outgoing", "incoming", "leader")
_NOTES, _DIFFERENCES = "notes", "differences"
"""Sections of a sheet that have more than their table: the remarks, and what was raised after the cut-off."""


def handover_form(sheet: dict[str, Any], *, printed_at: datetime, copy: int = 0, leader: bool = True) -> Form:
    """The form of ``SheetRow.as_dict()``. ``leader`` asks for the leader's box; one who signed always has it."""
    body = sheet["body"]
    station = Station(ZoneInfo(body["zone"]))
    about = Print(station.zone, Realm(body["realm"]), printed_at, body["site"], copy)
    state = zh(f"sheet.state.{sheet['state']}")
    return Form(
        title=zh("sheet.handover.title"),
        number=body["number"],
        subtitle=(zh("print.handover_line", site=body["site"], number=body["number"], state=state),),
        blocks=_blocks(sheet, station),
        signatures=_signatures(sheet, station, leader=leader),
        signatures_title=zh("print.signatures"),
        footer=footer(about, body["number"], sheet["digest"]),
        watermark=WATERMARK[about.realm],
        kind="handover",
    )


def _blocks(sheet: dict[str, Any], station: Station) -> tuple[Block, ...]:
    """Sections under the numbers they were stored with; older sheets had none and are counted through."""
    body, sections = sheet["body"], sheet["body"]["sections"]
    remarks = Prose(zh("print.remarks"), body["remarks"], zh("print.none"))
    if not all("number" in section for section in sections):
        shown = [_table(section, sheet, station) for section in sections]
        return numbered((_watch(sheet, station), *shown, remarks, _differences(sheet, station), _proof(sheet)))
    made: list[Block] = [_watch(sheet, station)]
    for section in sections:
        table = _table(section, sheet, station)
        if section["key"] == _DIFFERENCES:
            table = _differences(sheet, station)
        made.append(titled(table, section["number"]))
        if section["key"] == _NOTES:
            made.append(remarks)
    return (*made, _proof(sheet))


def _watch(sheet: dict[str, Any], station: Station) -> Pairs:
    shift, cut = sheet["body"]["shift"], sheet["body"]["cut_off"]
    people = [Pair(post["title"], post["name"]) for post in shift["posts"]]
    planned = f"{station.minute(shift['from'])} — {station.minute(shift['to'])}"
    return Pairs(
        zh("print.watch"),
        (
            Pair(zh("print.shift"), shift["template_title"]),
            Pair(zh("print.owner"), shift["owner"]),
            Pair(zh("print.planned"), planned, wide=True),
            Pair(zh("print.taken_at"), _taken(shift, station)),
            Pair(zh("print.cut_off"), station.minute(cut["at"])),
            *people,
        ),
    )


def _taken(shift: dict[str, Any], station: Station) -> str:
    how = f"（{zh('sheet.part.emergency')}）" if shift["taken_how"] == "emergency" else ""
    return f"{station.minute(shift['taken_at'])}{how}"


def _table(section: dict[str, Any], sheet: dict[str, Any], station: Station) -> Section:
    confirmed, cut_off = sheet["confirmations"], sheet["body"]["cut_off"]["at"]
    columns = [Column(column["title"], column["weight"]) for column in section["columns"]]
    return Section(
        section["title"],
        section["caption"],
        (*columns, Column(zh("print.confirmed"), width=36)),
        tuple(_item(row, confirmed.get(row["item"]), station, cut_off) for row in section["rows"]),
        zh("print.none"),
    )


def _item(row: dict[str, Any], confirmed: dict[str, str] | None, station: Station, cut_off: str) -> Row:
    cells = [station.readable(cell) for cell in row["cells"]]
    if row["overdue"]:
        cells[0] = f"【{zh('print.overdue')}】{cells[0]}"
    tick = "□"
    if confirmed:
        tick = f"√ {confirmed['by']} {station.of_day(confirmed['at'], cut_off)}"
    return Row((*cells, tick), strong=bool(row["overdue"] or row.get("notable")))


def _differences(sheet: dict[str, Any], station: Station) -> Section:
    titles = (("no", 0.0, 12.0), ("difference", 5.0, 0.0), ("raised", 0.0, 32.0), ("answer", 5.0, 0.0))
    covered = next((one.get("covers", "") for one in sheet["signatures"] if one["part"] == "incoming"), None)
    rows = tuple(
        Row(
            (
                str(at),
                _raised(found, covered),
                f"{found['by']}\n{station.minute(found['at'])}",
                _answer(found),
            )
        )
        for at, found in enumerate(sheet["differences"], start=1)
    )
    columns = tuple(Column(zh(f"print.column.{name}"), weight, width) for name, weight, width in titles)
    return Section(zh("print.differences"), "", columns, rows, zh("print.no_differences"))


def _answer(found: dict[str, str]) -> str:
    """An answer that is missing is seen to be missing; the task the difference became stands below."""
    answer = found["answer"] or zh("difference.unanswered")
    return "\n".join(part for part in (answer, found.get("task", "")) if part)


def _raised(found: dict[str, str], covered: str | None) -> str:
    """What the incoming signature does not cover says so; told by what was signed, never by the time."""
    later = covered is not None and found["id"] not in covered.split(",")
    return f"【{zh('sheet.part.supplement')}】{found['text']}" if later else found["text"]


def _proof(sheet: dict[str, Any]) -> Pairs:
    """What a later reader holds against the store: the log's last number and digest at the cut-off, the sheet's own."""
    cut = sheet["body"]["cut_off"]
    lines = zh("print.lines", first=cut["first"], last=cut["number"])
    return Pairs(
        zh("print.proof"),
        (
            Pair(zh("print.log_lines"), lines, wide=True),
            Pair(zh("print.log_digest"), grouped(cut["digest"]), wide=True),
            Pair(zh("print.sheet_digest"), grouped(sheet["digest"]), wide=True),
        ),
    )


def _signatures(sheet: dict[str, Any], station: Station, *, leader: bool) -> tuple[Signature, ...]:
    """The boxes of every sheet, blank where nobody signed yet, and one more for each later signature."""
    signed = {signature["part"]: signature for signature in sheet["signatures"] if signature["part"] in _PARTS}
    later = [signature for signature in sheet["signatures"] if signature["part"] not in _PARTS]
    parts = [part for part in _PARTS if part != "leader" or leader or part in signed]
    boxes = [_box(zh(f"print.part.{part}"), signed.get(part), station) for part in parts]
    return (*boxes, *(_box(_label(found), found, station) for found in later))


def _label(found: dict[str, str]) -> str:
    """What a later signature is: a supplement says of which side."""
    label = zh(f"sheet.part.{found['part']}")
    return f"{label}（{zh('print.part.' + found['side'])}）" if "side" in found else label


def _box(label: str, signed: dict[str, str] | None, station: Station) -> Signature:
    """Who signed; one who signed for an absent colleague is seen to have done so, with the reason."""
    if signed is None:
        return Signature(label)
    note = zh("print.signed", digest=grouped(signed["digest"][:16]))
    absent = signed.get("absent", "")
    if not absent:
        return Signature(label, signed["name"], station.full(signed["at"]), note)
    name = zh("print.signed_for", name=signed["name"], absent=absent)
    return Signature(label, name, station.full(signed["at"]), f"{zh('print.reason', reason=signed['reason'])}\n{note}")
