"""What the palette asks for while somebody types: people, records, and how commands are typed in pinyin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from shiboken6 import isValid

from console import words
from ui import hiding
from ui.actions import Action
from ui.dialogs.palette import Found, Palette
from ui.hooks import note_bug
from ui.jobs import Jobs

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.people import Actor

PEOPLE = 8
"""Most persons that are offered."""


def look_up(
    desk: Desk, jobs: Jobs, palette: Palette, asked: str, to: Actor, shows: Callable[[str], bool] = lambda _panel: True
) -> None:
    """People, records and things for that text, numbers as ``to`` may see them; told if the palette still stands open.

    ``shows`` answers whether a panel is there: what leads nowhere is not offered.
    """
    if not asked:
        return

    from console.domain.masking import shown_hit
    from console.services.finding_calls import calls_like

    hide = hiding.current().on

    def work() -> Found:
        people = tuple(shown_hit(hit, to=to, mask=hide) for hit in desk.contacts.find(asked, limit=PEOPLE))
        calls = calls_like(desk.ringing, asked, desk.zone, to=to, mask=hide)
        return Found(people, tuple(desk.finding.by_number(asked)), (*desk.finding.by_name(asked), *calls))

    def show(found: Found) -> None:
        if isValid(palette):
            records, things = (tuple(hit for hit in hits if shows(hit.panel)) for hits in (found.records, found.things))
            palette.show_found(asked, Found(found.people, records, things))

    jobs.read(work, show, note_bug)


def learn_initials(jobs: Jobs, palette: Palette, actions: Sequence[Action]) -> None:
    """Chinese commands are typed by their initials; finding them out loads a dictionary, so it is done on a worker."""
    if words.language() != "zh":
        return
    said = {action.id: action.word for action in actions}
    jobs.run(lambda: initials(said), lambda found: isValid(palette) and palette.know_initials(found), note_bug)


def initials(said: dict[str, str]) -> dict[str, str]:
    """接报 → ``jb``: the likeliest reading's first letters by id."""
    from console.domain.pinyin import readings

    return {name: _first_letters(readings(word)) for name, word in said.items()}


def _first_letters(found: Sequence[str]) -> str:
    return "".join(part[0] for part in found[0].split()) if found else ""
