"""How stock documents are shown: a line of the list, the way a document goes, what may be done with it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID

from console import words
from console.domain.approvals import ApprovalRow, ApprovalState
from console.domain.due import state_of
from console.domain.stock import NOTHING, DocumentKind, DocumentState, shown
from console.domain.stock_document import Document, DocumentRow, LineRow, StepRow
from console.domain.stock_paper import LotPart
from console.domain.stock_scene import SceneGoods
from console.domain.store_lists import Road
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.due import DueState
from ui.widgets.due_cell import fraction
from ui.widgets.marked_cell import SIDE
from ui.widgets.stock_cells import Tag

OPEN = (DocumentState.DRAFT, DocumentState.APPROVED, DocumentState.ISSUED)
STATE, CLOCK = 5, 6
"""Columns of the list that are drawn."""

_TONES = {
    DocumentState.DRAFT: ("plain", False),
    DocumentState.APPROVED: ("blue", False),
    DocumentState.ISSUED: ("orange", False),
    DocumentState.POSTED: ("accent", False),
    DocumentState.VOID: ("plain", False),
}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in the list: its clock while it is on the road, whether somebody still owes a signature."""

    row: DocumentRow
    since: datetime | None = None
    due_at: datetime | None = None
    owes: bool = False
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about one document; ``out`` is what of its goods nobody has brought back yet."""

    document: Document
    lots: Mapping[UUID, tuple[LotPart, ...]] = field(default_factory=dict)
    approvals: tuple[ApprovalRow, ...] = ()
    out: tuple[SceneGoods, ...] = ()
    road: Road | None = None

    @property
    def row(self) -> DocumentRow:
        return self.document.row

    @property
    def waits(self) -> ApprovalRow | None:
        """The question that waits for a leader's word."""
        return next((one for one in self.approvals if one.state is ApprovalState.WAITING), None)

    @property
    def owed(self) -> ApprovalRow | None:
        """A word given by telephone that is not signed for yet."""
        return next((one for one in self.approvals if one.owes_signature), None)


class Mark(Enum):
    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


def to_scene(row: DocumentRow) -> bool:
    """Whether its goods go where somebody works with them until they come back or are written off."""
    if row.kind is DocumentKind.TRANSFER:
        return row.to_store is None
    return row.kind is DocumentKind.ISSUE and (row.incident is not None or row.reason == "loan")


def stages(look: Look) -> list[tuple[str, Mark]]:
    """申请–审核–批准–出库–在途–签收–归还 and where it stands; others go straight from 批准 to 过账."""
    row = look.row
    names = ["apply", "check", "approve"]
    names += ["issue", "road", "receive"] if row.kind is DocumentKind.TRANSFER else ["post"]
    names += ["back"] if to_scene(row) else []
    if row.kind is DocumentKind.COUNTER:
        names = ["apply", "approve", "post"]
    at = _stands(look, names)
    if row.state is DocumentState.VOID:
        return [(name, Mark.DONE) for name in names[:at]] + [("void", Mark.NOW)]
    return [(name, Mark.DONE if n < at else Mark.NOW if n == at else Mark.AHEAD) for n, name in enumerate(names)]


def _stands(look: Look, names: Sequence[str]) -> int:
    """The place of the stage that is waited for; behind the last where nothing is."""
    row = look.row
    if row.state is DocumentState.DRAFT:
        return 2 if look.waits is not None else 1
    if row.state is DocumentState.APPROVED:
        return 3
    if row.state is DocumentState.ISSUED:
        return names.index("road")
    if row.state is DocumentState.VOID:
        return 3 if any(step.kind == "approve" for step in look.document.steps) else 1
    return names.index("back") if look.out and "back" in names else len(names)


ACTS = ("change", "ask", "approve", "issue", "receive", "post", "bring_back", "turn_back", "counter", "void")
"""What can be done with a document, in the order of its life; keys and words are ``document_<name>``."""

