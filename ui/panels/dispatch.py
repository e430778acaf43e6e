"""指挥调度: what is needed, who and what could serve it, what the program proposes, what was sent."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.changes import Changes, Topic
from console.domain.dispatching import DispatchRow
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.jobs import Jobs
from ui.models.dispatch_rows import DispatchServices, Focus
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.panels.base import Panel
from ui.panels.dispatch_candidates import CandidatesPart
from ui.panels.dispatch_map import MapPart
from ui.panels.dispatch_needs import NeedsPart
from ui.panels.dispatch_part import DispatchPart
from ui.panels.dispatch_proposal import ProposalPart
from ui.panels.dispatch_sent import SentPart
from ui.seat import Seat
from ui.text import Times
from ui.widgets.parts import PartRow

PARTS = (
    ("dispatch.part.needs", "dispatch.part.needs_count"),
    ("dispatch.part.candidates", "dispatch.part.candidates"),
    ("dispatch.part.proposal", "dispatch.part.proposal_count"),
    ("dispatch.part.sent", "dispatch.part.sent_count"),
)
"""Words of the parts, without and with what waits there."""
NEEDS, CANDIDATES, PROPOSAL, SENT = range(4)
WIDE_FROM = 1340
"""Width of the page, in px at the usual size of type, from which all parts stand side by side."""


class DispatchPanel(Panel):
    """``item_asked`` (panel, id) goes to a record elsewhere, ``print_asked`` what is wanted on paper.

    ``transfer_asked`` begins that document in 物资.

    Needs stand at the left always. Right of them stands one of the other parts; on a wide screen all of them.
    """

    id: ClassVar[str] = "dispatch"
    topics = frozenset({Topic.DISPATCH, Topic.INCIDENTS, Topic.TEAMS, Topic.STOCK, Topic.LISTS, Topic.PLANS})
    item_asked = Signal(str, object)
    print_asked = Signal(object)
    panel_asked = Signal(str)
    transfer_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: DispatchServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self.stale = False
        self._ask = services
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        given = (jobs, seat, times, services, book)
        self.needs = NeedsPart(*given)
        self.candidates = CandidatesPart(*given)
        self.proposal = ProposalPart(*given)
        self.sent = SentPart(*given)
        self.map = MapPart(*given)
        self.pages: tuple[DispatchPart, ...] = (self.needs, self.candidates, self.proposal, self.sent)
        self._at, self._wide = CANDIDATES, False
        self.build()

    def build(self) -> None:
        self.parts = PartRow(PARTS)
        self.parts.show_chosen(CANDIDATES)
        self.parts.chosen.connect(self.show_part)
        for at, page in enumerate(self.pages):
            self._pass_on(page)
            page.count_changed.connect(lambda count, at=at: self.parts.show_count(at, count))
        self._pass_on(self.map)
        self.needs.focus_changed.connect(self._turn_to)
        self.needs.panel_asked.connect(self.panel_asked)
        self.candidates.weather_chosen.connect(self._reckon_in)
        self.proposal.weather_chosen.connect(self._reckon_in)
        self.candidates.chosen_changed.connect(self.map.show_candidate)
        self.candidates.transfer_asked.connect(self.transfer_asked)
        self.map.mark_chosen.connect(self.candidates.choose)
        self.proposal.proposed.connect(self.needs.show_proposal)
        self.proposal.sent.connect(self._show_sent)
        self.sent.proposal_asked.connect(lambda: self.show_part(PROPOSAL))
        self._lay_out()
        steps = [
            Action(f"part.{at}", lambda at=at: self.show_part(at - 1), said=plain)
            for at, (plain, _counted) in enumerate(PARTS, 1)
        ]
        actions.bind(self, steps, whole_window=False)
        self._arrange()
        self.restyle()

    # what the officer does

    def show_part(self, at: int) -> None:
        """Bring a part to the front and the keyboard into it."""
        self.parts.show_chosen(at)
        if at != NEEDS:
            self._at = at
            self._arrange()
        where = self.pages[at].first_focus() or self.pages[at]
        where.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def current_part(self) -> DispatchPart:
        """The one right of the needs, or that was asked for last."""
        return self.pages[self._at]

    def open_item(self, record_id: UUID, *, follow: bool = False) -> None:
        """An incident, one of its needs, or an order that was sent."""
        self._jobs.read(
            lambda: self._part_of(record_id), lambda at: self._open_in(at, record_id, follow=follow), self.failed.emit
        )

    def start_need(self, inbound_id: UUID) -> None:
        """Another page wants what was asked for in that call on the board."""
        self.needs.asking.from_call(inbound_id)

    def called_again(self) -> None:
        """The panel's key while it is shown: the needs."""
        self.show_part(NEEDS)

    def first_focus(self) -> QWidget:
        return self.needs.first_focus() or self

    def leave(self) -> bool:
        left = [page.leave() for page in self.pages]
        return all(left)

    # news

    def note(self, changes: Changes) -> None:
        for page in (*self.pages, self.map):
            page.note(changes)

    def reload(self) -> None:
        for page in self._shown():
            page.reload()

    def reload_now(self) -> None:
        for page in self._shown():
            page.reload_now()

    def _shown(self) -> list[DispatchPart]:
        return [page for page in (*self.pages, self.map) if page.isVisibleTo(self)]

    def _part_of(self, record_id: UUID) -> int:
        """On a worker: an order that was sent, else something of the needs board."""
        try:
            self._ask.dispatching.one(record_id)
        except Refused:
            return NEEDS
        return SENT

    def _open_in(self, at: int, record_id: UUID, *, follow: bool) -> None:
        self.pages[at].open_item(record_id)
        if follow:
            self.show_part(at)

    def _reckon_in(self, weather: str) -> None:
        """All parts reckon ways in the same weather."""
        self.needs.focus = replace(self.needs.focus, weather=weather)
        self._turn_to(self.needs.focus)

    def _show_sent(self, rows: list[DispatchRow]) -> None:
        """What was confirmed here is shown; an officer who went elsewhere meanwhile stays there."""
        self.sent.open_item(rows[0].id)
        if self.isVisible() and self._at == PROPOSAL:
            self.show_part(SENT)

    def _turn_to(self, focus: Focus) -> None:
        for page in (*self.pages[CANDIDATES:], self.map):
            page.turn_to(focus)

    # built once, arranged by width

    def _pass_on(self, page: DispatchPart) -> None:
        for name in ("failed", "presented", "saved", "refused", "item_asked", "print_asked"):
            getattr(page, name).connect(getattr(self, name))

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        places = ((self.candidates, 0, 0), (self.proposal, 1, 0), (self.map, 0, 1), (self.sent, 1, 1))
        for page, row, column in places:
            self._grid.addWidget(page, row, column)
        self._sides = QHBoxLayout()
        self._sides.addWidget(self.needs, 2)
        self._sides.addLayout(self._grid, 4)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.parts)
        self._column.addLayout(self._sides, 1)

    def _arrange(self) -> None:
        """One part beside the needs, or all of them."""
        for at, page in enumerate(self.pages[CANDIDATES:], CANDIDATES):
            page.setVisible(self._wide or at == self._at)
        self.map.setVisible(self._wide)
        alone = None if self._wide else self._at
        for row in (0, 1):
            held = (CANDIDATES,) if row == 0 else (PROPOSAL, SENT)
            self._grid.setRowStretch(row, (4, 5)[row] if alone is None or alone in held else 0)
        self._grid.setColumnStretch(0, 3 if alone != SENT else 0)
        self._grid.setColumnStretch(1, 2 if alone in (None, SENT) else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= theme.current().px(WIDE_FROM)
        if wide != self._wide:
            self._wide = wide
            self._arrange()

    def restyle(self) -> None:
        gap = theme.current().px(12)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(theme.current().px(8))
        self._sides.setSpacing(gap)
        self._grid.setSpacing(gap)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self.restyle()
