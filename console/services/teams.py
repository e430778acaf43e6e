"""Teams with their papers: kept, found, listed with what they do now, told when a paper of theirs ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping

from console import words
from console.domain.assigning import chain
from console.domain.call_lists import LIMITS as CALL_LIMITS
from console.domain.call_lists import Attempt, CallOutcome
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor, may
from console.domain.spots import SpotSense, sense
from console.domain.stated import require_past
from console.domain.teams import (
    LIMITS,
    CertificateRow,
    Expiring,
    NewCertificate,
    NewTeam,
    Readiness,
    TeamFilter,
    TeamRow,
    checked_certificate,
    cleaned_phone,
    expiring,
    found,
    suits,
)
from console.domain.text import one_line
from console.errors import Refused
from console.services import lines
from console.services.county_bounds import bounds
from console.services.lists import current_rows
from console.services.settings import current
from console.services.team_writing import certificate, codes, fill, known, require_own_name
from db import books
from db.base import Base
from db.models.contacts import CallAttempt
from db.models.teams import Team, TeamCertificate
from db.queries import assignments
from db.queries import teams as query
from db.store import Store, Tx

EXPIRY = ("stock.expiry_far", "stock.expiry_near", "stock.expiry_last")
"""The county's settings: how many days before its end a paper is told, far, near and last."""
FOUND = 50
"""Teams of one search."""


