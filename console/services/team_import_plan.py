"""What a workbook of teams or experts would do to a store: row by row, compared by number, nothing written yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console import words
from console.domain.experts import NewExpert, Tier
from console.domain.importing import Progress
from console.domain.spots import SpotSense, sense
from console.domain.team_table import Changed, Difference, Reading, Row
from console.domain.teams import NewCertificate, NewTeam, Readiness, checked_certificate
from console.errors import Refused
from console.services import experts, place_said
from console.services import team_writing as writing
from db.base import Base
from db.models.teams import Expert, Team, TeamCertificate
from db.store import Tx


@dataclass(slots=True)
class Plan:
    """What a file would do to one store: new rows, changed rows with their differences, and what writes each."""

    acts: list[Callable[[Tx], Base]] = field(default_factory=list)
    old: dict[int, tuple[type[Base], UUID]] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)
    added: int = 0
    unchanged: int = 0

    def add(self, act: Callable[[Tx], Base]) -> None:
        self.acts.append(act)
        self.added += 1

    def update(self, kind: type[Base], key: UUID, act: Callable[[Tx], Base], changed: Changed) -> None:
        if not changed.differences:
            self.unchanged += 1
            return
        self.old[len(self.acts)] = (kind, key)
        self.acts.append(act)
        self.changed.append(changed)


@dataclass(frozen=True, slots=True)
class _Word:
    """What a team says of itself, as a file has it."""

    readiness: Readiness
    note: str


_PaperKey = tuple[UUID, str, str, str]
"""Team, kind, holder and number of a certificate."""


class _TeamWork:
    """A file of teams held against the store, row by row."""

    def __init__(self, connection: Connection, reading: Reading, now: datetime) -> None:
        self._reading, self._now, self._plan = reading, now, Plan()
        self._lists = writing.known(connection)
        self._rows = {row.id: row for row in connection.execute(select(Team.__table__))}
        self._of = {self._rows[key].code: key for key in self._rows}
        self._by_name = dict(self._lists.names)
        self._places = place_said.places(connection)
        papers = connection.execute(select(TeamCertificate.__table__).where(TeamCertificate.active))
        self._papers: dict[_PaperKey, Any] = {(one.team_id, one.kind, one.holder, one.number): one for one in papers}
        self._seen: dict[UUID, int] = {}

    def plan(self, progress: Progress) -> Plan:
        rows = self._reading.rows
        count = sum(map(len, rows.values()))
        for row in progress.over("compare", rows.get("teams", []), count):
            self._try(row, self._team)
        for row in rows.get("certificates", []):
            self._try(row, self._certificate)
        return self._plan

    def _try(self, row: Row, take: Callable[[Row], None]) -> None:
        try:
            take(row)
        except Refused as trouble:
            self._reading.refuse(row.refused(trouble))

    def _team(self, row: Row) -> None:
        code, name = row.values.get("code", ""), row.values.get("name", "")
        known = self._of.get(code) if code else self._by_name.get(name)
        stored = self._rows.get(known) if known is not None else None
        key = known or uuid4()
        if key in self._seen:
            raise Refused("team_twice", field="code", number=code or name, row=self._seen[key])
        before = _of_row(stored) if stored is not None else None
        said = writing.sound(self._merged(row, before), key, self._lists, before)
        word = self._word(row, stored)
        self._told_where(row, said)
        self._seen[key] = row.number
        self._of[said.code], self._by_name[said.name] = key, key
        self._lists.taken(key, said.code, said.name)
        if stored is None:
            self._plan.add(_new_team(key, said, word, self._now))
            return
        differences = _differences(before, said, self._lists)
        if word is not None:
            was = _Word(Readiness(stored.readiness), stored.readiness_note)
            differences += [Difference("readiness", *map(_said_word, (was, word)))] if word != was else []
        if not stored.active:
            differences.append(Difference("active", "停用", "启用"))
        changed = Changed(row.sheet, row.number, said.code, said.name, tuple(differences))
        self._plan.update(Team, key, _changed_team(key, said, word, self._now), changed)

    def _merged(self, row: Row, before: NewTeam | None) -> NewTeam:
        """What the row says over what is kept: a column the file does not have stays."""
        told: dict[str, Any] = {}
        for name, value in row.values.items():
            if name in _ASIDE:
                continue
            kept = before is not None and value in ("", None, ()) and name in _KEPT
            if not kept:
                told[name] = _DEFAULT[name] if value is None and name in _DEFAULT else value
        if "kind" in told:
            told["kind"] = _code_of(told["kind"], self._lists.kinds, "team_kind_unknown", "kind", short="队伍")
        if "skills" in told:
            told["skills"] = tuple(
                _code_of(one, self._lists.skills, "skill_unknown", "skills") for one in told["skills"]
            )
        if "event_types" in told:
            told["event_types"] = tuple(_type_of(one, self._lists.types) for one in told["event_types"])
        if row.values.get("place"):
            found = self._places.meant(row.values["place"])
            if len(found) > 1:
                raise Refused("name_of_many", field="place", value=row.values["place"][:40], count=len(found))
            if not found:
                raise Refused("team_place_unknown", field="place", value=row.values["place"][:40])
            told["place_id"] = found[0]
        return replace(before or NewTeam("", ""), **told)

    def _word(self, row: Row, stored: Any) -> _Word | None:
        """None where the file says nothing of it."""
        said = row.values.get("readiness", "")
        if not said:
            return None
        by_word = {words.say_in("zh", f"team.readiness.{one.value}"): one for one in Readiness}
        readiness = by_word.get(said)
        if readiness is None:
            raise Refused("readiness_unknown", field="readiness", value=said[:40])
        note = row.values.get("readiness_note", stored.readiness_note if stored is not None else "")[:200]
        if readiness is not Readiness.READY and not note:
            raise Refused("readiness_note_missing", field="readiness_note")
        return _Word(readiness, note)

    def _told_where(self, row: Row, said: NewTeam) -> None:
        if sense(said.latitude, said.longitude, self._lists.county) is SpotSense.OUTSIDE:
            self._reading.findings.append(row.problem("teams.problem.outside", "latitude", warning=True))

    def _certificate(self, row: Row) -> None:
        team = self._of.get(row.values["team"]) or self._by_name.get(row.values["team"])
        if team is None:
            raise Refused("no_such_team", field="team")
        told = {name: row.values[name] for name in ("kind", "holder", "number", "expires_on") if name in row.values}
        said = checked_certificate(NewCertificate(**told))
        key = (team, said.kind, said.holder, said.number)
        stored = self._papers.get(key)
        if stored is None:
            self._plan.add(lambda _tx: writing.certificate(team, said))
            self._papers[key] = _Seen(said)
            return
        if isinstance(stored, _Seen):
            raise Refused("certificate_twice", field="kind", number=said.number or said.kind)
        differences = []
        if "expires_on" in row.values and stored.expires_on != said.expires_on:
            differences.append(Difference("expires_on", _text(stored.expires_on), _text(said.expires_on)))
        changed = Changed(row.sheet, row.number, row.values["team"], f"{said.kind} {said.holder}".strip(),
                          tuple(differences))  # fmt: skip
        self._plan.update(TeamCertificate, stored.id, _changed_paper(stored.id, said), changed)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A certificate the same file brings."""

    paper: NewCertificate


