"""What the keys over the list do: claim, write down, go on, send somebody, take back; fast hands never wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from console import words
from console.domain.callout import Outcome, RowState
from console.domain.callout_rows import CallRow
from console.errors import Refused
from ui import actions
from ui.actions import Action
from ui.dialogs.callout_visit import CalloutVisitDialog, Visited
from ui.dialogs.reason import ReasonDialog
from ui.models.callout_rows import held_tries, holder, name_of, next_to_call, post_of, rung_since
from ui.models.kept_words import Record
from ui.panels.callouts_card import CALLER_KEYS, CLAIM, DROP, FURTHER, OUTCOMES, PASS_ON, QUICK, UNDO, VISIT

if TYPE_CHECKING:
    from ui.panels.callouts_page import CalloutPage

MOST_SECONDS = 600


class CallKeys:
    """What this seat has in hand before the store says so: fast hands must not wait for the reading lane."""

    def __init__(self, page: CalloutPage) -> None:
        self._page = page
        self._rung: dict[UUID, tuple[str, datetime]] = {}
        """Rows claimed here, by whom and since when; until they are read anew."""
        self.under_way: set[UUID] = set()
        """Rows whose outcome is being written: nothing more is said of them until it stands there."""
        self._done: list[tuple[UUID, int]] = []

    def bind(self) -> None:
        """Keys that hold while the list has the keyboard, and the buttons that show them."""
        card, bound = self._page.call_card, []

        def one(name: str, button: Any, key: str, said: str, act: Callable[[], object]) -> None:
            button.clicked.connect(lambda _checked=False: act())
            bound.append(Action(name, act, key=key, said=said))

        for outcome, key in OUTCOMES.items():
            said = f"callout.outcome.{outcome.value}"
            one(f"callout_{outcome.value}", card.outcomes[outcome], key, said, partial(self.take_down, outcome))
        one("callout_claim", card.claim, CLAIM, "callout.claim", self.claim)
        one("callout_pass_on", card.pass_on, PASS_ON, "callout.pass_on", self.pass_on)
        one("callout_visit", card.visit, VISIT, "callout.visit", self.visit)
        one("callout_drop", card.drop, DROP, "callout.drop", self.drop)
        one("callout_undo", card.undo, UNDO, "callout.undo", self.undo)
        one("callout_further", card.further, FURTHER, "callout.further", self._page.take_further)
        for name, key in QUICK.items():
            one(f"callout_{name}", card.quick[name], key, f"callout.quick.{name}", partial(self._page.put_words, name))
        actions.bind(self._page.table, bound, whole_window=False)
        callers = []
        for at, key in enumerate(CALLER_KEYS):
            card.callers[at].clicked.connect(lambda _checked=False, at=at: self._page.take_caller(at))
            act = partial(self._page.take_caller, at)
            callers.append(Action(f"callout_caller_{at + 1}", act, key=key, said="callout.caller_key"))
        actions.bind(self._page, callers, whole_window=False)

    # who has what in hand

    def holder(self, row: CallRow) -> str:
        """The caller who has that row in hand, as this seat knows it; empty where nobody has."""
        own = self._rung.get(row.id)
        return own[0] if own is not None else holder(row, self._page.times.now())

    def since(self, row: CallRow) -> datetime | None:
        own = self._rung.get(row.id)
        return own[1] if own is not None else rung_since(row, self._page.times.now())

    def holding(self) -> Mapping[str, CallRow]:
        """What each caller has in hand."""
        return {name: row for row in self._page.rows if (name := self.holder(row)) and row.id not in self.under_way}

    def read_anew(self) -> None:
        """What was claimed here stands in the store now, or somebody else has it."""
        now, known = self._page.times.now(), {row.id: row for row in self._page.rows}
        for row_id, (_name, since) in list(self._rung.items()):
            row = known.get(row_id)
            known_there = row is None or bool(holder(row, now)) or row.progress.state is not RowState.WAITING
            if known_there or (now - since).total_seconds() > MOST_SECONDS:
                self._rung.pop(row_id)

    def ringing(self) -> frozenset[str]:
        """Numbers that ring now: whoever has the same one is rung when that call is over."""
        return frozenset(one.progress.phone for one in self.holding().values() if one.progress.phone)

    def is_taken(self, row: CallRow, rings: frozenset[str]) -> bool:
        """Whether that row is in hand, is being written, or its number rings for somebody else."""
        return row.id in self.under_way or bool(self.holder(row)) or row.progress.phone in rings

    def choose_next(self, row: CallRow) -> None:
        """To whom is rung next; where everybody is in hand, the line stays."""
        page = self._page
        rows = page.table.rows_model.rows()

        rings = self.ringing()

        def taken(one: CallRow) -> bool:
            return one.id == row.id or self.is_taken(one, rings)

        following = next_to_call(rows, row.ordinal, taken, page.times.now())
        if following is not None:
            page.table.choose(following.id)

    # acts

    def claim(self) -> None:
        """认领: it rings now, and the row is this caller's."""
        row = self._free(RowState.WAITING)
        if row is None:
            return
        page, caller, by = self._page, self._page.caller, self._page.actor
        if self.holder(row) not in ("", caller):
            page.refused.emit(Refused("row_claimed", name=self.holder(row)))
            return
        self._rung[row.id] = (caller, page.times.now())
        page.show_hands()

        def failed(_error: Exception) -> None:
            self._rung.pop(row.id, None)

        page.save(lambda: page.ask.callouts.claim(row.id, caller, by=by), lambda _row: None, failed)

    def take_down(self, outcome: Outcome) -> None:
        """What became of the call, with the words of the reply; then the next one. 已上门 asks who went."""
        wanted = RowState.VISITING if outcome is Outcome.VISITED else RowState.WAITING
        row = self._free(wanted)
        if row is None:
            return
        if outcome is Outcome.VISITED:
            self._ask_visited(row)
            return
        page, by, act_id, caller = self._page, self._page.actor, uuid4(), self._caller_of(row)
        record, reply, since = page.record_of(row), page.call_card.reply.text(), self.since(row)
        seconds = None if since is None else int((page.times.now() - since).total_seconds())
        seconds = None if seconds is not None and not 0 <= seconds <= MOST_SECONDS else seconds
        callouts = page.ask.callouts
        self._act(
            row,
            lambda: callouts.record(
                row.id, outcome, by=by, act_id=act_id, caller=caller, reply=reply, seconds=seconds, seen=row.version
            ),
            outcome, record, reply,
        )  # fmt: skip

    def pass_on(self) -> None:
        """转上一级."""
        row = self._free(RowState.WAITING)
        if row is not None:
            self._decide(row, Outcome.PASSED, self._page.ask.callouts.pass_on)

    def visit(self) -> None:
        """派人上门."""
        row = self._free(RowState.WAITING, RowState.GIVEN_UP)
        if row is not None:
            self._decide(row, Outcome.SENT, self._page.ask.callouts.visit)

    def drop(self) -> None:
        """不叫, for a reason; who is off the list is put on it again."""
        page, by = self._page, self._page.actor
        row = self._free(RowState.WAITING, RowState.VISITING, RowState.GIVEN_UP, RowState.DROPPED)
        if row is None:
            return
        members, about = page.ask.members, f"{post_of(row)}　{name_of(row)}"

        def changed(made: CallRow) -> None:
            said = "callout.told_dropped" if made.dropped else "callout.told_back"
            page.saved.emit(words.say(said, name=name_of(made) or made.post))

        if row.dropped:
            page.save_once(lambda: members.take_back(row.id, seen=row.version, by=by), changed)
            return
        if held_tries(row):
            page.refused.emit(Refused("row_rung"))
            return
        dialog = ReasonDialog("callout.drop", about, what="callout.drop_what", kind="primary", parent=page.window())
        page.put(dialog, f"callout.drop {row.id}", lambda why: members.drop(row.id, why, seen=row.version, by=by),
                 changed)  # fmt: skip

    def _ask_visited(self, row: CallRow) -> None:
        """Who went there, when, and what was said."""
        page, by, act_id, caller = self._page, self._page.actor, uuid4(), self._caller_of(row)
        record, reply = page.record_of(row), page.call_card.reply.text()
        about = f"{row.town} {post_of(row)}　{row.chain[0].name if row.chain else ''}".strip()

        def write(made: Visited) -> CallRow:
            return page.ask.callouts.record(
                row.id, Outcome.VISITED, by=by, act_id=act_id, caller=caller, reply=made.reply, visitor=made.visitor,
                at=made.at, seen=row.version,
            )  # fmt: skip

        dialog = CalloutVisitDialog(about, reply, page.times, page.window())
        page.put(dialog, f"callout.visited {row.id}", write,
                 lambda made: self._written(row, made, Outcome.VISITED, record, reply))  # fmt: skip

    def undo(self) -> None:
        """撤销上一键: the last outcome of this calling written at this seat, and where it has written none the newest
        one of the chosen row, whoever wrote it; its row is chosen again."""
        page, by = self._page, self._page.actor
        if not page.may_act():
            return
        if self.under_way:
            page.saved.emit(words.say("saving.under_way"))
            return
        last = self._last()
        if last is None:
            page.refused.emit(Refused("nothing_to_undo"))
            return
        row_id, number = last
        self.under_way.add(row_id)

        def gone() -> None:
            self.under_way.discard(row_id)
            self._done = [one for one in self._done if one != last]

        def undone(row: CallRow) -> None:
            gone()
            page.want(row_id)
            page.saved.emit(words.say("callout.told_undone", name=name_of(row)))

        def failed(error: Exception) -> None:
            """What could not be taken back now stays the last one: the key is never about the one before it."""
            if isinstance(error, Refused) and error.code == "not_the_last":
                gone()
            self.under_way.discard(row_id)

        page.save(lambda: page.ask.callouts.undo(row_id, number, by=by), undone, failed)

    # inside

    def _decide(self, row: CallRow, outcome: Outcome, act: Callable[..., CallRow]) -> None:
        by, act_id, caller = self._page.actor, uuid4(), self._caller_of(row)
        self._act(row, lambda: act(row.id, by=by, act_id=act_id, caller=caller, seen=row.version), outcome, None, "")

    def _act(
        self, row: CallRow, work: Callable[[], CallRow], outcome: Outcome, record: Record | None, reply: str
    ) -> None:
        """Once for a row at a time; the next one is chosen before the store has answered."""
        page = self._page
        self.under_way.add(row.id)

        page.save(
            work,
            lambda made: self._written(row, made, outcome, record, reply),
            lambda _error: self.under_way.discard(row.id),
        )
        self.choose_next(row)
        page.show_hands()

    def _written(self, row: CallRow, made: CallRow, outcome: Outcome, record: Record | None, reply: str) -> None:
        """It stands in the store."""
        self.under_way.discard(row.id)
        self._rung.pop(row.id, None)
        self._done.append((row.id, made.tries[-1].number))
        if record is not None:
            self._page.settle(row, record, reply)
        said = words.say(f"callout.outcome.{outcome.value}")
        self._page.saved.emit(words.say("callout.told", name=name_of(row) or row.post, outcome=said))

    def _last(self) -> tuple[UUID, int] | None:
        """Row and number of the outcome that is taken back next; what was written in another calling is not shown."""
        shown = {row.id for row in self._page.rows}
        own = next((one for one in reversed(self._done) if one[0] in shown), None)
        chosen = self._page.table.chosen_row()
        held = held_tries(chosen) if chosen is not None else []
        return own or ((held[-1].row_id, held[-1].number) if held else None)

    def _free(self, *states: RowState) -> CallRow | None:
        """The chosen row, if something may be said of it now; else why not is said."""
        page, row = self._page, self._page.table.chosen_row()
        if not page.may_act():
            return None
        if row is None:
            page.refused.emit(Refused("call_none_chosen"))
        elif row.id in self.under_way:
            page.saved.emit(words.say("saving.under_way"))
        elif row.progress.state not in states:
            settled = (RowState.REACHED, RowState.DROPPED)
            other = RowState.VISITING in (row.progress.state, *states) and row.progress.state not in settled
            page.refused.emit(Refused("not_visiting" if other else "row_settled"))
        else:
            return row
        return None

    def _caller_of(self, row: CallRow) -> str:
        """Whoever has it in hand telephoned, if he is one of this seat's callers."""
        held = self.holder(row)
        return held if held in self._page.names else self._page.caller
