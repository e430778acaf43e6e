"""What is done with a warning as a whole: handed in, reviewed, signed, released, followed, given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from console import words
from console.domain.people import Action as Permission
from console.domain.people import may
from console.domain.realm import Realm
from console.domain.warning import OPEN, Act, Kind, State, needs_second
from console.domain.warning_rows import SendRow, WarningRow, Way
from console.services.accounts import OfficerRow
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.warning_release import Going, WarningReleaseDialog
from ui.dialogs.warning_sign import Eyes, Phoned, Proved, WarningPhoneDialog, WarningSignDialog
from ui.models.warning_channels import lines_of
from ui.models.warning_rows import Look, WarningServices, load_look, problem_said
from ui.panels.acting_part import Verb
from ui.widgets.keycap import KeyButton
from ui.widgets.warning_foot import KEYS, acts_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.panels.warnings_page import WarningPage

_FOLLOW = {"change": Kind.CHANGE, "lift": Kind.LIFT, "withdraw": Kind.WITHDRAW}
_PERMISSION: Mapping[str, Permission | None] = {
    "abandon": Permission.WARN, "take_back": Permission.WARN, "save": Permission.WARN, "urgent": Permission.WARN,
    "submit": Permission.WARN, "change": Permission.WARN, "lift": Permission.WARN, "withdraw": Permission.WARN,
    "phone": Permission.RELEASE_WARNING, "complete": Permission.RELEASE_WARNING, "release": Permission.RELEASE_WARNING,
    "give_back": None, "endorse": None, "sign": None, "owed": None,
}  # fmt: skip


class WarningActs:
    """The acts of the page's foot. Each is asked for, done on the writing lane, and told."""

    def __init__(self, page: WarningPage) -> None:
        self._page = page

    def verbs(self, buttons: Mapping[str, KeyButton], check: KeyButton) -> dict[str, Verb]:
        """By the id of their word; the foot's buttons and F5."""
        acts: dict[str, Callable[[], object]] = {
            "abandon": self.ask_abandon, "take_back": self.ask_take_back, "save": self._page.keep,
            "urgent": self.ask_urgent, "submit": self.submit, "endorse": partial(self.ask_eyes, Eyes.ENDORSE),
            "give_back": partial(self.ask_eyes, Eyes.RETURN), "sign": partial(self.ask_eyes, Eyes.SIGN),
            "phone": self.ask_phone, "release": self.ask_release, "complete": self.ask_complete,
            "owed": self.ask_owed, **{name: partial(self.follow, kind) for name, kind in _FOLLOW.items()},
        }  # fmt: skip
        made: dict[str, Verb] = {
            f"warning_{name}": (KEYS[name][0], buttons[name], act, _PERMISSION[name]) for name, act in acts.items()
        }
        made["check_again"] = ("F5", check, self._page.check, None)
        return made

    def why(self, widget: QWidget) -> str:
        """The code of what stands against an act now; empty where nothing does."""
        page, look = self._page, self._page.look
        name = next((name for name, button in page.foot.buttons.items() if button is widget), "")
        if not name or look is None:
            return ""
        if name not in acts_of(look):
            return "warning.why.owed" if name == "owed" else "warning.why.state"
        if name == "urgent" and not look.row.rule.urgent:
            return "warning.why.urgent"
        if name == "phone" and not look.row.rule.phone:
            return "warning.why.phone"
        if name in _FOLLOW and look.follower is not None and look.follower.state in OPEN:
            return "warning.why.follower"
        return ""

    # the draft

    def submit(self) -> None:
        """Ctrl+Enter: saved as it stands and handed in."""
        look, by, service = self._look(), self._actor(), self._ask.warnings
        if look is not None:
            self._page.keep_and(lambda version: service.submit(look.id, seen=version, by=by), self._handed_in)

    def ask_urgent(self) -> None:
        """紧急通道: the review has to wait, and why."""
        look, by, service = self._look(), self._actor(), self._ask.warnings
        keeping = self._page.keeping()
        if look is None or keeping is None:
            return
        dialog = ReasonDialog(
            "do.warning_urgent", self._about(look), what="warning.urgent.what", kind="primary",
            parent=self._page.window(),
        )  # fmt: skip

        def hand_in(reason: str) -> WarningRow:
            row: WarningRow = keeping.work(
                lambda version: service.submit(look.id, seen=version, by=by, urgent=reason)
            )  # fmt: skip
            return row

        def handed_in(row: WarningRow) -> None:
            keeping.settle()
            self._handed_in(row)

        self._page.put(dialog, f"warning.urgent {look.id}", hand_in, handed_in)

    def _handed_in(self, row: WarningRow) -> None:
        self._told("warning.told_submitted", row, state=words.say(f"warning.state.{row.state.value}"))

    def ask_abandon(self) -> None:
        self._ask_reason("abandon", self._ask.warnings.abandon)

    def ask_take_back(self) -> None:
        self._ask_reason("take_back", self._ask.warnings.take_back)

    # other eyes

    def ask_eyes(self, eyes: Eyes) -> None:
        """Somebody else reads it whole and proves."""
        look = self._look()
        if look is None:
            return
        self._page.ask_first(
            lambda: _eyes_see(self._ask, look.id),
            lambda found: self._show_eyes(eyes, *found),
        )

    def ask_owed(self) -> None:
        """补审, 补签: the first of what is owed."""
        look = self._look()
        if look is not None and look.row.owed:
            self.ask_eyes({Act.COUNTERSIGN: Eyes.COUNTERSIGN, Act.SIGN_LATER: Eyes.SIGN_LATER}[look.row.owed[0]])

    def _show_eyes(self, eyes: Eyes, row: WarningRow, officers: list[OfficerRow], differs: list[str]) -> None:
        signer = row.hands.signer
        dialog = WarningSignDialog(
            eyes, row, names=_names(eyes, row, officers), differs=differs,
            fixed=signer.name if eyes is Eyes.SIGN_LATER and signer is not None and signer.id is not None else "",
            parent=self._page.window(),
        )  # fmt: skip
        self._page.put(
            dialog, f"warning.{eyes.value} {row.id}", lambda proved: self._prove(eyes, row.id, proved),
            lambda made: self._told(f"warning.told.{eyes.value}", made),
        )  # fmt: skip

    def _prove(self, eyes: Eyes, warning_id: UUID, proved: Proved) -> WarningRow:
        service, name, password, digest = self._ask.warnings, proved.name, proved.password, proved.digest
        if eyes is Eyes.RETURN:
            return service.give_back(warning_id, name, password, proved.reason, digest=digest)
        if eyes is Eyes.SIGN_LATER:
            return service.sign_later(warning_id, name, password, digest=digest)
        act = {Eyes.ENDORSE: service.endorse, Eyes.SIGN: service.sign, Eyes.COUNTERSIGN: service.countersign}[eyes]
        return act(warning_id, name, password, digest=digest)

    def ask_phone(self) -> None:
        look = self._look()
        if look is None:
            return
        self._page.ask_first(lambda: _eyes_see(self._ask, look.id), lambda found: self._phone(*found))

    def _phone(self, row: WarningRow, officers: list[OfficerRow], differs: list[str]) -> None:
        by = self._actor()
        seconds = [name for name in _names(Eyes.ENDORSE, row, officers) if name != by.name]
        dialog = WarningPhoneDialog(
            row, self._page.times, names=_names(Eyes.SIGN, row, officers),
            seconds=seconds if needs_second(row.rule, row.hands) else None, differs=differs,
            parent=self._page.window(),
        )  # fmt: skip

        def write_down(said: Phoned) -> WarningRow:
            return self._ask.warnings.sign_by_phone(
                row.id, said.name, said.at, said.words, digest=said.digest, by=by, second=said.second
            )  # fmt: skip

        self._page.put(
            dialog, f"warning.phone {row.id}", write_down, lambda made: self._told("warning.told.phone", made)
        )  # fmt: skip

    # going out

    def ask_release(self) -> None:
        look = self._look()
        if look is not None:
            self._page.ask_first(lambda: _going(self._ask, look.id), self._show_release)

    def _show_release(self, going: Going) -> None:
        by, row = self._actor(), going.row
        dialog = WarningReleaseDialog(
            going, practice=self._ask.realm is not Realm.LIVE, parent=self._page.window()
        )  # fmt: skip

        def release(_none: None) -> tuple[WarningRow, list[SendRow]]:
            made = self._ask.warnings.release(row.id, seen=row.version, by=by)
            return made, [one.row for one in self._ask.sends.rows(row.id)]

        def released(made: tuple[WarningRow, list[SendRow]]) -> None:
            manual = sum(send.way is Way.MANUAL for send in made[1])
            armed = sum(line.audible for line in going.lines)
            code = "warning.told_released_armed" if armed else "warning.told_released"
            self._page.saved.emit(
                words.say(code, number=row.number, channels=len(made[1]), manual=manual, armed=armed)
            )  # fmt: skip

        self._page.put(dialog, "", release, released)

    def follow(self, kind: Kind) -> None:
        """变更, 解除, 撤销: a new message to every channel the first one used."""
        look, by, new_id = self._look(), self._actor(), uuid4()
        if look is None:
            return
        service, warning_id, seen = self._ask.warnings, look.id, look.row.version

        def begun(row: WarningRow) -> None:
            self._told(f"warning.told_follow.{kind.value}", row)
            self._page.other_asked.emit(row.id)

        self._page.save_once(lambda: service.follow(warning_id, kind, new_id, seen=seen, by=by), begun)

    def ask_complete(self) -> None:
        """发布完成, with channels left undone: says why."""
        self._ask_reason("complete", self._ask.sends.complete)

    # shared

    @property
    def _ask(self) -> WarningServices:
        return self._page.services

    def _look(self) -> Look | None:
        return self._page.look

    def _actor(self) -> Any:
        return self._page.actor

    def _about(self, look: Look) -> str:
        return f"{look.row.number}　{look.row.title}"

    def _told(self, code: str, row: WarningRow, **facts: Any) -> None:
        self._page.saved.emit(words.say(code, number=row.number, **facts))

    def _ask_reason(self, name: str, act: Callable[..., Any]) -> None:
        look, by = self._look(), self._actor()
        if look is None:
            return
        seen = self._page.editor.seen if look.row.state is State.DRAFT else look.row.version
        kind = "primary" if name == "complete" else "danger"
        dialog = ReasonDialog(f"do.warning_{name}", self._about(look), kind=kind, parent=self._page.window())
        self._page.put(
            dialog, f"warning.{name} {look.id}", lambda reason: act(look.id, reason, seen=seen, by=by),
            lambda _row: self._told(f"warning.told.{name}", look.row),
        )  # fmt: skip