def planned_teams(connection: Connection, reading: Reading, now: datetime, progress: Progress) -> Plan:
    """Teams are known by number, else by name; certificates by team, kind, holder and number."""
    return _TeamWork(connection, reading, now).plan(progress)


def planned_experts(connection: Connection, reading: Reading, _now: datetime, progress: Progress) -> Plan:
    """Known by number, else by name and unit: namesakes are ordinary."""
    plan, lists = Plan(), experts.known(connection)
    stored = {row.id: row for row in connection.execute(select(Expert.__table__))}
    of = {row.code: key for key, row in stored.items()}
    named = {(row.name, row.unit): key for key, row in stored.items() if row.active}
    seen: dict[UUID, int] = {}
    rows = reading.rows.get("experts", [])
    for row in progress.over("compare", rows, len(rows)):
        try:
            _take_expert(row, plan, lists, stored, of, named, seen, reading)
        except Refused as trouble:
            reading.refuse(row.refused(trouble))
    return plan


def _take_expert(
    row: Row, plan: Plan, lists: experts.Known, stored: dict[UUID, Any], of: dict[str, UUID],
    named: dict[tuple[str, str], UUID], seen: dict[UUID, int], reading: Reading,
) -> None:  # fmt: skip
    code, who = row.values.get("code", ""), (row.values.get("name", ""), row.values.get("unit", ""))
    known = of.get(code) if code else named.get(who)
    key = known or uuid4()
    if key in seen:
        raise Refused("team_twice", field="code", number=code or who[0], row=seen[key])
    was = _of_expert(stored[known]) if known in stored else None
    said = experts.sound(_merged_expert(row, was, lists), key, lists, was)
    if sense(said.latitude, said.longitude, lists.county) is SpotSense.OUTSIDE:
        reading.findings.append(row.problem("teams.problem.outside", "latitude", warning=True))
    seen[key], of[said.code], lists.codes[said.code] = row.number, key, key
    named[said.name, said.unit] = key
    if was is None:
        plan.add(_new_expert(key, said))
        return
    differences = _plain_differences(was, said)
    if not stored[key].active:
        differences.append(Difference("active", "停用", "启用"))
    changed = Changed(row.sheet, row.number, said.code, said.name, tuple(differences))
    plan.update(Expert, key, _changed_expert(key, said), changed)


