"""空白应急手写表: for a blackout. The same fields and the same numbering of sections as the printed forms.

Written by hand, entered later under 补录编号 with the true times: the log takes the time of the event, the intake its
time of receipt with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.inbound import FIGURES
from console.domain.realm import WATERMARK
from ui.printing.form import Block, Column, Form, Lines, Pair, Pairs, Row, Section, Signature
from ui.printing.parts import Print, footer, numbered, titled, zh

_HIGH = 9.0
"""Height of a row to write in, in millimetres."""

_INTAKE = (
    "received_at", "receiver", "occurred_at", "reported_at", "channel", "caller_name", "caller_org", "caller_phone",
    "call_back",
)  # fmt: skip
_EVENT = ("place", "place_text", "event_type", "grade")
_LOG_ROWS = 20
_SECTION_ROWS = 2


_CHECKED = (("check", 4), ("state", 2), ("found", 6), ("by", 3))
SECTIONS = (
    ("basic", (("basic", 1),)),
    ("in_force", (("source", 3), ("in_force", 8), ("until", 4))),
    ("inbound", (("number", 3), ("place", 3), ("summary", 6), ("figures", 3), ("next", 4))),
    ("task", (("number", 3), ("task", 7), ("owner", 3), ("due", 4))),
    ("materials", _CHECKED),
    ("waiting", (("number", 3), ("waits_for", 3), ("summary", 6), ("due", 4))),
    ("equipment", _CHECKED),
    ("keys", _CHECKED),
    ("notes", (("routine", 5), ("state", 3), ("found", 5), ("due", 4))),
    ("differences", (("difference", 1),)),
)
"""Keys and columns of the hand-over sheet's sections; a test holds them against a sheet of the program."""


def blank_forms(about: Print, posts: Sequence[str], checks: Sequence[tuple[str, str]] = ()) -> list[Form]:
    """接报登记单, 值班日志, 交接班单, empty.

    ``posts`` are those of the shift, ``checks`` section and name of the county's check list.
    """
    return [_intake(about), _log(about), _handover(about, posts, checks)]


def _form(title: str, about: Print, blocks: Sequence[Block], boxes: Sequence[str]) -> Form:
    return Form(
        title=zh("print.blank.title", title=title),
        number="",
        subtitle=(about.site, zh("print.blank.hint")),
        blocks=(_late_entry(), *blocks),
        footer=footer(about, "", ""),
        signatures=tuple(Signature(box) for box in boxes),
        signatures_title=zh("print.signatures"),
        watermark=WATERMARK[about.realm],
    )


def _late_entry() -> Pairs:
    """Filled in when the sheet has been entered: under which number, when, by whom."""
    names = ("late_number", "late_at", "late_by", "page_of")
    return Pairs("", tuple(Pair(zh(f"print.blank.{name}"), "") for name in names), row_height=_HIGH)


def _pairs(title: str, labels: Sequence[str]) -> Pairs:
    return Pairs(title, tuple(Pair(label, "") for label in labels), row_height=_HIGH)


def _intake(about: Print) -> Form:
    fields = [zh(f"intake.field.{name}") for name in _INTAKE]
    fields[6:6] = [zh("print.inbound.caller_post")]
    figures = Section(
        zh("sheet.column.figures"),
        "",
        tuple(Column(zh(f"figure.{key}")) for key in FIGURES),
        (Row(("",) * len(FIGURES)),),
        row_height=_HIGH,
    )
    blocks = numbered(
        (
            _pairs(zh("print.inbound.report"), [*fields, zh("print.inbound.told"), zh("intake.field.received_reason")]),
            _pairs(zh("print.inbound.event"), [zh(f"intake.field.{name}") for name in _EVENT]),
            Lines(zh("intake.field.summary"), 5),
            figures,
            _handling(),
            Lines(zh("print.inbound.actions"), 3),
        )
    )
    return _form(zh("sheet.intake.title"), about, blocks, (zh("intake.field.receiver"), zh("print.part.leader")))


def _handling() -> Pairs:
    pairs = tuple(Pair(zh(f"intake.field.{name}"), "", wide=True) for name in ("measures", "needs"))
    return Pairs(zh("print.inbound.handling"), pairs, row_height=2 * _HIGH)


def _log(about: Print) -> Form:
    widths = (("number", 14), ("occurred_at", 26), ("kind", 16), ("text", 0), ("by", 24))
    columns = tuple(Column(zh(f"column.log.{name}"), 1, width) for name, width in widths)
    table = Section("", "", columns, (Row(("",) * len(columns)),) * _LOG_ROWS, row_height=_HIGH)
    head = _pairs("", [zh("print.shift"), zh("print.part.leader"), zh("print.taken_at"), zh("print.closed_at")])
    return _form(zh("sheet.log.title"), about, (head, table), (zh("print.part.on_watch"), zh("print.part.leader")))


def _handover(about: Print, posts: Sequence[str], checks: Sequence[tuple[str, str]]) -> Form:
    head = [zh("print.shift"), zh("print.owner"), zh("print.taken_at"), zh("print.cut_off"), *map(_post, posts)]
    blocks: list[Block] = [_pairs(zh("print.watch"), head)]
    for number, (key, names) in enumerate(SECTIONS, start=1):
        columns = tuple(Column(zh(f"sheet.column.{name}"), weight) for name, weight in names)
        ticked = (*columns, Column(zh("print.confirmed"), width=35))
        table = Section(zh(f"sheet.section.{key}"), "", ticked, _rows(key, len(ticked), checks), row_height=_HIGH)
        blocks.append(titled(table, number))
        if key == "notes":
            blocks.append(Lines(zh("print.remarks"), 3))
    boxes = [zh(f"print.part.{part}") for part in ("outgoing", "incoming", "leader")]
    return _form(zh("sheet.handover.title"), about, blocks, boxes)


def _rows(key: str, cells: int, checks: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    """The lines of the county's check list by name; elsewhere room to write."""
    named = tuple(Row((name, *[""] * (cells - 1))) for section, name in checks if section == key)
    return named or (Row(("",) * cells),) * _SECTION_ROWS


def _post(post: str) -> str:
    return zh("post.leader") if post == "leader" else post
