"""Letters to the towns a warning is for: asked for with a reason, numbered, a row of the warning's history each."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.people import Action, Actor
from console.domain.text import free_text
from console.domain.warning import Act
from console.domain.warning_letters import BAR, KINDS, LIMITS, LetterAsked, LetterRow, letter_of, letter_words
from console.domain.warning_rows import Means
from console.errors import Refused
from console.services import warning_steps as steps
from console.services.settings import current
from db.models.warnings import WarningStep
from db.queries import warnings as query
from db.store import Store


class WarningLetters:
    """Use cases of 警示函 and 约谈函."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def schemes(self) -> tuple[str, ...]:
        """Codes of the schemes that ask for letters."""
        with self._store.reading() as connection:
            return _schemes(connection, self._clock)

    def rows(self, warning_id: UUID) -> list[LetterRow]:
        """What was written for that warning, the first one first."""
        with self._store.reading() as connection:
            return letters_of(connection, warning_id)

    def write(self, warning_id: UUID, asked: LetterAsked, *, seen: int, by: Actor) -> LetterRow:
        """The letter gets its number and stands in the history from then on; it is printed from there.

        ``seen`` is how many letters there were when it was asked for: the same wish twice is one letter.

        Refuses no_such_warning, not_released, no_letters_here, letter_to_missing, reason_missing, letter_meanwhile.
        """
        asked = _tidy(asked)
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            row = steps.seen(tx, warning_id)
            if row.released_at is None:
                raise Refused("not_released", number=row.number)
            if row.scheme not in _schemes(tx.connection, self._clock):
                raise Refused("no_letters_here", number=row.number)
            before = letters_of(tx.connection, warning_id)
            if len(before) > seen and before[seen].asked == asked:
                return before[seen]
            if len(before) != seen:
                raise Refused("letter_meanwhile", number=before[-1].number if before else row.number)
            number, now = f"{row.number}-{len(before) + 1}", self._clock.now()
            words = letter_words(number, asked)
            step = WarningStep(
                warning_id=row.id, act=Act.LETTER.value, state=row.state, at=now, by_name=tx.by.name, of_name="",
                means=Means.SEAT.value, digest=row.digest, words=words,
            )  # fmt: skip
            steps.told(tx, row, Act.LETTER, now, step, words=words)
            return letter_of(words, now, tx.by.name)


def letters_of(connection: Connection, warning_id: UUID) -> list[LetterRow]:
    """The letters in the history of a warning."""
    found = (one for one in query.steps(connection, warning_id) if one["act"] == Act.LETTER)
    return [letter_of(one["words"], one["at"], one["by_name"]) for one in found]


def _schemes(connection: Connection, clock: Clock) -> tuple[str, ...]:
    return tuple(str(current(connection, "warning.letter_schemes", clock.now())).replace("，", ",").split(","))


def _tidy(asked: LetterAsked) -> LetterAsked:
    """Refuses letter_to_missing, reason_missing."""

    def plain(text: str, name: str) -> str:
        return " ".join(free_text(text, LIMITS[name]).split()).replace(BAR, "|")

    to = tuple(dict.fromkeys(name for one in asked.to if (name := plain(one, "to").replace("、", "，"))))
    made = replace(
        asked, to=to, why=plain(asked.why, "why"), when=plain(asked.when, "when"), where=plain(asked.where, "where")
    )  # fmt: skip
    if made.kind not in KINDS:
        raise ValueError(f"no such letter: {made.kind}")
    if not to:
        raise Refused("letter_to_missing", field="to")
    if not made.why:
        raise Refused("reason_missing", field="why")
    return made