def _merged_expert(row: Row, before: NewExpert | None, lists: experts.Known) -> NewExpert:
    told = {
        name: value
        for name, value in row.values.items()
        if not (before is not None and not value and name in ("code", "name", "field", "tier"))
    }
    if "tier" in told:
        by_word = {words.say_in("zh", f"expert.tier.{one.value}"): one for one in Tier} | {"": Tier.COUNTY}
        tier = by_word.get(told["tier"]) or by_word.get(f"{told['tier']}级")
        if tier is None:
            raise Refused("tier_unknown", field="tier", value=told["tier"][:40])
        told["tier"] = tier
    if "event_types" in told:
        told["event_types"] = tuple(_type_of(one, lists.types) for one in told["event_types"])
    return replace(before or NewExpert("", ""), **told)


_ASIDE = frozenset({"readiness", "readiness_note", "place"})
_KEPT = frozenset({"code", "name", "kind", "people", "registered"})
"""Columns whose empty cell changes nothing."""
_DEFAULT: dict[str, Any] = {"people": 0, "registered": True}


def _of_row(row: Any) -> NewTeam:
    told = {one.name: getattr(row, one.name) for one in fields(NewTeam)}
    return NewTeam(**(told | {name: writing.codes(told[name]) for name in ("skills", "event_types")}))


def _of_expert(row: Any) -> NewExpert:
    told = {one.name: getattr(row, one.name) for one in fields(NewExpert)}
    return NewExpert(**(told | {"event_types": writing.codes(row.event_types), "tier": Tier(row.tier)}))


def _code_of(given: str, known: dict[str, str], refusal: str, column: str, short: str = "") -> str:
    """A code by itself or by its word in the county's list (基层 for 基层队伍)."""
    if given in known:
        return given
    for code, name in known.items():
        if given in (name, name.removesuffix(short) if short else name):
            return code
    raise Refused(refusal, field=column, value=given[:40])


def _type_of(given: str, known: dict[str, str]) -> str:
    """A code by itself or by the only type of that name."""
    if given in known:
        return given
    named = [code for code, name in known.items() if name == given]
    if len(named) != 1:
        raise Refused("no_such_event_type", field="event_types", type=given[:20])
    return named[0]


def _differences(before: NewTeam | None, after: NewTeam, lists: writing.Known) -> list[Difference]:
    assert before is not None
    return [
        Difference("place", *(lists.places.get(key, "") if key else "" for key in (before.place_id, after.place_id)))
        if one.column == "place_id"
        else one
        for one in _plain_differences(before, after)
    ]


def _plain_differences(before: NewTeam | NewExpert, after: NewTeam | NewExpert) -> list[Difference]:
    both = [(one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(before)]
    return [Difference(name, _text(was), _text(now)) for name, was, now in both if was != now]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Tier):
        return words.say_in("zh", f"expert.tier.{value.value}")
    return "、".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _said_word(word: _Word) -> str:
    said = words.say_in("zh", f"team.readiness.{word.readiness.value}")
    return f"{said}：{word.note}" if word.note else said


def _new_team(key: UUID, said: NewTeam, word: _Word | None, now: datetime) -> Callable[[Tx], Team]:
    def act(_tx: Tx) -> Team:
        row = Team(id=key, readiness="ready", readiness_note="", active=True, version=1)
        _speak(row, word, now)
        writing.put(row, said)
        return row

    return act


def _changed_team(key: UUID, said: NewTeam, word: _Word | None, now: datetime) -> Callable[[Tx], Team]:
    def act(tx: Tx) -> Team:
        row = tx.session.get_one(Team, key)
        _speak(row, word, now)
        writing.put(row, said)
        row.active, row.version = True, row.version + 1
        return row

    return act


def _speak(row: Team, word: _Word | None, now: datetime) -> None:
    if word is not None and (row.readiness, row.readiness_note) != (word.readiness.value, word.note):
        row.readiness, row.readiness_note, row.readiness_at = word.readiness.value, word.note, now


def _changed_paper(key: UUID, said: NewCertificate) -> Callable[[Tx], TeamCertificate]:
    def act(tx: Tx) -> TeamCertificate:
        row = tx.session.get_one(TeamCertificate, key)
        row.expires_on, row.version = said.expires_on, row.version + 1
        return row

    return act


def _new_expert(key: UUID, said: NewExpert) -> Callable[[Tx], Expert]:
    def act(_tx: Tx) -> Expert:
        row = Expert(id=key, last_outcome="", active=True, version=1)
        experts.put(row, said)
        return row

    return act


def _changed_expert(key: UUID, said: NewExpert) -> Callable[[Tx], Expert]:
    def act(tx: Tx) -> Expert:
        row = tx.session.get_one(Expert, key)
        experts.put(row, said)
        row.active, row.version = True, row.version + 1
        return row

    return act
