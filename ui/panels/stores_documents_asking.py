"""What 单据 asks for in dialogs, and what it does with the answers; each act has a key of its own, so twice is once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from console import words
from console.domain.people import Action as Permission
from console.domain.people import require
from console.domain.scanned import Wanted
from console.domain.stock import DocumentKind
from console.domain.stock_document import Document, NewDocument, Step
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.stock_acts import Came, Issued, IssueDialog, ReceiveDialog, Said, StockApproveDialog
from ui.dialogs.stock_counting import CountDialog, ReturnDialog
from ui.dialogs.stock_document import DocumentDialog, Draft, Given, Ground, KindDialog
from ui.dialogs.stock_goods import Offer
from ui.dialogs.typed_time import told_time
from ui.models.stock_document_rows import Look, meant, why_not
from ui.panels.stores_documents_ground import Leaders, given_of, ground, leaders, offers
from ui.seat import Seat
from ui.text import Times

if TYPE_CHECKING:
    from console.domain.needs import NeedRow
    from console.domain.stock_scene import Scene
    from ui.models.store_rows import StoreServices
    from ui.panels.stores_documents import DocumentsPart

_TIME = 40
_ALWAYS = {"ask", "approve", "counter", "turn_back", "void"}
"""Words of these are as true of the document when somebody else has changed it meanwhile."""


class DocumentsAsking(QObject):
    """Words typed into a dialog come back when it is opened about the same document, or the same kind, again."""

    overtaken = Signal(object, object)
    """From the writing lane: a dialog whose document (its id) somebody else changed meanwhile."""

    def __init__(self, page: DocumentsPart, seat: Seat, times: Times) -> None:
        super().__init__(page)
        self.overtaken.connect(self._tell_theirs)
        self._page, self._seat, self._times = page, seat, times

    @property
    def _ask(self) -> StoreServices:
        return self._page.services

    # new ones

    def begin(
        self, kind: DocumentKind | NewDocument | None = None, *, store: UUID | None = None, item: UUID | None = None,
        need: NeedRow | None = None,
    ) -> None:  # fmt: skip
        """A new document; of which kind is asked where it is not said. A ``need`` brings what it asks for.

        Another part may have worked one out: that is looked at and changed like any other before it is saved.
        """
        try:
            require(self._seat.actor, Permission.STOCK)
        except Refused as refused:  # before anything is typed
            self._page.refused.emit(refused)
            return
        if kind is None or isinstance(kind, bool):
            dialog = KindDialog(self._page.window())
            self._page.asked.open(
                dialog, lambda chosen: chosen, lambda chosen: self.begin(chosen, store=store, item=item)
            )
        elif isinstance(kind, NewDocument):
            form = kind
            self._read(
                lambda: self._given(form.kind, None, None, None, form), lambda known: self._open_new(form.kind, *known)
            )
        elif kind is DocumentKind.COUNT:
            self._read(lambda: ground(self._ask, self._seat.name), lambda on: self._open_count(on, store))
        elif kind is DocumentKind.RETURN:
            self._read(
                lambda: (ground(self._ask, self._seat.name), self._ask.scenes.out()),
                lambda found: self._open_return(*found, store=store),
            )
        else:
            self._read(lambda: self._given(kind, store, item, need), lambda known: self._open_new(kind, *known))

    def _given(
        self, kind: DocumentKind, store: UUID | None, item: UUID | None, need: NeedRow | None,
        form: NewDocument | None = None,
    ) -> tuple[Ground, Given]:  # fmt: skip
        """On a worker: what it can be about, and what is known of it."""
        on = ground(self._ask, self._seat.name)
        return on, given_of(on, kind, store, item, need, form)

    def _open_new(self, kind: DocumentKind, on: Ground, given: Given) -> None:
        told = tuple(line for line in given.lines if line.amount)
        dialog = DocumentDialog(kind, on, self._times, given=replace(given, lines=told), parent=self._page.window())
        self._serve(dialog)
        by = self._seat.actor
        self._page.put(
            dialog, f"stock.new {kind.value}{given.about}", lambda draft: self._ask.documents.draft(draft.form, by=by),
            self._drafted,
        )  # fmt: skip
        for line in given.lines:
            if not line.amount:
                dialog.lines.take(Offer(on.items[UUID(line.item)]))

    def _open_count(self, on: Ground, store: UUID | None) -> None:
        dialog = CountDialog(
            on.stores, store, self._page._jobs, self._find, keeper=on.officer, parent=self._page.window()
        )
        dialog.store_picked.connect(lambda chosen: self._bring_stock(dialog, chosen))
        dialog.scan.failed.connect(self._page.failed)
        self._put_new(dialog, f"stock.count {store or ''}")
        dialog.ask_stock()

    def _open_return(
        self, on: Ground, scenes: list[Scene], *, scene: UUID | None = None, store: UUID | None = None
    ) -> None:
        if not scenes:
            self._page.refused.emit(Refused("nothing_out"))
            return
        dialog = ReturnDialog(
            scenes, on.stores, scene=scene, store=store, applicant=on.officer, parent=self._page.window()
        )
        dialog.scene_picked.connect(lambda place: self._bring_goods(dialog, place))
        self._put_new(dialog, f"stock.return {scene or ''}")
        dialog.ask_goods()

    def _put_new(self, dialog: Asking, about: str) -> None:
        by = self._seat.actor

        def draft(form: NewDocument) -> Document:
            return self._ask.documents.draft(form, by=by)

        self._page.put(dialog, about, draft, self._drafted)

    def _drafted(self, made: Document) -> None:
        self._page.saved.emit(words.say("stock.said.draft", number=made.row.number))
        self._page.open_item(made.row.id)

    # acts on the one that is shown

    def ask_change(self) -> None:
        """A draft is opened again; whoever changed it meanwhile is told."""
        look = self._possible("change")
        if look is None:
            return
        self._read(lambda: ground(self._ask, self._seat.name), lambda on: self._open_change(look, on))

    def _open_change(self, look: Look, on: Ground) -> None:
        dialog = DocumentDialog(look.row.kind, on, self._times, before=look.document, parent=self._page.window())
        self._serve(dialog)
        by, key = self._seat.actor, uuid4()

        def change(draft: Draft) -> Document:
            assert draft.seen is not None, "a draft that is changed was seen"
            return self._ask.documents.change(look.row.id, draft.form, seen=draft.seen, by=by, key=key)

        def tried(draft: Draft) -> Document:
            try:
                return change(draft)
            except Refused as refused:
                if refused.code == "changed_meanwhile":
                    self.overtaken.emit(dialog, look.row.id)
                raise

        self._put(dialog, look, "change", tried)

    def ask_ask(self) -> None:
        """Who shall approve it."""
        look = self._possible("ask")
        if look is None:
            return
        self._read(lambda: leaders(self._ask, self._seat.name), lambda who: self._open_ask(look, who))

    def _open_ask(self, look: Look, who: Leaders) -> None:
        asks = [Asks("name", "upward.ask.whom", required=True, limit=60)]
        dialog = FindingDialog("do.document_ask", _named(look), asks, {"name": who.leader}, yes="do.document_ask",
                               parent=self._page.window())  # fmt: skip
        by, key = self._seat.actor, uuid4()

        def ask(told: Mapping[str, str]) -> Document:
            return self._ask.documents.ask(look.row.id, told["name"], seen=look.row.version, by=by, key=key)

        self._put(dialog, look, "ask", ask)

    def ask_approve(self) -> None:
        """Somebody who may says yes: here with the password, or on the telephone."""
        look = self._possible("approve")
        if look is not None:
            self._read(lambda: leaders(self._ask, self._seat.name), lambda who: self._open_approve(look, who))

    def _open_approve(self, look: Look, who: Leaders) -> None:
        leader = look.waits.of_name if look.waits is not None else who.leader
        dialog = StockApproveDialog("approve", look, leader, who.names, self._times, parent=self._page.window())
        by, key, seen = self._seat.actor, uuid4(), look.row.version

        def approve(said: Said) -> Document:
            return self._ask.documents.approve(look.row.id, said.approved, key=key, seen=seen, by=by)

        self._put(dialog, look, "approve", approve)

    def ask_counter(self) -> None:
        """Why a posted document is reversed, and by whose word."""
        look = self._possible("counter")
        if look is not None:
            self._read(lambda: leaders(self._ask, self._seat.name), lambda who: self._open_counter(look, who))

    def _open_counter(self, look: Look, who: Leaders) -> None:
        dialog = StockApproveDialog("counter", look, who.leader, who.names, self._times, reason=True,
                                    parent=self._page.window())  # fmt: skip
        by, key, seen = self._seat.actor, uuid4(), look.row.version

        def counter(said: Said) -> Document:
            return self._ask.documents.counter(look.row.id, said.reason, said.approved, key=key, seen=seen, by=by)

        self._put(dialog, look, "counter", counter)

    def ask_issue(self) -> None:
        """出库 of a transfer, with the scanner."""
        look = self._possible("issue")
        if look is None:
            return
        if meant("issue", look.row) != "issue":
            self.ask_post()
            return
        dialog = self._issue_dialog(look)
        by, key, seen = self._seat.actor, uuid4(), look.row.version

        def issue(told: Issued) -> Document:
            step = Step(key, told.at, text=told.text)
            return self._ask.documents.issue(
                look.row.id, told.picked, step, driver=told.driver, plate=told.plate, phone=told.phone, seen=seen, by=by
            )

        self._put(dialog, look, "issue", issue)

    def ask_post(self) -> None:
        """过账: goods that leave are scanned, the others go as the lines say."""
        look = self._possible("post")
        if look is None:
            return
        by, key, seen = self._seat.actor, uuid4(), look.row.version
        leaving = look.row.kind in (DocumentKind.ISSUE, DocumentKind.WRITE_OFF, DocumentKind.STATE)
        dialog = self._issue_dialog(look) if leaving else self._time_dialog(look)

        def post(told: Any) -> Document:
            picked = told.picked if isinstance(told, Issued) else ()
            text = told.text if isinstance(told, Issued) else ""
            at = told.at if isinstance(told, Issued) else told_time(self._times, told["at"])
            return self._ask.documents.post(look.row.id, Step(key, at, text=text), picked=picked, seen=seen, by=by)

        self._put(dialog, look, "post", post)

    def ask_receive(self) -> None:
        """签收: what arrived, line by line."""
        look = self._possible("receive")
        if look is None:
            return
        dialog = ReceiveDialog(look, self._times, self._page.window())
        by, key, seen = self._seat.actor, uuid4(), look.row.version

        def receive(came: Came) -> Document:
            step = Step(key, came.at)
            return self._ask.documents.receive(look.row.id, came.arrived, step, receiver=came.receiver, seen=seen,
                                               by=by)  # fmt: skip

        self._put(dialog, look, "receive", receive)

    def ask_bring_back(self) -> None:
        """退库与核销 of what it took to the scene."""
        look = self._possible("bring_back")
        if look is None:
            return
        scene = look.row.incident or look.row.id
        self._read(
            lambda: (ground(self._ask, self._seat.name), self._ask.scenes.out()),
            lambda found: self._open_return(*found, scene=scene, store=look.row.from_store),
        )

    def ask_turn_back(self) -> None:
        """未达退回, and why."""
        self._ask_why("turn_back", lambda look, why, key, by: self._ask.documents.turn_back(
            look.row.id, why, Step(key), seen=look.row.version, by=by))  # fmt: skip

    def ask_void(self) -> None:
        """作废, and why."""
        self._ask_why("void", lambda look, why, key, by: self._ask.documents.void(
            look.row.id, why, key=key, seen=look.row.version, by=by))  # fmt: skip

    def _ask_why(self, name: str, act: Callable[..., Document]) -> None:
        look = self._possible(name)
        if look is None:
            return
        asks = [Asks("reason", "stock.reason_why", required=True)]
        dialog = FindingDialog(f"do.document_{name}", _named(look), asks, yes=f"do.document_{name}", kind="danger",
                               parent=self._page.window())  # fmt: skip
        by, key = self._seat.actor, uuid4()
        self._put(dialog, look, name, lambda told: act(look, told["reason"], key, by))

    # shared

    def _possible(self, name: str) -> Look | None:
        look = self._page.look
        return look if look is not None and not why_not(name, look) else None

    def _put(self, dialog: Asking, look: Look, name: str, act: Callable[[Any], Document]) -> None:
        """Open it about that document; what it did is said by the document's number."""

        def done(made: Document) -> None:
            self._page.saved.emit(words.say(f"stock.said.{name}", number=made.row.number))
            if name == "counter":
                self._page.open_item(made.row.id)

        about = f"stock.{name} {look.row.id}"
        self._page.put(dialog, about if name in _ALWAYS else f"{about} {look.row.version}", act, done)

    def _issue_dialog(self, look: Look) -> IssueDialog:
        dialog = IssueDialog(look, self._page._jobs, self._find, self._times, self._page.window())
        dialog.scan.failed.connect(self._page.failed)
        return dialog

    def _time_dialog(self, look: Look) -> FindingDialog:
        asks = [Asks("at", "stock.field.at", limit=_TIME, hint="stock.post.how")]
        return FindingDialog("do.document_post", _named(look), asks, yes="do.document_post", parent=self._page.window())

    def _find(self, text: str, wanted: Wanted) -> Any:
        return self._ask.scans.find(text, wanted)

    def _serve(self, dialog: DocumentDialog) -> None:
        """What the lines ask for is looked up on a worker."""
        dialog.item_asked.connect(
            lambda typed: self._bring(
                dialog, lambda: offers(self._ask, typed), lambda told: dialog.lines.offer(typed, told)
            )
        )
        dialog.lots_asked.connect(
            lambda store, item: self._bring(
                dialog, lambda: self._ask.stock.on_hand(store=store, item=item),
                lambda rows: dialog.lines.show_lots(item, rows),
            )
        )  # fmt: skip

    def _bring_stock(self, dialog: CountDialog, store: UUID) -> None:
        self._bring(dialog, lambda: self._ask.stock.on_hand(store=store), lambda rows: dialog.show_stock(store, rows))

    def _bring_goods(self, dialog: ReturnDialog, place: UUID) -> None:
        self._bring(dialog, lambda: self._ask.scenes.goods(place), lambda rows: dialog.show_goods(place, rows))

    def _tell_theirs(self, dialog: DocumentDialog, document_id: UUID) -> None:
        """What stands there now is read and told in the dialog."""
        self._bring(dialog, lambda: self._ask.documents.one(document_id), dialog.show_theirs)

    def _bring(self, dialog: Asking, work: Callable[[], Any], show: Callable[[Any], None]) -> None:
        self._page._jobs.read(work, lambda found: isValid(dialog) and show(found), self._page.failed.emit)

    def _read(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._page._jobs.read(
            work, lambda found: isValid(self._page) and self._page.isVisible() and then(found), self._page.refused.emit
        )


def _named(look: Look) -> str:
    return f"{look.row.number}　{words.say(f'stock.document.{look.row.kind.value}')}　{look.row.summary}"
