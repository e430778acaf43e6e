"""Whom a roll call expects in a unit: who holds its duty post by the contact book, the first in line first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

DUTY = "值班"
"""What a duty post or a duty room is called."""

_LEADS = "领导"
_SEATS = ("", "人民政府", "政府", "办事处", "街道办事处", "管理委员会", "管委会")
"""What an office adds to the name of the place it stands for."""

_REMARK = re.compile(r"[（(][^（）()]*[）)]$")


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody who holds a duty post. ``above`` is the organisation his own stands under, empty where it is the top."""

    name: str
    organisation: str
    post: str
    short_name: str = ""
    above: str = ""


def expected(unit: str, watchers: Iterable[Watcher]) -> str:
    """The first of the unit's own watchers, its duty room's too; those who lead only where there is nobody else."""
    found = [one for one in watchers if any(_is(unit, name) for name in _names(one))]
    return next((one.name for one in sorted(found, key=lambda one: _LEADS in one.post)), "")


def _names(one: Watcher) -> tuple[str, ...]:
    """Names of the organisation he answers for: of a duty room it is the one above."""
    own = (one.organisation, one.short_name)
    return (*own, one.above) if DUTY in one.organisation else own


def _is(unit: str, organisation: str) -> bool:
    plain = _REMARK.sub("", organisation.strip())
    wanted = _REMARK.sub("", unit.strip())
    return bool(plain) and any(plain == wanted + seat for seat in _SEATS)
