"""The state of an incident: the steps there are from it, each with its key, and what is left open before them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.incident import STEPS, IncidentRow, IncidentState, StateChange, Step, Unsettled
from console.domain.people import Action as Permission
from console.errors import Refused
from ui import actions
from ui.dialogs.finding import Asks, FindingDialog
from ui.widgets.card import Card
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word

if TYPE_CHECKING:
    from ui.panels.incident_overview import OverviewPage

Left = dict[IncidentState, list[Unsettled]]
_NUMBER = 40
LINES = 3
"""Steps that were taken, shown under the buttons; the time line has all of them."""


class StateCard(Card):
    """The card; acts and reads through the page it stands on."""

    def __init__(self, page: OverviewPage) -> None:
        super().__init__("incidents.state")
        self._page = page
        self._left: Left = {}
        self.now = Word(role="strong")
        self.left = Word(role="caution")
        self.left.setWordWrap(True)
        self.taken = Word(role="secondary")
        self.taken.setWordWrap(True)
        self.bar = Lines()
        self.buttons = {state: self._button(state) for state in IncidentState}
        self.head.layout().insertWidget(1, self.now)
        for part in (self.bar, self.left, self.taken):
            self.body.addWidget(part)
        page.guard(Permission.INCIDENTS, *self.buttons.values())

    def verbs(self) -> dict[str, Callable[[], object]]:
        steps = {f"incident_{state.value}": partial(self.take, state) for state in IncidentState}
        return {**steps, "incident_under": self.ask_under}

    def read(self, incident_id: UUID) -> tuple[Left, list[StateChange]]:
        """On a worker."""
        incidents = self._page.services.incidents
        left = {
            after: incidents.unsettled(incident_id, after) for after in (IncidentState.ENDED, IncidentState.ARCHIVED)
        }
        return left, incidents.states(incident_id)

    def show_state(self, row: IncidentRow, known: tuple[Left, list[StateChange]]) -> None:
        """The steps from where it stands."""
        self._left, taken = known
        self.now.say(f"incident.state.{row.state.value}")
        here = {step.after for step in STEPS[row.state]}
        for state, button in self.buttons.items():
            button.setVisible(state in here)
        self._say_left(row)
        self.taken.show_text("\n".join(self._line(one) for one in reversed(taken[-LINES:])))

    def take(self, after: IncidentState) -> None:
        """Go to that state: at once, or asking why where the step wants a reason or something is left open."""
        row, page = self._page.row, self._page
        step = next((one for one in STEPS[row.state] if one.after is after), None) if row is not None else None
        if row is None or step is None or not page.may():
            return
        left = self._left.get(after, []) if step.settles else []
        if step.reason or left:
            self._ask_why(row, step, left)
            return
        by, incidents = page.by, page.services.incidents
        page.act(lambda: incidents.step(row.id, after, seen=row.version, by=by), "incidents.told.state")

    def ask_under(self) -> None:
        """Make it an event of a larger one: the one that is likely stands there; no number takes it out again."""
        row, page = self._page.row, self._page
        if row is None or not page.may():
            return
        incidents = page.services.incidents
        page.look_up(lambda: _likely_above(incidents.open_rows(), row), partial(self._show_under, row))

    def _show_under(self, row: IncidentRow, above: IncidentRow | None) -> None:
        page = self._page
        if page.row is None or page.row.id != row.id or not page.may():
            return
        by, incidents = page.by, page.services.incidents
        fields = [Asks("number", "incidents.under.number", limit=_NUMBER, hint="incidents.under.hint")]
        about, given = f"{row.number} {row.title}", {"number": ""}
        if above is not None:
            about += f"\n{words.say('incidents.under', number=above.number, title=above.title)}"
            given = {"number": above.number}
        dialog = FindingDialog("incidents.do.under", about, fields, given, parent=page.window())
        seen = page.seen(row)

        def act(said: dict[str, str]) -> object:
            number = said["number"].strip()
            parent = incidents.by_number(number).id if number else None
            return seen.tried(lambda version: incidents.put_under(row.id, parent, seen=version, by=by))

        page.ask(dialog, "incident.under", act, "incidents.told.said")

    def _ask_why(self, row: IncidentRow, step: Step, left: Sequence[Unsettled]) -> None:
        page, by = self._page, self._page.by
        about = f"{row.number} → {words.say(f'incident.state.{step.after.value}')}"
        if left:
            about += f"\n{words.say('incidents.left_open', left=left_text(left))}"
        fields = [Asks("reason", "incidents.reason", required=True)]
        dialog = FindingDialog(f"do.incident_{step.after.value}", about, fields, parent=page.window())
        incidents = page.services.incidents
        seen = page.seen(row)

        def act(said: dict[str, str]) -> object:
            if not said["reason"].strip():
                raise Refused("reason_missing")
            reason = said["reason"]
            return seen.tried(lambda version: incidents.step(row.id, step.after, reason, seen=version, by=by))

        page.ask(dialog, f"incident.step {step.after.value}", act, "incidents.told.state")

    def _say_left(self, row: IncidentRow) -> None:
        lines = []
        for step in STEPS[row.state]:
            left = self._left.get(step.after) if step.settles else None
            if left:
                state = words.say(f"do.incident_{step.after.value}")
                lines.append(words.say("incidents.left_before", state=state, left=left_text(left)))
        self.left.show_text("\n".join(lines))
        self.left.setVisible(bool(lines))

    def _line(self, one: StateChange) -> str:
        return decided(
            self._page.times.near(one.at), words.say(f"incident.state.{one.after.value}"), one.reason, one.by_name
        )

    def _button(self, state: IncidentState) -> KeyButton:
        kind = "danger" if state is IncidentState.CANCELLED else ""
        button = KeyButton(f"do.incident_{state.value}", actions.key_of(f"incident_{state.value}"), kind=kind)
        button.clicked.connect(partial(self.take, state))
        self.bar.flow.addWidget(button)
        button.hide()
        return button


def _likely_above(open_rows: Sequence[IncidentRow], row: IncidentRow) -> IncidentRow | None:
    """What it belongs under: where it is now, else where events are put already, else the oldest that is open."""
    others = [one for one in open_rows if one.id != row.id and one.parent_id is None]
    used = {one.parent_id for one in open_rows if one.parent_id is not None}
    ranked = sorted(others, key=lambda one: (one.id != row.parent_id, one.id not in used, one.received_at))
    return next((one for one in ranked if one.received_at <= row.received_at), None)


def decided(at: str, what: str, why: str, by: str) -> str:
    """When what was decided, why where that was said, and by whom."""
    if not why:
        return words.say("incidents.decided", at=at, what=what, by=by)
    return words.say("incidents.decided_why", at=at, what=what, why=why, by=by)


def left_text(left: Sequence[Unsettled]) -> str:
    """What is left open, in words."""
    return words.say("list.join").join(words.say(f"incidents.left.{one.value}") for one in left)
