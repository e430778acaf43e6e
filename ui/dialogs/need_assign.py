"""派出: one candidate for one need. Nothing is asked but whose word it is, why a warning is passed over, how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.domain.assignments import Verdict
from console.domain.candidates import StoreCandidate, TeamCandidate
from console.domain.dispatching import GoodsOrder, Order, TeamOrder
from console.domain.needs import LIMITS
from console.domain.stock import checked_amount, pick, shown
from console.errors import Refused
from console.services import candidate_words
from ui.dialogs.asking import Asking
from ui.models.candidate_lines import CandidateLine
from ui.text import Times
from ui.widgets.approval_fields import ApprovalFields
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.typed import ShortText

_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Approvers:
    """``leader`` leads the watch (empty: nobody, or who asks); ``names`` are those that may be meant."""

    leader: str
    names: tuple[str, ...]


class AssignDialog(Asking):
    """Hands up an ``Order`` of one line; its key is made with the dialog, so that pressed twice it is one order."""

    LEAST_WIDTH = 720

    def __init__(self, line: CandidateLine, who: Approvers, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("dispatch.assign", "dispatch.assign", parent=parent)
        self._line, self._key = line, uuid4()
        self.about = self.say_sentence("need.about", role="strong", about="")
        self.say_sentence("need.about", role="secondary", about=candidate_words.people(line.people))
        self.reason = ShortText(LIMITS["reason"])
        self.quantity = ShortText(_NUMBER)
        self.vehicle = Choice((), str)
        self.approval = ApprovalFields(who.leader, who.names, times)
        self._put_in()
        self.body.addWidget(self.approval)
        self.inputs = self._own() | self.approval.inputs()
        self.approval.walked.connect(self._walk)
        self._walk()
        self.retranslate()

    def first(self) -> QWidget:
        """What nobody else can know; of a plain order the word of approval."""
        if self._asks_why:
            return self.reason
        if self._goods is not None:
            return self.quantity
        return self.approval.words if self.approval.name.text() else self.approval.name

    def answer(self) -> Order:
        """Raises Refused with ``field`` where something typed cannot stand."""
        need = self._line.need
        if self._asks_why and not self.reason.text().strip():
            raise Refused("reason_missing", field="reason")
        goods = (self._goods_order(),) if self._goods is not None else ()
        approved = self.approval.approved()
        return Order(approved, self._team_order(), goods, open={need.id: need.open}, key=self._key)

    def retranslate(self) -> None:
        super().retranslate()
        if not hasattr(self, "approval"):
            return
        line, found = self._line, self._line.found
        self.about.say(
            "dispatch.assign_about", who=line.name, need=f"{line.need.what}（{line.need.number}）",
            place=line.need.place or words.say("none"), arrival=candidate_words.arrival(line.minutes),
        )  # fmt: skip
        if self._asks_why and isinstance(found, TeamCandidate):
            told = (candidate_words.against(one.when, one.verdict, one.about) for one in found.reasons)
            self.warned.say("need.about", about="；".join(told))
        if self._goods is not None:
            self._say_amount()

    @property
    def _goods(self) -> StoreCandidate | None:
        return self._line.found if isinstance(self._line.found, StoreCandidate) else None

    @property
    def _asks_why(self) -> bool:
        return self._line.verdict is Verdict.WARN

    def _own(self) -> dict[str, QWidget]:
        own: dict[str, QWidget] = {"reason": self.reason} if self._asks_why else {}
        return own | ({"quantity": self.quantity, "vehicle": self.vehicle} if self._goods is not None else {})

    def _put_in(self) -> None:
        if self._asks_why:
            self.warned = self.say_sentence("need.about", role="caution", about="")
            self.body.addWidget(Field("dispatch.why_anyway", self.reason, required=True))
        goods = self._goods
        if goods is None:
            return
        need, plates = self._line.need, {one.id: one for one in goods.vehicles}
        self.vehicle = Choice([*plates, None], lambda one: _vehicle(plates.get(one)))
        wanted = min(need.open or goods.spare, goods.spare or goods.free)
        self.quantity.setText(shown(wanted))
        row = QHBoxLayout()
        row.addWidget(Field("dispatch.quantity", self.quantity, required=True), 1)
        row.addWidget(Field("dispatch.vehicle", self.vehicle), 2)
        self.body.addLayout(row)
        self.note = self.say_sentence("need.about", role="secondary", about="")
        self.quantity.textChanged.connect(lambda _text: self._say_amount())
        self._say_amount()

    def _say_amount(self) -> None:
        """Which lots go, and whether what shall stay is touched."""
        goods, line = self._goods, self._line
        assert goods is not None
        try:
            amount = self._amount()
        except Refused:
            self.note.say("dispatch.amount_of", spare=shown(goods.spare), free=shown(goods.free), unit=line.need.unit)
            return
        lots = {one.lot: one for one in goods.holding.lots}
        picked, _ = pick(goods.holding.lots, amount, line.today)
        told = words.say("list.join").join(f"{lots[one.lot].code} {shown(one.quantity)}" for one in picked)
        if amount > goods.spare:
            minimum = shown(goods.holding.minimum)
            self.note.say("dispatch.from_reserve", lots=told, spare=shown(goods.spare), minimum=minimum)
        else:
            self.note.say("dispatch.lots", lots=told)

    def _amount(self) -> Decimal:
        goods, need = self._goods, self._line.need
        assert goods is not None
        amount = checked_amount(self.quantity.text(), need.decimals, field="quantity")
        if amount > goods.free:
            raise Refused("more_than_free", free=shown(goods.free), unit=need.unit, field="quantity")
        return amount

    def _team_order(self) -> tuple[TeamOrder, ...]:
        found, need = self._line.found, self._line.need
        if not isinstance(found, TeamCandidate):
            return ()
        seen = frozenset(one.assignment_id for one in found.team.engaged)
        reason = self.reason.text().strip()
        return (TeamOrder(need.incident, found.team.id, need.id, minutes=found.minutes, reason=reason, seen=seen),)

    def _goods_order(self) -> GoodsOrder:
        goods, need = self._goods, self._line.need
        assert goods is not None
        amount = self._amount()
        picked, _ = pick(goods.holding.lots, amount, self._line.today)
        lots = tuple((one.lot, one.quantity) for one in picked)
        vehicle = self.vehicle.value()
        return GoodsOrder(
            need.incident, goods.store.id, goods.holding.item, lots, need.id,
            (vehicle,) if vehicle is not None else (), amount > goods.spare,
        )  # fmt: skip

    def _walk(self) -> None:
        own = [field for field in (self.reason, self.quantity) if field in self._own().values()]
        self.set_fields([*own, *self.approval.fields()])


def _vehicle(one: object) -> str:
    plate, driver = getattr(one, "plate", ""), getattr(one, "driver", "")
    return f"{plate} {driver}".strip() if plate else words.say("dispatch.no_vehicle")
