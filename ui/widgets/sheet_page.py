"""The hand-over panel while a sheet is under way: items at the left, signatures and what can be done at the right."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console import words
from console.domain.duty import SheetRow, SheetState
from ui import actions, theme
from ui.models.sheet_items import ItemLine
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.differences import Differences
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.remarks import Remarks
from ui.widgets.sheet_head import SheetHead
from ui.widgets.sheet_items import SheetItems
from ui.widgets.signature_box import SignatureBox
from ui.widgets.spoken import Spoken, Word

SIDE = 262
"""Width of the right column at 14 px type."""


_EMPTY = {"outgoing": "sign.box.expected", "leader": "sign.box.empty", "incoming": "sign.box.empty"}
"""What stands in a box nobody signed yet."""


class SheetPage(Painted, Spoken, QWidget):
    """Widgets and what they show; who may do what is the panel's to say."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self.head = SheetHead(times)
        self.items = SheetItems(times)
        self.detail = Word()
        self.confirm = KeyButton("handover.confirm", "Space")
        self.confirm_rest = KeyButton("handover.confirm_rest", actions.key_of("confirm_rest"))
        self.confirm_sheet = KeyButton("handover.confirm_sheet", actions.key_of("confirm_sheet"))
        self.remarks = Remarks()
        self.boxes = {part: SignatureBox(part) for part in ("outgoing", "leader", "incoming")}
        self.identify = KeyButton("handover.identify", actions.key_of("sign"))
        self.missing = Word(role="caution")
        self.sign_outgoing = KeyButton("handover.sign_outgoing", actions.key_of("sign"), kind="primary")
        self.sign_absent = KeyButton("handover.sign_absent")
        self.sign_leader = KeyButton("handover.sign_leader")
        self.sign_incoming = KeyButton("handover.sign_incoming", actions.key_of("sign"), kind="primary")
        self.preview = KeyButton("button.preview", actions.key_of("print"), small=True)
        self.abandon = KeyButton("handover.abandon", kind="danger")
        self.emergency = KeyButton("handover.emergency_short", kind="danger")
        self.differences = Differences()
        self._lay_out()
        self.items.chosen.connect(self._show_detail)
        self.restyle()

    def show_sheet(self, sheet: SheetRow, *, owner: str, since: int, leader_signs: bool) -> None:
        signed = sheet.state is SheetState.SIGNED
        self.head.show_sheet(sheet, owner=owner, since=since)
        self.items.show_sheet(sheet)
        self.remarks.show_stored(sheet.remarks, editable=not signed, digest=sheet.digest)
        self._show_detail(self.items.chosen_row())
        self._show_boxes(sheet, owner, leader_signs)
        confirming = (self.confirm, self.confirm_rest, self.confirm_sheet)
        for part in (*confirming, self.sign_incoming, self.identify, self.missing):
            part.setVisible(signed)
        self.sign_outgoing.setVisible(not signed)
        self.sign_absent.setVisible(not signed)
        self.remarks.setVisible(not signed or bool(sheet.remarks) or self.remarks.dirty())
        self.sign_leader.setVisible(signed and leader_signs and not self.boxes["leader"].signed)
        self.difference_card.setVisible(signed)

    def show_incoming(self, name: str) -> None:
        """Who confirms; empty while nobody has proved to be the incoming officer."""
        self.identify.say("handover.identify_other" if name else "handover.identify")
        self.identify.show_key("" if name else actions.key_of("sign"))
        if not self.boxes["incoming"].signed:
            self.boxes["incoming"].show_empty(name, "sign.box.proved" if name else "sign.box.nobody")

    def show_missing(self, missing: list[str]) -> None:
        """What the incoming signature waits for, as sentences; nothing opens the button."""
        said = words.say("list.join").join(missing)
        self.sign_incoming.setEnabled(not missing)
        self.missing.setVisible(bool(missing) and not self.sign_incoming.isHidden())
        if missing:
            self.missing.say("handover.missing", what=said)
            self.sign_incoming.setToolTip(words.say("handover.missing", what=said))
        else:
            self.sign_incoming.setToolTip("")

    def retranslate(self) -> None:
        self.items.setAccessibleName(words.say("handover.items"))

    def restyle(self) -> None:
        using = theme.current()
        gap = using.px(12)
        self._column.setSpacing(gap)
        self._middle.setSpacing(gap)
        self._side.setSpacing(gap)
        self.scroll.setFixedWidth(using.px(SIDE))
        self.items.setMinimumHeight(using.px(34) + 5 * using.row)
        self.detail.setMinimumHeight(using.px(40))
        self.detail.setMaximumHeight(using.px(84))
        super().restyle()

    def _show_detail(self, row: ItemLine | None) -> None:
        """The chosen item in full: what is confirmed must have been readable."""
        self.detail.show_text("" if row is None else f"{row.number}  {row.text}".strip())

    def _show_boxes(self, sheet: SheetRow, owner: str, leader_signs: bool) -> None:
        signed = {signature["part"]: signature for signature in sheet.signatures}
        for part, box in self.boxes.items():
            mark = signed.get(part)
            if mark:
                at = self._times.near(datetime.fromisoformat(mark["at"]))
                box.show_signed(mark["name"], at, absent=mark.get("absent", ""), reason=mark.get("reason", ""))
            else:
                box.show_empty(owner if part == "outgoing" else "", _EMPTY[part])
        self.boxes["leader"].setVisible(leader_signs or "leader" in signed)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.head)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self._left(), 1)
        self._middle.addWidget(self._right())
        self._column.addLayout(self._middle, 1)
        self.retranslate()

    def _left(self) -> QWidget:
        card = Card("handover.card.items", flush=True)
        card.tools.addWidget(self.preview)
        foot = QFrame()
        below = QVBoxLayout(foot)
        below.setContentsMargins(12, 8, 12, 8)
        below.setSpacing(8)
        self.detail.setWordWrap(True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for part in (self.confirm, self.confirm_rest, self.confirm_sheet):
            buttons.addWidget(part)
        buttons.addStretch(1)
        below.addWidget(self.detail)
        below.addLayout(buttons)
        below.addWidget(self.remarks)
        card.body.addWidget(self.items, 1)
        card.body.addWidget(foot)
        return card

    def _right(self) -> QWidget:
        holder = QWidget()
        self._side = QVBoxLayout(holder)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.addWidget(self._signing())
        self._side.addWidget(self._differing())
        self._side.addStretch(1)
        self._side.addWidget(self._leaving())
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setWidget(holder)
        return self.scroll

    def _signing(self) -> QWidget:
        card = Card("handover.card.sign")
        self.missing.setWordWrap(True)
        parts = (*self.boxes.values(), self.identify, self.missing)
        for part in (*parts, self.sign_leader, self.sign_outgoing, self.sign_absent, self.sign_incoming):
            card.body.addWidget(part)
        return card

    def _differing(self) -> QWidget:
        self.difference_card = Card("handover.card.differences")
        self.difference_card.body.addWidget(self.differences)
        return self.difference_card

    def _leaving(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.abandon, 1)
        row.addWidget(self.emergency, 1)
        return holder
