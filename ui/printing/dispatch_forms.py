"""队伍调动单, 任务单, 支援请求单, 通行单, 调度方案: teams on their way, what is asked of others, who may pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from console.domain.assignments import TeamState
from console.domain.dispatch_papers import Addressee, AskedFor, PassAsked, SupportAsked, TeamSent
from console.domain.dispatching import DispatchRow
from console.domain.incident import IncidentRow
from ui.printing.form import Block, Column, Form, Lines, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.order_forms import paper
from ui.printing.parts import Print, numbered, zh
from ui.printing.station import Station

STEPS = (
    TeamState.ASSIGNED, TeamState.MUSTERING, TeamState.DEPARTED, TeamState.ARRIVED, TeamState.DONE, TeamState.RETURNED
)  # fmt: skip
"""The six time stamps of a task sheet."""
_TEAMS = (
    ("no", 0, 10), ("team", 1.2, 0), ("people", 0, 13), ("head", 0, 22), ("base", 1, 0), ("what", 1, 0),
    ("place", 1.2, 0), ("expected", 0, 21),
)  # fmt: skip
_STAMPS = (("step", 0, 24), ("at", 0, 38), ("place", 1, 0), ("who", 0, 30), ("remark", 1, 0))
_ASKED = (("no", 0, 10), ("asked", 1.4, 0), ("amount", 0, 24), ("place", 1.2, 0), ("due", 0, 34), ("priority", 0, 16))
_PROPOSED = (("no", 0, 10), ("send", 1.1, 0), ("why", 1.6, 0), ("cost", 1.1, 0), ("arrival", 0, 22))
_BY_HAND = 4


def move_form(row: DispatchRow, teams: Sequence[TeamSent], incident: IncidentRow, about: Print) -> Form:
    """队伍调动单 of an order: every team of it, where it is to be and when. Nobody's own number is printed."""
    station = Station(about.zone)
    rows = tuple(
        Row((
            str(at), f"{one.team.name}\n{one.row.number}", _people(one), one.team.head_a, one.team.base,
            one.need.what if one.need else "", one.row.place, _expected(one, station, row),
        ))
        for at, one in enumerate(teams, 1)
    )  # fmt: skip
    approved = f"{row.commander}（{zh(f'responses.way.{row.way}')}）"
    blocks: list[Block] = [
        Pairs(
            zh("print.dispatch.order"),
            (
                Pair(zh("print.dispatch.approved"), approved),
                Pair(zh("print.dispatch.given"), f"{station.minute(row.at)}　{row.by_name}"),
                *_incident(incident),
            ),
        ),
        *([Prose(zh("print.dispatch.words"), row.text)] if row.text else []),
        Section(zh("print.dispatch.teams"), "", _columns(_TEAMS), rows, zh("print.none")),
    ]
    boxes = _boxes("approver", "officer", "team")
    return paper("team_move", row.number, zh("print.dispatch.title.team_move"), numbered(blocks), boxes, about)


def task_form(one: TeamSent, incident: IncidentRow, about: Print) -> Form:
    """任务单 of one team: where to, for what, whom to ask for there, and its six time stamps, by hand where open."""
    station, row = Station(about.zone), one.row
    blocks: tuple[Block, ...] = (
        Pairs(zh("print.dispatch.team"), (*_team(one), *_way(one, station), *_incident(incident))),
        Prose(zh("print.dispatch.task"), one.task or (one.need.what if one.need else incident.title)),
        *([Prose(zh("print.dispatch.equipment"), one.team.equipment)] if one.team.equipment else []),
        Section(zh("print.dispatch.stamps"), "", _columns(_STAMPS), _stamps(one, station), "", row_height=8.0),
        Lines(zh("print.dispatch.done"), _BY_HAND, 9.0),
    )
    boxes = (Signature(zh("print.dispatch.box.officer")), Signature(zh("print.dispatch.box.team"), one.team.head_a),
             Signature(zh("print.dispatch.box.scene")))  # fmt: skip
    return paper("team_task", row.number, zh("print.dispatch.title.team_task"), numbered(blocks), boxes, about)