class TeamsService:
    """Use cases of teams. Nobody is deleted: a team that is no more is retired."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # looking

    def rows(self, wanted: TeamFilter | None = None) -> list[TeamRow]:
        """Teams by number, or where something is asked the best first; each with what it is doing now."""
        wanted = wanted or TeamFilter()
        with self._store.reading() as connection:
            teams = [one for one in every(connection, retired=wanted.retired) if _fits(one, wanted)]
            if wanted.event_type:
                parents = query.parents(connection)
                chains = {code: chain(code, parents) for code in parents}
                skills = {item.code: item.items("event_types") for item in current_rows(connection, "skills")}
                types = chains.get(wanted.event_type, (wanted.event_type,))
                teams = [one for one in teams if suits(one, types, skills, wanted.event_type, chains)]
        return found(teams, wanted.asked, FOUND) if wanted.asked.strip() else teams

    def find(self, text: str, limit: int = 8) -> list[TeamRow]:
        """By characters of the name, pinyin, initials, number, telephone, base or head; the best first."""
        with self._store.reading() as connection:
            teams = every(connection)
        return found(teams, text, limit)

    def one(self, team_id: UUID) -> TeamRow:
        """Refuses no_such_team."""
        with self._store.reading() as connection:
            return _one(every(connection, retired=True), lambda team: team.id == team_id)

    def by_code(self, code: str) -> TeamRow:
        """Refuses no_such_team."""
        with self._store.reading() as connection:
            return _one(every(connection, retired=True), lambda team: team.code == code)

    def expiring(self) -> list[Expiring]:
        """Certificates and insurance that ended or end soon, the soonest first, by the county's three limits."""
        with self._store.reading() as connection:
            now = self._clock.now()
            far, near, last = (int(current(connection, key, now)) for key in EXPIRY)
            return expiring(every(connection), self._day(now), far, near, last)

    def spot(self, latitude: float | None, longitude: float | None) -> SpotSense:
        """What typed coordinates say: in the county, outside of it, swapped …"""
        with self._store.reading() as connection:
            return sense(latitude, longitude, bounds(connection))

    # keeping

    def add(self, team: NewTeam, papers: Sequence[NewCertificate] = (), *, key: UUID | None = None, by: Actor
            ) -> TeamRow:  # fmt: skip
        """A new team with its papers; the same ``key`` twice is once. Refuses what ``fill`` does."""
        row = Team(id=key or uuid4(), readiness="ready", readiness_note="", active=True, version=1)
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            if tx.session.get(Team, row.id) is None:
                fill(tx, row, team)
                tx.session.add(row)
                tx.flush()
                made = [certificate(row.id, paper) for paper in papers]
                tx.session.add_all(made)
                self._line(tx, f"新增队伍 {row.code} {row.name}", [row, *made])
        return self.one(row.id)

    def change(self, team_id: UUID, team: NewTeam, *, seen: int, by: Actor) -> TeamRow:
        """Refuses changed_meanwhile and what ``fill`` does."""
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            row = _seen(tx, team_id, seen)
            fill(tx, row, team)
            row.version += 1
            self._line(tx, f"修改队伍 {row.code} {row.name}", [row])
        return self.one(team_id)

    def retire(self, team_id: UUID, *, seen: int, by: Actor) -> TeamRow:
        """It is no longer kept; refuses team_engaged while it is promised to or at work somewhere."""
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            row = _seen(tx, team_id, seen)
            busy = assignments.engaged(tx.connection, {team_id}).get(team_id, [])
            if busy:
                raise Refused("team_engaged", team=row.name, number=busy[0].number, count=len(busy))
            self._switch(tx, row, active=False)
        return self.one(team_id)

    def restore(self, team_id: UUID, *, seen: int, by: Actor) -> TeamRow:
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            self._switch(tx, _seen(tx, team_id, seen), active=True)
        return self.one(team_id)

    def tell(
        self, team_id: UUID, readiness: Readiness, note: str = "", since: datetime | None = None,
        people_ready: int | None = None, *, seen: int, by: Actor,
    ) -> TeamRow:  # fmt: skip
        """What a team says of itself, since when; anything but 待命 says why. The desk or the keeper writes it.

        Refuses readiness_note_missing, time_future, people_ready_more, changed_meanwhile.
        """
        note = one_line(note, LIMITS["note"])
        if readiness is not Readiness.READY and not note:
            raise Refused("readiness_note_missing", field="note")
        leave = Action.DISPATCH if may(by, Action.DISPATCH) else Action.EDIT_TEAMS
        with self._store.writing(by=by, action=leave) as tx:
            row, now = _seen(tx, team_id, seen), self._clock.now()
            require_past(since or now, now, self._zone(), "since")
            if people_ready is not None and not 0 <= people_ready <= row.people:
                raise Refused("people_ready_more", field="people_ready", ready=people_ready, people=row.people)
            row.readiness, row.readiness_note, row.readiness_at = readiness.value, note, since or now
            row.people_ready = row.people_ready if people_ready is None else people_ready
            row.version += 1
            said = words.say_in("zh", f"team.readiness.{readiness.value}")
            self._line(tx, f"{row.name} {said}" + (f"：{note}" if note else ""), [row])
        return self.one(team_id)

    def called(self, team_id: UUID, phone: str, outcome: CallOutcome, remark: str = "", *, by: Actor) -> Attempt:
        """What came of ringing a head of a team: a line of the duty log. Refuses bad_phone, no_such_team."""
        remark, number = one_line(remark, CALL_LIMITS["remark"]), cleaned_phone(phone)
        if not number:
            raise Refused("bad_phone", phone=phone)
        with self._store.writing(by=by, action=Action.CALL) as tx:
            team, now = tx.session.get(Team, team_id), self._clock.now()
            if team is None:
                raise Refused("no_such_team")
            head = (team.head_b if number == team.phone_b else team.head_a) or team.name
            made = CallAttempt(
                call_list_id=None, person_id=None, name=head, phone=number, outcome=outcome.value, at=now,
                remark=remark, by_name=tx.by.name,
            )  # fmt: skip
            tx.session.add(made)
            tx.flush()
            said = words.say_in("zh", f"call.outcome.{outcome.value}")
            text = f"联系队伍 {team.name}（{head}）{number}：{said}{'，' + remark if remark else ''}"
            lines.write(tx, books.DUTY, ActKind.CALL, text, at=now, about=[made], person=head)
            return Attempt(made.number, None, None, head, number, outcome, now, remark, tx.by.name)

    # papers

    def add_certificate(self, team_id: UUID, paper: NewCertificate, *, by: Actor) -> CertificateRow:
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            team = tx.session.get(Team, team_id)
            if team is None:
                raise Refused("no_such_team")
            row = certificate(team_id, paper)
            tx.session.add(row)
            self._line(tx, f"{team.name} 新增证书 {_paper(row)}", [row])
        return _certificate(row)

    def change_certificate(self, paper_id: UUID, paper: NewCertificate, *, seen: int, by: Actor) -> CertificateRow:
        """Refuses no_such_certificate, changed_meanwhile."""
        said = checked_certificate(paper)
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            row = _paper_seen(tx, paper_id, seen)
            row.kind, row.holder, row.number, row.expires_on = said.kind, said.holder, said.number, said.expires_on
            row.version += 1
            self._line(tx, f"{tx.session.get_one(Team, row.team_id).name} 修改证书 {_paper(row)}", [row])
        return _certificate(row)

    def end_certificate(self, paper_id: UUID, *, seen: int, by: Actor) -> None:
        """It no longer counts; it stays in the book."""
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            row = _paper_seen(tx, paper_id, seen)
            row.active, row.version = False, row.version + 1
            self._line(tx, f"{tx.session.get_one(Team, row.team_id).name} 停用证书 {_paper(row)}", [row])

    def _switch(self, tx: Tx, row: Team, *, active: bool) -> None:
        if active:
            require_own_name(row.name, row.id, known(tx.connection))
        row.active, row.version = active, row.version + 1
        self._line(tx, f"{'启用' if active else '停用'}队伍 {row.code} {row.name}", [row])

    def _day(self, now: datetime) -> date:
        return now.astimezone(self._zone()).date()

    def _line(self, tx: Tx, text: str, about: Iterable[Base]) -> None:
        lines.write(tx, books.AUDIT, ActKind.TEAM, text, at=self._clock.now(), about=list(about))


