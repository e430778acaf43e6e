"""响应启动, 调整, 终止通知: what was decided about a response, set as a document (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from console.domain.plans import Card, PlanText, shown
from console.domain.realm import Realm
from console.domain.report_page import ReportPage
from console.domain.responses import ResponseRow, StepKind, StepRow, split
from ui.printing.form import Form
from ui.printing.letter_form import letter_form
from ui.printing.parts import Print, content_digest, numeral, zh
from ui.printing.plan_forms import due_words, milestone_names
from ui.printing.station import Station

KINDS = {
    StepKind.START: "response_start", StepKind.RAISE: "response_change", StepKind.LOWER: "response_change",
    StepKind.END: "response_end",
}  # fmt: skip
"""The code of the print of each step that is announced."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A step of a response that is announced. ``before`` is the level it came from, ``ordinal`` counts such steps.

    ``cause`` is what it was started for in words; ``cards`` are those of its level, ``earlier`` those of the level
    before; ``checked`` are the answers of the checklist of an end.
    """

    row: ResponseRow
    cause: str
    plan: PlanText
    step: StepRow
    ordinal: int
    before: str
    cards: tuple[Card, ...]
    earlier: tuple[Card, ...]
    checked: tuple[str, ...] = ()


def announced(
    row: ResponseRow, cause: str, plan: PlanText, steps: Sequence[StepRow], live: Sequence[Card], step: StepRow,
    checked: Sequence[str] = (),
) -> Announced:  # fmt: skip
    """Gather what a notice says. ``live`` are the cards of the newest level; those of older ones are the plan's."""
    told = [one for one in steps if one.kind in KINDS]
    at = next(place for place, one in enumerate(told) if one.number == step.number)
    before = told[at - 1].level if at else ""
    newest = at + 1 == len(told)
    cards = tuple(live) if newest and row.running else _of_plan(plan, step.level)
    return Announced(row, cause, plan, step, at + 1, before, cards, _of_plan(plan, before), tuple(checked))


def response_letter(told: Announced, about: Print, *, issuer: str) -> Form:
    """The notice of that step."""
    kind = KINDS[told.step.kind]
    body, title = _body(told, about), _title(told)
    number = f"{told.row.number}-{told.ordinal}"
    page = ReportPage(
        mark=issuer, number=number, label="", title=title, to=_addressees(told), copies_to=(), body=body,
        issuer=issuer, signer="", day=told.step.at.astimezone(about.zone).date(), urgency="", marking="", standing="",
        realm=about.realm, digest=content_digest(f"{number} {title} {body}", ()),
    )  # fmt: skip
    return replace(letter_form(page, zone=about.zone, printed_at=about.printed_at), kind=kind)


def empty_letter(kind: str, about: Print) -> Form:
    """Every field and no words, for whoever makes the county's form."""
    page = ReportPage(
        mark="", number="-", label="", title=zh(f"forms.kind.{kind}"), to=(), copies_to=(), body="", issuer="",
        signer="", day=None, urgency="", marking="", standing="", realm=Realm(about.realm), digest="",
    )  # fmt: skip
    return replace(letter_form(page, zone=about.zone, printed_at=about.printed_at), kind=kind)


def _of_plan(plan: PlanText, level: str) -> tuple[Card, ...]:
    found = plan.at(level) if level else None
    return found.cards if found is not None else ()


def _title(told: Announced) -> str:
    facts = {"title": told.plan.title, "level": shown(told.step.level), "before": shown(told.before)}
    return zh(f"notice.title.{told.step.kind.value}", **facts)


def _addressees(told: Announced) -> tuple[str, ...]:
    units = tuple(dict.fromkeys(card.unit for card in told.cards if card.unit))
    return units or (zh("notice.everybody"),)


def _body(told: Announced, about: Print) -> str:
    step, station = told.step, Station(about.zone)
    facts = {
        "cause": told.cause, "title": told.plan.title, "level": shown(step.level), "before": shown(told.before),
        "by": step.approved_by, "at": _said_time(step.at, about), "since": station.minute(told.row.started_at),
    }  # fmt: skip
    lines = [zh(f"notice.opening.{step.kind.value}", **facts)]
    parts: Sequence[tuple[str, Sequence[str]]] = _ending(told) if step.kind is StepKind.END else _working(told)
    for at, (head, said) in enumerate([part for part in parts if part[1]], start=1):
        lines += [f"{numeral(at)}、{head}", *said]
    return "\n".join(lines)


def _working(told: Announced) -> list[tuple[str, Sequence[str]]]:
    level = told.plan.at(told.step.level)
    names = milestone_names(level) if level is not None else {}
    led = [level.organisation] if level is not None and level.organisation else []
    closing = [zh("notice.duties")]
    if told.step.kind is StepKind.START:
        return [
            (zh("notice.organisation"), led), (zh("notice.tasks"), _cards(told.cards, names)),
            (zh("notice.demands"), closing),
        ]  # fmt: skip
    new, kept, gone = split([card.code for card in told.earlier], [card.code for card in told.cards])
    earlier = {card.code: card for card in told.earlier}
    now = {card.code: card for card in told.cards}
    return [
        (zh("notice.organisation"), led),
        (zh("notice.new"), _cards([now[code] for code in new], names)),
        (zh("notice.kept"), _cards([now[code] for code in kept], names)),
        (zh("notice.cancelled"), _cards([earlier[code] for code in gone], {}, timed=False)),
        (zh("notice.demands"), closing),
    ]


def _ending(told: Announced) -> list[tuple[str, Sequence[str]]]:
    reason = [told.step.text] if told.step.text else []
    return [
        (zh("notice.reason"), reason),
        (zh("notice.checked"), told.checked),
        (zh("notice.demands"), [zh("notice.after_end")]),
    ]


def _cards(cards: Sequence[Card], names: Mapping[str, str], *, timed: bool = True) -> list[str]:
    made = []
    for at, card in enumerate(cards, start=1):
        whose = f"{card.unit}{card.post}"
        text = card.action.strip().rstrip("。")
        limit = f"（{due_words(card, names)}）" if timed else ""
        made.append(f"（{numeral(at)}）{whose}：{text}{limit}。" if at < 100 else f"{whose}：{text}{limit}。")
    return made


def _said_time(at: datetime, about: Print) -> str:
    local = at.astimezone(about.zone)
    return zh("notice.time", year=local.year, month=local.month, day=local.day, clock=f"{local:%H:%M}")