def _eyes_see(ask: WarningServices, warning_id: UUID) -> tuple[WarningRow, list[OfficerRow], list[str]]:
    """On a worker: the warning, who could put the name to it, and what it says otherwise than its source."""
    row = ask.warnings.one(warning_id)
    return row, ask.accounts.list(), [problem_said(one) for one in ask.warnings.differing(row.form)]


def _going(ask: WarningServices, warning_id: UUID) -> Going:
    """On a worker: what the release of that warning would do now."""
    look = load_look(ask, warning_id)
    people, numbers = ask.warnings.reach(look.row.form)
    lines = [line for line in lines_of(look.book, look.row.form.channels, look.row.form, numbers) if line.ticked]
    return Going(look.row, tuple(lines), people, numbers, look.previous.number if look.previous is not None else "")


def _names(eyes: Eyes, row: WarningRow, officers: list[OfficerRow]) -> tuple[str, ...]:
    """Who may put the name to it: their role lets them, and their hands were not in it yet."""
    signs = eyes in (Eyes.SIGN, Eyes.SIGN_LATER) or (eyes is Eyes.RETURN and row.state is State.SIGN)
    wanted = Permission.SIGN_WARNING if signs else Permission.ENDORSE_WARNING
    hands = row.hands
    others = [*hands.authors]
    if eyes is Eyes.SIGN and hands.reviewer is not None:
        others.append(hands.reviewer)
    if eyes is Eyes.COUNTERSIGN and hands.signer is not None:
        others.append(hands.signer)
    taken = {one.name for one in others} if eyes is not Eyes.RETURN else set()
    return tuple(one.name for one in officers if one.active and may(one.actor, wanted) and one.name not in taken)