def every(connection: Connection, *, retired: bool = False) -> list[TeamRow]:
    """Shared step of every reader: teams by number with papers and what they are engaged in."""
    papers, busy = query.certificates(connection), assignments.engaged(connection)
    made = []
    for row in query.rows(connection, retired=retired):
        told = {one.name: row[one.name] for one in fields(TeamRow) if one.name in row}
        told |= {name: codes(row[name]) for name in ("skills", "event_types")}
        told["readiness"] = Readiness(row["readiness"])
        own = tuple(_certificate(paper) for paper in papers.get(row["id"], ()))
        made.append(TeamRow(**told, certificates=own, engaged=tuple(busy.get(row["id"], ()))))
    return made


def _fits(team: TeamRow, wanted: TeamFilter) -> bool:
    return (
        wanted.kind in ("", team.kind)
        and (not wanted.skill or wanted.skill in team.skills)
        and (not wanted.readiness or team.readiness in wanted.readiness)
        and (wanted.free is None or team.free == wanted.free)
        and (wanted.undrilled_since is None or (team.last_drill_on or date.min) < wanted.undrilled_since)
    )


def _one(teams: Iterable[TeamRow], fits: Callable[[TeamRow], bool]) -> TeamRow:
    for team in teams:
        if fits(team):
            return team
    raise Refused("no_such_team")


def _seen(tx: Tx, team_id: UUID, seen: int) -> Team:
    row = tx.session.get(Team, team_id)
    if row is None:
        raise Refused("no_such_team")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.name)
    return row


def _paper_seen(tx: Tx, paper_id: UUID, seen: int) -> TeamCertificate:
    row = tx.session.get(TeamCertificate, paper_id)
    if row is None:
        raise Refused("no_such_certificate")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.kind)
    return row


def _certificate(row: TeamCertificate | RowMapping) -> CertificateRow:
    names = [one.name for one in fields(CertificateRow)]
    if isinstance(row, TeamCertificate):
        return CertificateRow(**{name: getattr(row, name) for name in names})
    return CertificateRow(**{name: row[name] for name in names})


def _paper(row: TeamCertificate) -> str:
    until = f"至 {row.expires_on.isoformat()}" if row.expires_on else ""
    return " ".join(part for part in (row.kind, row.holder, row.number, until) if part)