def support_form(asked: SupportAsked, incident: IncidentRow, about: Print) -> Form:
    """支援请求单: what is short, for whom, until when. It has no series of its own: its number is written in."""
    station = Station(about.zone)
    to = asked.name or zh(f"print.dispatch.to.{asked.to.value}")
    head = (
        Pair(zh("print.dispatch.addressee"), to),
        Pair(zh("print.dispatch.asking"), about.site),
        Pair(zh("print.dispatch.asked_at"), station.minute(about.printed_at)),
        Pair(zh("print.dispatch.number"), ""),
        *_incident(incident),
        Pair(zh("print.dispatch.grade"), _graded(incident)),
        Pair(zh("print.dispatch.occurred"), station.minute(incident.occurred_at) if incident.occurred_at else ""),
    )
    meeting = (
        Pair(zh("print.dispatch.assembly"), asked.assembly, wide=True),
        Pair(zh("print.dispatch.contact"), asked.contact),
        Pair(zh("print.dispatch.phone"), asked.phone),
        Pair(zh("print.dispatch.support"), asked.support, wide=True),
    )
    garrison = [Lines(zh("print.dispatch.force"), 3, 9.0)] if asked.to is Addressee.GARRISON else []
    blocks: tuple[Block, ...] = (
        Pairs(zh("print.dispatch.request"), head),
        Prose(zh("print.dispatch.situation"), asked.situation or incident.summary),
        Prose(zh("print.dispatch.measures"), asked.measures or incident.measures, zh("print.none")),
        Section(zh("print.dispatch.asked"), "", _columns(_ASKED), _wanted(asked.lines, station), zh("print.none"),
                row_height=8.0),
        *garrison,
        Pairs(zh("print.dispatch.meeting"), meeting, row_height=9.0),
    )  # fmt: skip
    boxes = (Signature(zh("print.dispatch.box.officer")), Signature(zh("print.dispatch.box.seal"), asked.approver),
             Signature(zh("print.dispatch.box.taken")))  # fmt: skip
    title = zh("print.dispatch.title.support_request")
    made = paper("support_request", "", title, numbered(blocks), boxes, about)
    return replace(made, subtitle=(f"{about.site}　{incident.number}",))


def pass_form(asked: PassAsked, incident: IncidentRow, about: Print) -> Form:
    """通行单: which vehicle of whom goes from where to where, until when; it holds with the seal alone."""
    station = Station(about.zone)
    people = "" if asked.people is None else zh("print.dispatch.people", count=asked.people)
    valid = " ― ".join(station.minute(at) if at else "　" * 8 for at in (asked.valid_from, asked.valid_until))
    blocks: tuple[Block, ...] = (
        Pairs(
            zh("print.dispatch.pass"),
            (
                Pair(zh("print.dispatch.unit"), asked.unit),
                Pair(zh("print.dispatch.plate"), asked.plate),
                Pair(zh("print.dispatch.driver"), asked.driver),
                Pair(zh("print.dispatch.crew"), people),
                Pair(zh("print.dispatch.cargo"), asked.cargo, wide=True),
                Pair(zh("print.dispatch.from"), asked.start),
                Pair(zh("print.dispatch.to_place"), asked.end),
                Pair(zh("print.dispatch.route"), asked.route, wide=True),
                Pair(zh("print.dispatch.valid"), valid, wide=True),
                *_incident(incident),
            ),
            row_height=11.0,
        ),
        Prose(zh("print.dispatch.notes"), zh("print.dispatch.pass_notes")),
    )
    boxes = (Signature(zh("print.dispatch.box.seal")), Signature(zh("print.dispatch.box.issuer"), asked.approver),
             Signature(zh("print.dispatch.box.checked")))  # fmt: skip
    return paper("pass_slip", asked.number, zh("print.dispatch.title.pass_slip"), numbered(blocks), boxes, about)


