"""Site settings: what counts, from when, on what basis, confirmed by the county or not; and what counted before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QGridLayout, QStackedWidget

from console import words
from console.changes import Topic
from console.domain.lists import ListItem
from console.domain.people import Action
from console.domain.settings import SETTINGS, SettingRow
from console.errors import Refused
from console.services.settings import SettingsService
from ui import actions, theme
from ui.dialogs.confirm_settings import ConfirmSettingsDialog
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.table import Column, RowTableModel
from ui.panels.settings_form import SettingForm, Typed, shown_value
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

_DAY_ALONE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")

_ROWS_SEEN = 5
"""Settings seen at least; the list scrolls in itself, so at 1366×768 the form is in sight below the walk's bar."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """What one load brings: every setting now, and the past of the chosen one."""

    rows: tuple[SettingRow, ...]
    key: str
    history: tuple[SettingRow, ...]
    choices: Mapping[str, tuple[ListItem, ...]]


@dataclass(frozen=True, slots=True)
class Past:
    """A line of the history; ``place`` counts from the oldest, ``state`` is now, later or past."""

    place: int
    row: SettingRow
    state: str


class SitePage(SettingsPage):
    """Choose a setting above, change it below left, read its history below right."""

    topics = frozenset({Topic.SETTINGS, Topic.LISTS})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, settings: SettingsService, book: KeptWords | None = None
    ) -> None:
        super().__init__(jobs, seat, times)
        self._settings = settings
        self._book = book or KeptWords(jobs, seat, times, None, self)
        self._chosen = ""
        self._saving = False
        self._waiting = 0
        self.dialog: ConfirmSettingsDialog | None = None
        self._held: Typed | None = None
        self._choices: Mapping[str, tuple[ListItem, ...]] = {}
        self.build()

    def build(self) -> None:
        self.table = RowTable(RowTableModel(self._columns(), lambda row: row.key), compact=True)
        self.confirm_all = KeyButton("settings.confirm_all", small=True)
        self.form = SettingForm()
        self.past = RowTable(RowTableModel(self._past_columns(), lambda past: past.place), compact=True)
        self.list_card = Card("settings.page.site", flush=True)
        self.form_card = Card("settings.edit_none")
        self.past_card = Card("settings.history", flush=True)
        self._lay_out()
        self.table.chosen.connect(self._choose)
        self.form.save_asked.connect(self.save_setting)
        self.form.edited.connect(self._keep_words)
        self.form.stored.connect(lambda key: self._book.record(f"setting {key}").settle())
        self._book.arrived.connect(self._bring_words)
        self._book.handed_over.connect(self._bring_words)
        self.confirm_all.clicked.connect(self.ask_confirm_all)
        form = self.form
        self.guard(Action.EDIT_SETTINGS, form.line, form.choice, form.basis, form.valid_from, form.confirmed)
        self.guard(Action.EDIT_SETTINGS, form.save, form.revert, self.confirm_all)
        self.tell_read_only(self.form_card, Action.EDIT_SETTINGS)
        self._bound = actions.bind(self, [actions.Action("save", self.save_setting)], whole_window=False)
        self.retranslate()

    def load(self) -> SiteView:
        key = self._chosen or next(iter(SETTINGS))
        settings = self._settings
        return SiteView(tuple(settings.all()), key, tuple(settings.history(key)), settings.choices())

    def present(self, result: SiteView) -> None:
        self._choices = result.choices
        self.form.show_rows({row.key: row for row in result.rows}, result.choices)
        self.table.show_rows(result.rows)
        if not self._chosen:
            self._begin_with(result.key)
        self._waiting = sum(not row.confirmed for row in result.rows)
        told = "settings.unconfirmed" if self._waiting else "settings.all_confirmed"
        self.list_card.caption.say(told, count=self._waiting)
        if result.key == self._chosen:
            self._show_past(result)
        self.permit()

    def save_setting(self) -> None:
        """Set what stands in the form; refusals are said at their field and nothing typed is lost."""
        if self._saving or not self.form.key or not self._seat.may(Action.EDIT_SETTINGS):
            return
        key, typed, by = self.form.key, self.form.typed(), self._seat.actor
        self.form.clear_notes()
        try:
            valid_from = self._valid_from(typed.valid_from.strip())
        except Refused as error:
            self._refuse(error)
            return
        self._saving = True
        self.save(
            lambda: self._settings.change(
                key, typed.value, typed.basis, confirmed=typed.confirmed, valid_from=valid_from, by=by
            ),
            lambda _: self._saved(key, typed),
            self._not_saved,
        )

    def ask_confirm_all(self) -> None:
        """Once for all settings that wait; what is typed and not saved is none of it and stays."""
        dialog = self.dialog = ConfirmSettingsDialog(self._waiting, self.window())
        dialog.given.connect(lambda _: self._confirm_all(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _confirm_all(self, dialog: ConfirmSettingsDialog) -> None:
        by = self._seat.actor

        def done(count: int) -> None:
            dialog.accept()
            self.saved.emit(words.say("settings.confirmed_now", count=count))

        self.save(lambda: self._settings.confirm_all(by=by), done, dialog.refuse)

    def leave(self) -> bool:
        """Words typed and not saved: the window waits once, and the sentence says for which setting."""
        unsaved = self.form.unsaved()
        if not unsaved or self._held == self.form.typed():
            return True  # said once for these words: the second wish to close is heard
        self._held = self.form.typed()
        self.refused.emit(Refused("setting_unsaved", key=setting_name(unsaved)))
        return False

    def _keep_words(self) -> None:
        typed = self.form.kept(self.form.key)
        self._book.record(f"setting {self.form.key}").put(_words_of(typed) if typed else {})

    def _bring_words(self) -> None:
        """What the officer who sits here typed the last time and did not save."""
        found = {key: self._book.words_of(f"setting {key}") for key in SETTINGS}
        self.form.bring({key: _typed_of(kept) for key, kept in found.items() if kept})

    def possible(self, widget: object) -> bool:
        if widget is self.confirm_all:
            return self._waiting > 0
        return widget is not self.form.revert or self.form.dirty(self.form.key)

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("settings.page.site"))
        self.past.setAccessibleName(words.say("settings.history"))
        self._head_form()

    def _valid_from(self, text: str) -> datetime | None:
        """An instant with its day, or None for at once."""
        if not text:
            return None
        return self._times.read(f"{text} 00:00" if _DAY_ALONE.fullmatch(text) else text)

    def _shown(self, key: str, value: str) -> str:
        return shown_value(key, value, self._choices)

    def _saved(self, key: str, typed: Typed) -> None:
        self._saving = False
        self.form.forget(key)
        self.saved.emit(words.say("settings.saved", name=setting_name(key), value=self._shown(key, typed.value)))

    def _not_saved(self, error: Exception) -> None:
        self._saving = False
        self.form.refuse(error)

    def _refuse(self, error: Refused) -> None:
        self.form.refuse(error)
        self.refused.emit(error)

    def _choose(self, row: SettingRow | None) -> None:
        if row is None or row.key == self._chosen:
            return
        self._chosen = row.key
        self.form.show_setting(row.key)
        self._head_form()
        self.permit()
        self.reload_now()

    def _begin_with(self, key: str) -> None:
        """Nothing was chosen yet: its past came with the first load."""
        self._chosen = key
        self.form.show_setting(key)
        self._head_form()
        self.table.choose(key)

    def _head_form(self) -> None:
        if self._chosen:
            self.form_card.title.say("settings.edit", name=setting_name(self._chosen))

    def _show_past(self, result: SiteView) -> None:
        now = next((row for row in result.rows if row.key == result.key), None)
        past = [Past(len(result.history) - at, row, self._state(row, now)) for at, row in enumerate(result.history)]
        self.past.show_rows(past)
        self._past_pages.setCurrentIndex(0 if past else 1)

    def _state(self, row: SettingRow, now: SettingRow | None) -> str:
        if row == now:
            return "now"
        return "later" if row.valid_from is not None and row.valid_from > self._times.now() else "past"

    def _since(self, row: SettingRow) -> str:
        return words.say("settings.default") if row.valid_from is None else self._times.minute(row.valid_from)

    def _columns(self) -> Sequence[Column[SettingRow]]:
        return (
            Column("setting.key", lambda row: setting_name(row.key), width=190),
            Column("setting.value", lambda row: self._shown(row.key, row.value), width=166),
            Column("setting.unit", lambda row: words.say(f"setting.unit.{row.unit}"), width=84),
            Column("setting.confirmed", _confirmed, width=126, ink=_confirmed_ink),
            Column("setting.valid_from", self._since, width=138),
            Column("setting.basis", basis, stretch=True),
            Column("setting.default", lambda row: self._shown(row.key, SETTINGS[row.key].default), width=118),
            Column("setting.by", lambda row: row.by, width=72),
        )

    def _past_columns(self) -> Sequence[Column[Past]]:
        return (
            Column("setting.state", lambda past: words.say(f"settings.state.{past.state}"), width=72),
            Column("setting.value", lambda past: self._shown(past.row.key, past.row.value), width=96),
            Column("setting.valid_from", lambda past: self._since(past.row), width=138),
            Column("setting.by", lambda past: past.row.by, width=70),
            Column("setting.basis", lambda past: past.row.basis, stretch=True),
            Column("setting.confirmed", lambda past: _confirmed(past.row), width=126),
        )

    def _lay_out(self) -> None:
        self.list_card.tools.addWidget(self.confirm_all)
        self.list_card.body.addWidget(self.table)
        self.form_card.body.addWidget(self.form)
        self._past_pages = QStackedWidget()
        self._past_pages.addWidget(self.past)
        self._past_pages.addWidget(Empty("settings.history_empty"))
        self._past_pages.setCurrentIndex(1)
        self.past_card.body.addWidget(self._past_pages)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._grid.addWidget(self.list_card, 0, 0, 1, 2)
        self._grid.addWidget(self.form_card, 1, 0)
        self._grid.addWidget(self.past_card, 1, 1)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._grid.setRowStretch(0, 1)
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def restyle(self) -> None:
        using = theme.current()
        self.table.setMinimumHeight(using.px(34) + using.compact_row * min(len(SETTINGS), _ROWS_SEEN) + 4)
        self.past.setMinimumHeight(using.px(34) + using.compact_row * 3)


def setting_name(key: str) -> str:
    """A setting in words."""
    return words.say(f"setting.{key}")


def basis(row: SettingRow) -> str:
    """Where a value comes from; defaults have theirs in both languages."""
    return words.say(f"setting.{row.key}.basis") if row.valid_from is None else row.basis


def _confirmed(row: SettingRow) -> str:
    return words.say("settings.confirmed.yes" if row.confirmed else "settings.confirmed.no")


def _confirmed_ink(row: SettingRow) -> str | None:
    return None if row.confirmed else "orangetext"


def _words_of(typed: Typed) -> dict[str, str]:
    lines = {"value": typed.value, "basis": typed.basis, "valid_from": typed.valid_from}
    return {**lines, "confirmed": "yes" if typed.confirmed else ""}


def _typed_of(kept: Mapping[str, str]) -> Typed:
    lines = (kept.get(name, "") for name in ("value", "basis", "valid_from"))
    return Typed(*lines, confirmed=bool(kept.get("confirmed")))