_WHEN: dict[str, tuple[DocumentState, ...]] = {
    "change": (DocumentState.DRAFT,),
    "ask": (DocumentState.DRAFT,),
    "approve": (DocumentState.DRAFT,),
    "issue": (DocumentState.APPROVED,),
    "receive": (DocumentState.ISSUED,),
    "post": (DocumentState.APPROVED,),
    "bring_back": (DocumentState.POSTED, DocumentState.ISSUED),
    "turn_back": (DocumentState.ISSUED,),
    "counter": (DocumentState.POSTED,),
    "void": (DocumentState.DRAFT, DocumentState.APPROVED),
}
_ROAD = ("issue", "receive", "turn_back")
_NEXT = {
    DocumentState.DRAFT: ("approve",),
    DocumentState.APPROVED: ("issue", "post"),
    DocumentState.ISSUED: ("receive",),
    DocumentState.POSTED: ("bring_back",),
}


def fits(name: str, row: DocumentRow) -> bool:
    """Whether documents of this kind ever come to that."""
    if row.kind is DocumentKind.COUNTER:
        return False
    if name in _ROAD:
        return row.kind is DocumentKind.TRANSFER
    if name == "post":
        return row.kind is not DocumentKind.TRANSFER
    return to_scene(row) if name == "bring_back" else True


def meant(name: str, row: DocumentRow) -> str:
    """出库 of an 出库单 is its posting: goods leave by the same key as those of a transfer."""
    return "post" if name == "issue" and row.kind is DocumentKind.ISSUE else name


def why_not(name: str, look: Look) -> str:
    """Why that cannot be done now, in words; empty where it can."""
    row = look.row
    name = meant(name, row)
    if not fits(name, row):
        return words.say("stock.not_this_kind", document=words.say(f"stock.document.{row.kind.value}"))
    if row.state not in _WHEN[name]:
        return words.say("stock.not_now", state=words.say(f"stock.state.{row.state.value}"))
    if name == "change" and row.kind in (DocumentKind.COUNT, DocumentKind.RETURN):
        return words.say("stock.made_anew")
    if name == "counter" and row.countered_by:
        return words.say("refused.countered_already", number=row.number)
    if name == "bring_back" and not look.out:
        return words.say("stock.nothing_out")
    return ""


def is_next(name: str, row: DocumentRow) -> bool:
    """Whether that is what the document waits for."""
    return name in _NEXT.get(row.state, ()) and fits(name, row)


def way(row: DocumentRow) -> str:
    """县库→岩坦镇库; where there is no store, whoever or wherever it is."""
    source = row.from_name or (row.incident_number if row.kind is DocumentKind.RETURN else row.other_side)
    target = row.to_name or row.destination or row.receiver
    target = target or (row.incident_number if row.kind is not DocumentKind.RETURN else "")
    return " → ".join(part for part in (source, target) if part)


def tags(line: DocumentLine) -> list[Tag]:
    """Its state, and what is still owed."""
    tone, filled = _TONES[line.row.state]
    made = [Tag(words.say(f"stock.state.{line.row.state.value}"), tone, filled)]
    if line.row.countered_by:
        made.append(Tag(words.say("stock.tag.countered"), "red"))
    if line.asked:
        made.append(Tag(words.say("stock.tag.asked"), "blue"))
    if line.owes:
        made.append(Tag(words.say("stock.tag.owes"), "red"))
    return made


def clock_words(line: DocumentLine, times: Times) -> str:
    """Since when it is on the road and until when it may be."""
    if line.since is None or line.due_at is None:
        return ""
    return words.say("stock.road.clock", since=times.near(line.since), due=times.near(line.due_at))


def clock_mark(line: DocumentLine, times: Times, soon: Callable[[], object]) -> tuple[float, DueState] | None:
    """How much of its time on the road is gone; None for what is not on the road."""
    if line.since is None or line.due_at is None:
        return None
    state = DueState(state_of(line.due_at, times.now(), soon()).value)  # type: ignore[arg-type]
    return fraction(line.since, line.due_at, times.now()), state


