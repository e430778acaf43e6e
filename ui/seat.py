"""Who sits here now, and whether the seat is locked. Services check permission again; this greys buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console import words

if TYPE_CHECKING:
    from console.domain.people import Action, Actor, Role


class Seat(QObject):
    """``changed`` after sign-in, sign-out, lock and unlock."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actor: Actor | None = None
        self._locked = False

    @property
    def actor(self) -> Actor:
        """The signed-in officer; asking for it with nobody signed in is a bug of the screen."""
        assert self._actor is not None, "nobody is signed in"
        return self._actor

    @property
    def taken(self) -> bool:
        return self._actor is not None

    @property
    def locked(self) -> bool:
        return self._locked

    @property
    def name(self) -> str:
        return self._actor.name if self._actor else ""

    def sit(self, officer: Actor, *, locked: bool = False) -> None:
        """``locked`` where the seat is theirs but was locked meanwhile."""
        self._actor, self._locked = officer, locked
        self.changed.emit()

    def follow(self, role: Role) -> None:
        """The account has that role now: the same officer sits here, locked or not."""
        if self._actor is not None and self._actor.role is not role:
            self._actor = replace(self._actor, role=role)
            self.changed.emit()

    def lock(self) -> None:
        """The seat stays whose it is; only the screen is covered."""
        self._locked = True
        self.changed.emit()

    def unlock(self) -> None:
        self._locked = False
        self.changed.emit()

    def leave(self) -> None:
        self._actor, self._locked = None, False
        self.changed.emit()

    def may(self, action: Action | str) -> bool:
        from console.domain.people import Action, may

        return self._actor is not None and may(self._actor, Action(action))


def roles_for(action: Action | str) -> str:
    """The words of the roles that may do it, for the tooltip of a greyed button."""
    from console.domain.people import ALLOWED, Action, Role

    allowed = [role for role in Role if Action(action) in ALLOWED[role]]
    return words.say("list.join").join(words.say(f"role.{role.value}") for role in allowed)
