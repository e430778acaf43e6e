"""The wall's one question: everything the hall may see, made public before it leaves here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.due import DueItem
from console.domain.incident import IncidentRow
from console.domain.map_marks import MapView
from console.domain.needs import NeedRow
from console.domain.posts import PostLine
from console.domain.realm import Realm
from console.domain.roster import OnDuty
from console.domain.situation import Lacking, Moving, OpenIncident, Situation
from console.domain.wall import TEXT, TURN, WallGlance, Watch, public
from console.services.due import DueService
from console.services.duty import DutyService
from console.services.health import HealthService
from console.services.maps import MapsService
from console.services.roster import RosterService
from console.services.settings import current
from console.services.situation import situation
from db.queries import situation as query
from db.store import Store


class WallService:
    """What hangs in the hall. Reads only; numbers and names of callers are masked here, not on the screen."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], *, duty: DutyService,
        roster: RosterService, due: DueService, maps: MapsService, health: HealthService,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._duty, self._roster, self._due, self._maps, self._health = duty, roster, due, maps, health

    def glance(self) -> WallGlance:
        """Everything of this moment."""
        now, zone = self._clock.now(), self._zone()
        with self._store.reading() as connection:
            found = situation(connection, now, zone)
            names = query.callers(connection)
            turn, text = (int(current(connection, key, now)) for key in (TURN, TEXT))
            site = current(connection, "site.name", now)
        shift = self._duty.on_watch()
        watch = Watch(_posts(shift.posts), shift.taken_at, shift.planned_to) if shift is not None else Watch()
        return WallGlance(
            now, site, self._realm, watch, _following(self._roster.now(now).following),
            tuple(_due(item, names) for item in self._due.rows(now)), _situation(found, names),
            tuple(self._health.lamps()), _map(self._maps.view(), names), turn, text,
        )  # fmt: skip


def _posts(lines: Sequence[PostLine]) -> tuple[tuple[str, str], ...]:
    return tuple((line.post, line.name) for line in lines if line.name)


def _following(planned: OnDuty) -> Watch:
    return Watch(_posts(planned.posts), planned.starts_at, planned.ends_at)


def _due(item: DueItem, names: Sequence[str]) -> DueItem:
    return replace(item, text=public(item.text, names), text_en=public(item.text_en, names))


def _situation(found: Situation, names: Sequence[str]) -> Situation:
    """Without decisions, which are no business of the hall."""
    return replace(
        found, waiting=(),
        incidents=tuple(_incident(one, names) for one in found.incidents),
        responses=tuple(
            replace(row, title=public(row.title, names), cause=public(row.cause, names), started_by="", ended_by="")
            for row in found.responses
        ),
        moving=tuple(_moving(one, names) for one in found.moving),
        lacking=tuple(_lacking(one, names) for one in found.lacking),
        needs=tuple(_need(one, names) for one in found.needs),
    )  # fmt: skip


def _incident(one: OpenIncident, names: Sequence[str]) -> OpenIncident:
    row: IncidentRow = replace(
        one.row, title=public(one.row.title, names), place_text=public(one.row.place_text, names), summary="",
        measures="", needs="", outlook="", opened_by="",
    )  # fmt: skip
    figures = {key: replace(figure, source="", by_name="") for key, figure in one.figures.items()}
    return replace(one, row=row, figures=figures, last=None)


def _moving(one: Moving, names: Sequence[str]) -> Moving:
    return replace(one, what=public(one.what, names), whither=public(one.whither, names))


def _lacking(one: Lacking, names: Sequence[str]) -> Lacking:
    return replace(one, where=public(one.where, names), note=public(one.note, names))


def _need(one: NeedRow, names: Sequence[str]) -> NeedRow:
    return replace(
        one, asked_by="", phone="", by_name="", closed_reason="", what=public(one.what, names),
        place=public(one.place, names), incident_title=public(one.incident_title, names),
    )  # fmt: skip


def _map(view: MapView, names: Sequence[str]) -> MapView:
    """Incidents, teams that are out, shelters that are open: from eight metres two hundred marks are only heaps."""
    marks = tuple(
        replace(mark, name=public(mark.name, names), place=public(mark.place, names))
        for mark in view.marks if mark.busy
    )  # fmt: skip
    return replace(view, marks=marks)
