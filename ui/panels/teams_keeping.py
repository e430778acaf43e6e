"""Teams are kept: new ones, changes, retired and taken up again, what they say of themselves, their papers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.spots import SpotSense
from console.domain.teams import NewTeam, TeamRow
from ui.dialogs.duty_people import SureDialog
from ui.dialogs.team_form import FormLists, PaperDialog, ReadinessDialog, Said, SpotAsking, TeamDialog
from ui.models.contact_rows import tree_choices
from ui.models.intake_rows import type_choices
from ui.models.team_rows import TeamServices, names_of
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList

if TYPE_CHECKING:
    from ui.panels.teams_list import TeamsPage
    from ui.panels.teams_part import TeamsPart


class TeamsKeeping(QObject):
    """Each act is about the team that is chosen, or about a new one."""

    def __init__(self, page: TeamsPage) -> None:
        super().__init__(page)
        self._page, self._ask, self._seat = page, page._ask, page._seat

    def ask_new(self) -> None:
        self._page.ask_first(partial(form_lists, self._ask), partial(self._form, None))

    def ask_edit(self) -> None:
        line = self._page.chosen()
        if line is not None:
            self._page.ask_first(partial(form_lists, self._ask), partial(self._form, line.row))

    def _form(self, row: TeamRow | None, lists: FormLists) -> None:
        by, key = self._seat.actor, uuid4()
        dialog = TeamDialog(lists, row, self._page._times, self._page.window())
        answer_spots(self._page, dialog)

        def keep(form: NewTeam) -> TeamRow:
            if row is None:
                return self._ask.teams.add(form, key=key, by=by)
            return self._ask.teams.change(row.id, form, seen=row.version, by=by)

        def kept(after: TeamRow) -> None:
            self._page.open_team(after.id)
            self._page.saved.emit(words.say("teams.told_kept", number=after.code, name=after.name))

        self._page.put(dialog, f"team.form {row.id if row is not None else 'new'}", keep, kept)

    def ask_retire(self) -> None:
        """Nobody is deleted; one that is promised or out stays."""
        line, by = self._page.chosen(), self._seat.actor
        if line is None:
            return
        row, act = line.row, self._ask.teams.retire if line.row.active else self._ask.teams.restore
        said = "teams.told_retired" if row.active else "teams.told_restored"
        title, kind = ("teams.retire", "danger") if row.active else ("teams.restore", "primary")
        dialog = SureDialog(title, row.name, kind=kind, parent=self._page.window())
        self._page.put(
            dialog, "", lambda _why: act(row.id, seen=row.version, by=by),
            lambda after: self._page.saved.emit(words.say(said, name=after.name)),
        )  # fmt: skip

    def ask_readiness(self) -> None:
        """What it says of itself; what it does its lines say."""
        line, by = self._page.chosen(), self._seat.actor
        if line is None:
            return
        row, dialog = line.row, ReadinessDialog(line.row, self._page._times, self._page.window())

        def tell(said: Said) -> TeamRow:
            return self._ask.teams.tell(
                row.id, said.readiness, said.note, said.since, said.people_ready, seen=row.version, by=by
            )

        def told(after: TeamRow) -> None:
            state = words.say(f"team.readiness.{after.readiness.value}")
            self._page.saved.emit(words.say("teams.told_readiness", name=after.name, state=state))

        self._page.put(dialog, f"team.readiness {row.id}", tell, told)

    # papers

    def ask_paper_new(self) -> None:
        line, by = self._page.chosen(), self._seat.actor
        if line is not None:
            row, dialog = line.row, PaperDialog(line.row.name, None, self._page._times, self._page.window())
            self._page.put(
                dialog, f"team.paper {row.id}", lambda paper: self._ask.teams.add_certificate(row.id, paper, by=by),
                lambda _paper: self._tell_paper(row),
            )  # fmt: skip

    def ask_paper_edit(self) -> None:
        line, paper, by = self._page.chosen(), self._page.sheet.paper(), self._seat.actor
        if line is not None and paper is not None:
            row, dialog = line.row, PaperDialog(line.row.name, paper, self._page._times, self._page.window())
            self._page.put(
                dialog, f"team.paper_edit {paper.id}",
                lambda said: self._ask.teams.change_certificate(paper.id, said, seen=paper.version, by=by),
                lambda _paper: self._tell_paper(row),
            )  # fmt: skip

    def ask_paper_end(self) -> None:
        """It no longer counts; it stays in the book."""
        line, paper, by = self._page.chosen(), self._page.sheet.paper(), self._seat.actor
        if line is not None and paper is not None:
            row, about = line.row, f"{line.row.name}　{paper.kind} {paper.holder}".rstrip()
            self._page.put(
                SureDialog("teams.paper_end", about, parent=self._page.window()), "",
                lambda _why: self._ask.teams.end_certificate(paper.id, seen=paper.version, by=by),
                lambda _none: self._tell_paper(row),
            )  # fmt: skip

    def _tell_paper(self, row: TeamRow) -> None:
        self._page.saved.emit(words.say("teams.told_paper", name=row.name))


def form_lists(ask: TeamServices) -> FormLists:
    """On a worker: the county's lists as choices; thousands of places take a moment."""
    names = names_of(ask.lists, ask.event_types)
    types = tuple((one.code, one.parent, one.name, one.name_en) for one in names.types)
    places = ChoiceList(place_choices(ask.places.everything()))
    by_code = ChoiceList([replace(one, code=str(one.key)) for one in type_choices(types).all])
    return FormLists(names, by_code, places, ChoiceList(tree_choices(ask.units.tree())))


def answer_spots(page: TeamsPart, dialog: SpotAsking) -> None:
    """What typed coordinates say stands under them while the form is open."""

    def ask(latitude: float | None, longitude: float | None) -> None:
        page._jobs.read(lambda: page._ask.teams.spot(latitude, longitude), seen, page.failed.emit)

    def seen(found: SpotSense) -> None:
        if isValid(dialog):
            dialog.show_spot(found)

    dialog.spot_typed.connect(ask)