def document_model(times: Times) -> RowTableModel[DocumentLine]:
    """The list of documents."""
    return RowTableModel(
        (
            Column("stock.number", lambda one: one.row.number, width=128, strong=lambda _one: True, stays=True),
            Column("stock.kind", lambda one: words.say(f"stock.document.{one.row.kind.value}"), width=92),
            Column("stock.way", lambda one: way(one.row), stretch=True),
            Column("stock.goods", lambda one: one.row.summary, stretch=True),
            Column("stock.incident", lambda one: one.row.incident_number, width=104),
            Column("stock.state", lambda one: "　".join(tag.text for tag in tags(one)), width=124, stays=True),
            Column("stock.road", lambda one: clock_words(one, times), width=128, picture=SIDE),
            Column("stock.made", lambda one: times.near(one.row.created_at), width=92),
            Column("stock.who", lambda one: one.row.applicant or one.row.created_by, width=64),
        ),
        lambda one: one.row.id,
    )


def line_model(kind: DocumentKind, lots: Callable[[LineRow], str]) -> RowTableModel[LineRow]:
    """Lines of a document of that kind; ``lots`` tells the lots behind one."""

    def goods(line: LineRow) -> str:
        return f"{line.item_name}　{line.spec}".rstrip("　")

    return RowTableModel(
        (
            Column("stock.goods", goods, stretch=True, tip=lambda line: f"{goods(line)}\n{lots(line)}".strip()),
            Column("stock.lot", lots, width=112),
            *(
                Column(f"stock.{name}", told, align=Align.RIGHT, width=46, stays=True)
                for name, told in _AMOUNTS.get(kind, _PLAIN)
            ),
        ),
        lambda line: line.id,
    )


def _told(amount: object, line: LineRow) -> str:
    return f"{shown(amount)} {line.unit}"  # type: ignore[arg-type]


def _or_none(name: str) -> Callable[[LineRow], str]:
    return lambda line: shown(getattr(line, name)) if getattr(line, name) else "–"


def _differs(line: LineRow) -> str:
    off = line.asked - (line.booked or NOTHING)
    return f"{off:+f}" if off else "0"


def _becomes(line: LineRow) -> str:
    before, after = (words.say(f"stock.goods.{one.value}") for one in (line.state, line.to_state))
    return f"{before}→{after}"


_PLAIN: tuple[tuple[str, Callable[[LineRow], str]], ...] = (
    ("asked", lambda line: _told(line.asked, line)),
    ("issued", _or_none("issued")),
)
_AMOUNTS: dict[DocumentKind, tuple[tuple[str, Callable[[LineRow], str]], ...]] = {
    DocumentKind.TRANSFER: (
        *_PLAIN, ("received", _or_none("received")), ("short", _or_none("short")), ("damaged", _or_none("damaged")),
    ),
    DocumentKind.RETURN: (
        ("asked", lambda line: _told(line.asked, line)), ("whole", _or_none("received")),
        ("damaged", _or_none("damaged")), ("lost", _or_none("short")), ("used", _or_none("open")),
    ),
    DocumentKind.COUNT: (
        ("booked", lambda line: _told(line.booked or NOTHING, line)), ("counted", lambda line: shown(line.asked)),
        ("difference", _differs),
    ),
    DocumentKind.STATE: (("asked", lambda line: _told(line.asked, line)), ("becomes", _becomes)),
}  # fmt: skip


def step_model(times: Times) -> RowTableModel[StepRow]:
    """What happened to a document."""

    def who(step: StepRow) -> str:
        told = "" if step.who == step.by_name else words.say("stock.step.by", name=step.by_name)
        return f"{step.who}{told}"

    return RowTableModel(
        (
            Column("stock.at", lambda step: times.near(step.at), width=84),
            Column("stock.step", lambda step: words.say(f"stock.step.{step.kind}"), width=76),
            Column("stock.step_who", who, width=128),
            Column("stock.step_text", lambda step: step.text, stretch=True),
        ),
        lambda step: step.number,
    )
