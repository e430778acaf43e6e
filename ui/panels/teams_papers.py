"""证照保险: certificates and insurance of teams that have ended or end soon, by how near their end is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.teams import Expiring, Nearness, NewCertificate, TeamRow
from ui import actions, theme
from ui.dialogs.team_form import PaperDialog
from ui.models.team_rows import PaperLine, paper_model
from ui.panels.acting_part import Verb
from ui.panels.record_part import press
from ui.panels.teams_part import TeamsPart
from ui.team_prints import PaperList
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

ALL = "all"
SHOW, RENEW = "Alt+O", "Alt+Z"
"""Keys of this part alone."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Papers of all teams that end within the county's far limit, the soonest first."""

    papers: tuple[Expiring, ...]


class PapersPage(TeamsPart):
    """The count beside its name is what has ended or is in its last days."""

    topics = frozenset({Topic.TEAMS, Topic.SETTINGS})

    def build(self) -> None:
        self.table = RowTable(paper_model())
        self.table.call("teams.papers")
        self.near = Choice([ALL, *Nearness], self._near_word)
        self.near.call("teams.filter.nearness")
        self.search = SearchBox("teams.find_paper")
        self.show_team = KeyButton("teams.show_team", SHOW)
        self.renew = KeyButton("teams.renew", RENEW, kind="primary")
        self.paper = KeyButton("teams.print", actions.key_of("print"), icon="print")
        self.empty = Empty("teams.no_paper_ends", "teams.all_teams", SHOW)
        self._papers: tuple[Expiring, ...] = ()
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    def load(self) -> Shown:
        return Shown(tuple(self._ask.teams.expiring()))

    def present(self, result: Shown) -> None:
        self._papers = result.papers
        urgent = sum(one.nearness in (Nearness.OVER, Nearness.LAST) for one in result.papers)
        self.count_changed.emit(urgent)
        self.near.retranslate()
        self._list()

    def chosen(self) -> Expiring | None:
        line: PaperLine | None = self.table.chosen_row()
        return line.paper if line is not None else None

    def ask_team(self) -> None:
        """To the team whose paper it is; from an empty list to all of them."""
        one = self.chosen()
        self.item_asked.emit("teams", one.team_id if one is not None else None)

    def ask_renew(self) -> None:
        """A certificate that was renewed has another last day; an insurance stands in the form of the team."""
        one = self.chosen()
        if one is None:
            return
        if not one.kind:
            self.item_asked.emit("teams", one.team_id)
            self.saved.emit(words.say("teams.insurance_in_form"))
            return
        self.ask_first(lambda: self._ask.teams.one(one.team_id), lambda row: self._renew(row, one))

    def _renew(self, row: TeamRow, one: Expiring) -> None:
        wanted = (one.kind, one.holder, one.number, one.expires_on)
        found = next(
            (own for own in row.certificates if (own.kind, own.holder, own.number, own.expires_on) == wanted), None
        )
        if found is None:
            self.reload_now()
            return
        by, dialog = self._seat.actor, PaperDialog(row.name, found, self._times, self.window())

        def keep(said: NewCertificate) -> object:
            return self._ask.teams.change_certificate(found.id, said, seen=found.version, by=by)

        self.put(
            dialog, f"team.paper_edit {found.id}", keep,
            lambda _paper: self.saved.emit(words.say("teams.told_paper", name=row.name)),
        )  # fmt: skip

    def ask_print(self) -> None:
        self.print_asked.emit(PaperList(tuple(line.paper for line in self.table.rows_model.rows())))

    def possible(self, widget: QWidget) -> bool:
        if widget is self.paper:
            return bool(self.table.rows_model.rowCount())
        return self.chosen() is not None

    def why_not(self, widget: QWidget) -> str:
        return "teams.why.nothing_listed" if widget is self.paper else "teams.why.no_paper"

    def permit(self) -> None:
        super().permit()
        if hasattr(self, "paper"):
            self.show_team.setEnabled(self.possible(self.show_team))
            self.show_team.setToolTip("" if self.show_team.isEnabled() else words.say("teams.why.no_paper"))

    def _near_word(self, near: str | Nearness) -> str:
        word = words.say("teams.nearness.all" if near == ALL else f"teams.nearness.{Nearness(near).value}")
        papers = getattr(self, "_papers", ())
        return words.say("import.shown_count", word=word, count=sum(near in (ALL, one.nearness) for one in papers))

    def _list(self) -> None:
        asked, near = self._words.casefold().split(), self.near.value()
        wanted = (one for one in self._papers if near in (ALL, one.nearness))
        found = [
            one for one in wanted
            if all(part in f"{one.team} {one.kind} {one.holder} {one.number}".casefold() for part in asked)
        ]  # fmt: skip
        same: Counter[tuple[object, ...]] = Counter()
        lines = []
        for one in found:
            paper = (one.team_id, one.kind, one.holder, one.number)
            lines.append(PaperLine(same[paper], one))
            same[paper] += 1
        self.table.show_rows(lines)
        self.card.caption.say("teams.papers_count", count=len(found))
        self.empty.say("teams.no_paper_found" if asked or near != ALL else "teams.no_paper_ends")
        self.empty.stand_for(self.table, not found, self.pages)
        if found and self.table.chosen_row() is None:
            self.table.choose(self.table.rows_model.key_at(self.table.rows_model.index(0, 0)))
        self.permit()

    def _turn(self, _line: PaperLine | None) -> None:
        self.permit()

    def _look_for(self, asked: str) -> None:
        self._words = asked
        self._list()

    def _connect(self) -> None:
        key = actions.key_of
        verbs: dict[str, Verb] = {
            "paper_team": (SHOW, self.show_team, self.ask_team, None),
            "paper_renew": (RENEW, self.renew, self.ask_renew, Permission.EDIT_TEAMS),
            "paper_print": (key("print"), self.paper, self.ask_print, Permission.PRINT),
        }
        self.bind_verbs(verbs)
        actions.bind(self, [actions.Action("find", self.go_search)], whole_window=False)
        self.empty.asked.connect(self.ask_team)
        self.table.chosen.connect(self._turn)
        self.table.opened.connect(lambda _line: press(self.show_team))
        self.search.searched.connect(self._look_for)
        self.near.picked.connect(lambda _near: self._list())

    def _lay_out(self) -> None:
        self.card = Card("teams.part.papers", flush=True)
        self.tools = Lines()
        for widget in (self.search, self.near):
            self.tools.flow.addWidget(widget)
        self.card.body.addWidget(self.tools)
        self.card.body.addWidget(self.stack(), 1)
        self.bar = Lines()
        for button in (self.show_team, self.paper):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.renew)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card, 1)
        self._column.addWidget(self.bar)

    def restyle(self) -> None:
        using = theme.current()
        self.tools.setContentsMargins(using.px(12), using.px(8), using.px(12), using.px(4))
        self.search.setFixedWidth(using.px(220))
        self._column.setSpacing(using.px(8))