def proposal_form(
    head: str, lines: Sequence[tuple[str, str, str, str]], shorts: Sequence[str], subject: str, about: Print
) -> Form:
    """调度方案 as it is put before a commander: who goes, why, what it costs elsewhere. Nothing is ordered by it."""
    rows = tuple(Row((str(at), *cells)) for at, cells in enumerate(lines, 1))
    blocks: tuple[Block, ...] = (
        Prose(zh("print.dispatch.proposed"), head),
        Section(zh("print.dispatch.lines"), "", _columns(_PROPOSED), rows, zh("print.none")),
        Prose(zh("print.dispatch.shorts"), "\n".join(shorts), zh("print.none")),
    )
    boxes = _boxes("officer", "approver")
    made = paper("", "", zh("print.dispatch.title.proposal"), numbered(blocks), boxes, about)
    return replace(made, subtitle=(f"{about.site}　{subject}",))


def _graded(incident: IncidentRow) -> str:
    return zh(f"incident.grade.{incident.grade.value}" if incident.grade.value else "incident.standing.none")


def _incident(incident: IncidentRow) -> tuple[Pair, ...]:
    return (
        Pair(zh("print.dispatch.incident"), f"{incident.number}　{incident.title}", wide=True),
        *([Pair(zh("print.dispatch.where"), incident.place, wide=True)] if incident.place else []),
    )


def _team(one: TeamSent) -> tuple[Pair, ...]:
    team = one.team
    return (
        Pair(zh("print.dispatch.column.team"), f"{team.name}　{team.code}".strip()),
        Pair(zh("print.dispatch.kind"), one.kind),
        Pair(zh("print.dispatch.column.head"), team.head_a),
        Pair(zh("print.dispatch.call_sign"), team.call_sign),
        Pair(zh("print.dispatch.crew"), _people(one)),
        Pair(zh("print.dispatch.column.base"), team.base),
    )


def _way(one: TeamSent, station: Station) -> tuple[Pair, ...]:
    row = one.row
    spot = (
        f"（{row.latitude:.5f}，{row.longitude:.5f}）" if row.latitude is not None and row.longitude is not None else ""
    )
    limits = [
        zh(f"print.dispatch.limit.{name}", minutes=minutes)
        for name, minutes in (("leave", row.leave_minutes), ("arrive", row.arrive_minutes))
        if minutes is not None
    ]
    basis = f"（{row.basis}）" if row.basis and limits else ""
    ordered = one.order
    approved = f"{ordered.commander}　{ordered.number}" if ordered is not None else ""
    return (
        Pair(zh("print.dispatch.column.place"), f"{row.place}{spot}", wide=True),
        Pair(zh("print.dispatch.contact"), f"{row.contact}　{row.phone}".strip("　")),
        Pair(zh("print.dispatch.column.expected"), station.minute(row.expected_at) if row.expected_at else ""),
        Pair(zh("print.dispatch.limits"), "，".join(limits) + basis),
        Pair(zh("print.dispatch.approved"), approved),
    )


def _stamps(one: TeamSent, station: Station) -> tuple[Row, ...]:
    told = {step.state: step for step in one.row.steps}
    rows = []
    for state in STEPS:
        step, name = told.get(state), zh(f"team.state.{state.value}")
        cells = ("", "", "", "") if step is None else (station.minute(step.at), step.place, step.who, step.reason)
        rows.append(Row((name, *cells)))
    return tuple(rows)


def _people(one: TeamSent) -> str:
    """As many as were sent, else as many as the team has; nobody recorded any: left to ink."""
    count = one.row.people if one.row.people is not None else one.team.people
    return zh("print.dispatch.people", count=count) if count else ""


def _expected(one: TeamSent, station: Station, row: DispatchRow) -> str:
    return station.of_day(one.row.expected_at, row.at) if one.row.expected_at else zh("candidate.unknown")


def _wanted(lines: Sequence[AskedFor], station: Station) -> tuple[Row, ...]:
    return tuple(
        Row((
            str(at), line.what, line.amount, line.place, station.minute(line.due_at) if line.due_at else "",
            zh(f"need.priority.{line.priority}"),
        ))
        for at, line in enumerate(lines, 1)
    )  # fmt: skip


def _columns(named: Sequence[tuple[str, float, float]]) -> tuple[Column, ...]:
    return tuple(Column(zh(f"print.dispatch.column.{name}"), weight, width) for name, weight, width in named)


def _boxes(*named: str) -> tuple[Signature, ...]:
    return tuple(Signature(zh(f"print.dispatch.box.{name}")) for name in named)
