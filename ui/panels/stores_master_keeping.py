"""台账 is kept: a row is made, changed, retired or holds again, each in a dialog that loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from console import words
from console.domain.stores import ItemForm, Kept, key_of, title_of
from ui.dialogs.store_calls import SupplierCallsDialog
from ui.dialogs.store_form import Around, Given, StoreFormDialog, empty
from ui.dialogs.store_retire import RetireDialog
from ui.hiding import seen
from ui.models.store_master_rows import FORMS, CallRow, call_rows, call_text, titled
from ui.models.store_rows import StoreServices
from ui.widgets.place_tree import choices
from ui.widgets.suggest import Choice, ChoiceList

if TYPE_CHECKING:
    from ui.panels.stores_master import MasterPart


class MasterKeeping(QObject):
    """What a dialog needs to point at is read before it opens: once per wish."""

    def __init__(self, page: MasterPart, ask: StoreServices) -> None:
        super().__init__(page)
        self._page, self._ask = page, ask
        self._waiting = False

    def ask_new(self) -> None:
        """A row of the list that is shown."""
        key = self._page.key
        self._open(lambda: (empty(FORMS[key]), True), key)

    def ask_change(self) -> None:
        """The chosen row, as it stands now."""
        row = self._page.chosen()
        if row is not None:
            self._open(lambda: (self._ask.stores.one(type(row.form), row.id), False), self._page.key)

    def ask_retire(self) -> None:
        """It holds no longer, or again."""
        row, by = self._page.chosen(), self._page.seat.actor
        if row is None:
            return
        form, key, version = type(row.form), row.id, row.kept.version
        if not row.kept.active:
            self._page.save_once(
                lambda: self._ask.stores.restore(form, key, seen=version, by=by), partial(self._told, "restored")
            )
            return
        dialog = RetireDialog(titled(row.kept), self._page.window())
        self._page.put(
            dialog, "", lambda anyway: self._ask.stores.retire(form, key, seen=version, anyway=anyway, by=by),
            partial(self._told, "retired"),
        )  # fmt: skip

    def ask_calls(self) -> None:
        """Whom to ring for what is listed."""
        if self._page.asked.dialog is not None:
            return
        dialog = SupplierCallsDialog(call_rows(list(self._page.table.rows_model.rows())), self._page.window())
        dialog.copy_asked.connect(self._copy)
        self._page.asked.open(dialog, lambda _none: None, lambda _none: None)

    def _copy(self, rows: list[CallRow]) -> None:
        """Numbers that are hidden here are hidden there."""
        QGuiApplication.clipboard().setText(seen(call_text(list(rows))))
        self._page.saved.emit(words.say("master.told.copied", count=len(rows)))

    def _open(self, of: Callable[[], tuple[Kept[Any], bool]], key: str) -> None:
        if self._waiting or self._page.asked.dialog is not None:
            return
        self._waiting = True

        def done(found: tuple[tuple[Kept[Any], bool], Around]) -> None:
            self._waiting = False
            if isValid(self._page) and self._page.isVisible() and self._page.key == key:
                self._show(*found[0], found[1])

        def failed(error: Exception) -> None:
            self._waiting = False
            self._page.refused.emit(error)

        self._page.read(lambda: (of(), around(self._ask)), done, failed)

    def _show(self, kept: Kept[Any], new: bool, near: Around) -> None:
        by = self._page.seat.actor
        dialog = StoreFormDialog(kept, near, self._page.times, new=new, parent=self._page.window())
        dialog.person_typed.connect(self._suggest)
        dialog.spot_asked.connect(partial(self._spot, dialog))
        dialog.elsewhere.connect(partial(self._theirs, dialog, type(kept.form)))

        def act(given: Given) -> Kept[Any]:
            return self._ask.stores.keep(given.form, seen=given.seen, by=by)

        self._page.put(dialog, dialog.about, act, partial(self._told, "added" if new else "saved"))

    def _told(self, code: str, kept: Kept[Any]) -> None:
        self._page.saved.emit(words.say(f"master.told.{code}", name=titled(kept)))
        self._page.want(kept.id)

    def _suggest(self, line: Any, typed: str) -> None:
        """Who fits what is typed, below the field."""
        if typed.strip():
            self._page.read(
                lambda: self._ask.contacts.find(typed), lambda hits: isValid(line) and line.offer(typed, hits),
                self._page.failed.emit,
            )  # fmt: skip

    def _spot(self, dialog: StoreFormDialog, latitude: float, longitude: float) -> None:
        self._page.read(
            lambda: self._ask.stores.spot(latitude, longitude),
            lambda sense: isValid(dialog) and dialog.show_spot(latitude, longitude, sense), self._page.failed.emit,
        )  # fmt: skip

    def _theirs(self, dialog: StoreFormDialog, form: Any, key: UUID) -> None:
        self._page.read(
            lambda: self._ask.stores.one(form, key), lambda kept: isValid(dialog) and dialog.show_theirs(kept),
            self._page.refused.emit,
        )  # fmt: skip


def around(ask: StoreServices) -> Around:
    """Everything a row may point at that holds now."""
    items = ask.stores.rows(ItemForm)
    tree = [Choice(row.id, row.form.name, _path(row), depth=row.depth) for row in ask.stores.tree()]
    goods = [Choice(row.id, _path(row), _path(row)) for row in items]
    places = ChoiceList(choices(ask.places.everything()))
    return Around(ChoiceList(tree), ChoiceList(goods), places, {row.id: row.form.unit for row in items})


def _path(row: Kept[Any]) -> str:
    form = row.form
    return " ".join(filter(None, (key_of(form), title_of(form), getattr(form, "spec", ""))))
