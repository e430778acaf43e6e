"""领导批示办理单, 派单与反馈单, 督办单, 催办单, 风险提示单, 整改报告单: what was ordered, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from console.domain.orders import Form as Paper
from console.domain.orders import InstructionRow, OrderRow, StepKind, StepRow
from console.domain.realm import WATERMARK
from ui.printing.form import Block, Column, Form, Lines, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.parts import Print, content_digest, footer, numbered, zh
from ui.printing.station import Station

_ANSWERS = frozenset({StepKind.FEEDBACK, StepKind.CLAIMED})
_TASKS = (("number", 0, 37), ("unit", 1, 0), ("person", 0, 20), ("due", 0, 26), ("state", 0, 19), ("last", 0, 37))
_STEPS = (("at", 0, 35), ("step", 0, 24), ("who", 0, 24), ("text", 1, 0), ("by", 0, 20))
_BY_HAND = 6
_OF_INSTRUCTION = frozenset({Paper.INSTRUCTION, Paper.NONE})


def instruction_form(row: InstructionRow, tasks: Sequence[OrderRow], about: Print, *, incident: str = "") -> Form:
    """领导批示办理单: the words as they were said, to whom they were passed, how far each of them is."""
    station = Station(about.zone)
    read_back = zh("instructions.not_read_back")
    if row.read_back_at is not None:
        read_back = f"{station.minute(row.read_back_at)}　{row.read_back_by}"
    blocks = numbered(
        (
            Pairs(
                zh("instructions.title"),
                (
                    Pair(zh("instructions.leader"), row.leader),
                    Pair(zh("instructions.post"), row.post),
                    Pair(zh("instructions.said_at"), station.minute(row.said_at)),
                    Pair(zh("instructions.way"), zh(f"instruction.way.{row.way.value}")),
                    Pair(zh("print.order.recorded"), f"{station.minute(row.recorded_at)}　{row.recorded_by}"),
                    Pair(zh("print.order.read_back"), read_back),
                    *_incident(incident),
                ),
            ),
            Prose(zh("instructions.words"), row.words),
            _tasks(tasks, station, row.said_at),
            Lines(zh("print.order.result"), _BY_HAND, 9.0),
        )
    )
    boxes = _boxes("handler", "leader", "instructing")
    return paper("instruction", row.number, zh("print.order.title.instruction"), blocks, boxes, about)


def order_form(
    row: OrderRow, steps: Sequence[StepRow], about: Print, *, incident: str = "", reminder: bool = False
) -> Form:
    """The paper a task goes out with; ``reminder`` makes it a 催办单. Its last part is what the unit answers.

    Nobody's telephone number is printed.
    """
    station = Station(about.zone)
    kind = "reminder" if reminder else "order" if row.form in _OF_INSTRUCTION else row.form.value
    answers = [step for step in steps if step.kind in _ANSWERS]
    blocks = numbered(
        (
            Pairs(zh("print.order.task"), (*_ordered(row, station), *_incident(incident))),
            Prose(zh("orders.text"), row.text),
            _steps(steps, station),
            Lines(zh("print.order.answer"), _BY_HAND, 9.0) if not answers else _answers(answers, station),
        )
    )
    boxes = _boxes("giver", "unit", "verifier")
    return paper(kind, row.number, zh(f"print.order.title.{kind}"), blocks, boxes, about)


def _ordered(row: OrderRow, station: Station) -> tuple[Pair, ...]:
    due = station.minute(row.due_at) if row.due_at else zh("orders.no_due")
    return (
        Pair(zh("print.order.unit"), row.unit),
        Pair(zh("orders.person"), row.owner),
        Pair(zh("print.order.given"), f"{station.minute(row.created_at)}　{row.created_by}"),
        Pair(zh("orders.due"), due),
        Pair(zh("print.order.column.state"), state_of(row)),
        Pair(zh("print.order.closed"), f"{station.minute(row.closed_at)}　{row.closed_by}" if row.closed_at else ""),
        *([Pair(zh("print.order.result"), row.result, wide=True)] if row.result else []),
    )


def state_of(row: OrderRow) -> str:
    """How far it is, in one word."""
    return zh(f"order.stage.{row.stage.value}") if row.state == "open" and row.stage else zh(f"print.state.{row.state}")


def _incident(number: str) -> list[Pair]:
    return [Pair(zh("instructions.incident"), number, wide=True)] if number else []


def _tasks(tasks: Sequence[OrderRow], station: Station, said_at: datetime) -> Section:
    """Times of the day the words were said are told without it: a line of the table is one line."""
    rows = []
    for task in tasks:
        last = zh(f"order.step.{task.last_step}") if task.last_step else ""
        at = station.of_day(task.last_at, said_at) if task.last_at else ""
        due = station.of_day(task.due_at, said_at) if task.due_at else zh("orders.no_due")
        rows.append(Row((task.number, task.unit, task.owner, due, state_of(task), f"{last} {at}".strip())))
    return Section(zh("print.order.tasks"), "", _columns(_TASKS), tuple(rows), zh("print.none"))


def _steps(steps: Sequence[StepRow], station: Station) -> Section:
    rows = []
    for step in steps:
        text = step.text
        if step.due_at is not None:
            text = "\n".join(part for part in (text, zh("print.order.new_due", at=station.minute(step.due_at))) if part)
        rows.append(
            Row((station.minute(step.at), zh(f"order.step.{step.kind.value}"), step.who, text, step.by_name))
        )  # fmt: skip
    return Section(zh("orders.steps"), "", _columns(_STEPS), tuple(rows), zh("print.none"))


def _answers(steps: Sequence[StepRow], station: Station) -> Prose:
    told = [f"{station.minute(step.at)}　{step.who}：{step.text}" for step in steps]
    return Prose(zh("print.order.answer"), "\n".join(told))


def _columns(named: Sequence[tuple[str, int, int]]) -> tuple[Column, ...]:
    return tuple(Column(zh(f"print.order.column.{name}"), weight, width) for name, weight, width in named)


def paper(
    kind: str, number: str, title: str, blocks: tuple[Block, ...], boxes: tuple[Signature, ...], about: Print
) -> Form:  # fmt: skip
    """A paper with its number under the title and boxes to sign in."""
    return Form(
        title=title,
        number=number,
        subtitle=(f"{about.site}　{number}",),
        blocks=blocks,
        signatures=boxes,
        signatures_title=zh("print.signatures"),
        footer=footer(about, number, content_digest(number, blocks)),
        watermark=WATERMARK[about.realm],
        kind=kind,
    )


def _boxes(*named: str) -> tuple[Signature, ...]:
    return tuple(Signature(zh(f"print.order.box.{name}")) for name in named)
