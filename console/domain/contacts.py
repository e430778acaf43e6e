"""Finding somebody: by characters of the name, pinyin, initials, digits of a number, or where they work."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from console.domain import phones, typed
from console.domain.pinyin import BETWEEN, readings

TAIL = 3
"""Digits from which on a tail of a number is looked for."""


@dataclass(frozen=True, slots=True)
class PersonHit:
    """Somebody who was found; ``numbers`` in the order they are dialled, an extension behind 转.

    ``masking.shown_hit`` is how it is put on a screen.
    """

    id: UUID
    name: str
    organisation: str
    post: str
    numbers: tuple[str, ...]
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody as the index knows them: a hit, what is typed for the name, and digits (with extension) per number."""

    hit: PersonHit
    pinyin: str
    digits: tuple[tuple[str, str], ...]
    more: tuple[str, ...] = ()
    """Further texts to be found by: personnel number, call sign."""
    also: tuple[str, ...] = ()
    """Further offices and posts to be found by, where somebody holds several."""


class _Lines:
    """Texts of all cards in one string: looking through it costs less than through its parts."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        parts: list[str] = []
        self._starts: list[int] = []
        self._cards: list[int] = []
        at = 0
        for card, text in texts:
            self._starts.append(at)
            self._cards.append(card)
            parts.append(f"\n{text}\n")
            at += len(text) + 2
        self._text = "".join(parts)

    def cards(self, pattern: str) -> Iterator[int]:
        """Every card in whose text that stands, in the order of the cards; one may come more than once."""
        for match in re.finditer(pattern, self._text):
            yield self._cards[bisect_right(self._starts, match.start()) - 1]


class _ByLetter:
    """Readings by the letters their syllables begin with: only those that can fit are looked through."""

    def __init__(self, readings_: Iterable[tuple[int, str]], *, inside: bool = False) -> None:
        parts: dict[str, list[tuple[int, str]]] = {}
        for card, reading in readings_:
            syllables = reading.split(" ")
            for letter in {one[:1] for one in (syllables[1:] if inside else syllables[:1])}:
                parts.setdefault(letter, []).append((card, reading))
        self._lines = {letter: _Lines(texts) for letter, texts in parts.items()}

    def cards(self, letter: str, pattern: str) -> Iterable[int]:
        """The cards of that letter in whose reading the pattern stands."""
        lines = self._lines.get(letter)
        return () if lines is None else lines.cards(pattern)


class Index:
    """All cards, ready to be asked; made anew when contacts change. Equals come in the order of the cards."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._cards = cards
        spoken = [card.pinyin.split(BETWEEN) for card in cards]
        self._names = _Lines((at, typed.name_key(card.hit.name)) for at, card in enumerate(cards))
        self._first = _ByLetter((at, each[0]) for at, each in enumerate(spoken))
        self._inside = _ByLetter(((at, each[0]) for at, each in enumerate(spoken)), inside=True)
        self._other = _ByLetter((at, other) for at, each in enumerate(spoken) for other in each[1:])
        self._digits = _Lines((at, digits) for at, card in enumerate(cards) for digits in _dialled(card))
        self._offices: dict[str, list[int]] = {}
        for at, card in enumerate(cards):
            for where in dict.fromkeys((f"{card.hit.organisation} {card.hit.post}", *card.also)):
                self._offices.setdefault(typed.key(where.strip()), []).append(at)
        self._in_office = list(self._offices.values())
        self._offices_of: list[list[int]] = [[] for _ in cards]
        for office, within in enumerate(self._in_office):
            for card_at in within:
                self._offices_of[card_at].append(office)
        self._office_names = _Lines(enumerate(self._offices))
        self._office_pinyin = _Lines(
            (at, readings(part)[0]) for at, office in enumerate(self._offices) for part in office.split()
        )
        self._lines = _by_ending(cards)

    def find(self, text: str, limit: int) -> list[PersonHit]:
        """The best first; of several words every one must fit somewhere. A number is one word however it is spaced.

        Where nobody bears a name, whoever's name sounds the same is found: it was heard, or written in old characters.
        """
        text = text[:_LONGEST]
        asked = typed.words(text, _WORDS)
        if not asked or limit < 1:
            return []
        if best := self._of_number(text, asked, limit):
            return best
        found = self._best(asked[0], limit) if len(asked) == 1 else self._of_words(asked, limit)
        return [self._cards[card].hit for card in found]

    def by_number(self, text: str) -> list[PersonHit]:
        """Everybody who is reached under that number; who has the extension asked for comes first."""
        number, extension = phones.without_extension(phones.plain(text))
        found: dict[int, bool] = {}
        for digits in {phones.digits_of(number), phones.digits_of(text)}:
            for card, line, behind in self._lines.get(digits[-_ENDING:], ()) if len(digits) >= TAIL else ():
                if phones.same_line(digits, line):
                    found[card] = found.get(card, False) or (bool(extension) and behind == extension)
        return [self._cards[card].hit for card in sorted(found, key=lambda card: (not found[card], card))]

    def _of_number(self, text: str, asked: Sequence[str], limit: int) -> list[PersonHit]:
        """Whoever is meant by a number with blanks, brackets or an extension; who has the extension comes first."""
        number = typed.number(text)
        if len(number) < TAIL or (len(asked) == 1 and _NUMBER.fullmatch(asked[0])):
            return []
        return self.by_number(text)[:limit] or [self._cards[card].hit for card in self._best(number, limit)]

    def _of_words(self, asked: Sequence[str], limit: int) -> list[int]:
        """Letters of one name with blanks between its syllables first: chen li yi, c l y.

        Three syllables that are somebody's name are no name and two offices.
        """
        joined = "".join(asked)
        first = self._best(joined, limit) if _TYPED.fullmatch(joined) else []
        named = len(first) >= (limit if len(asked) < _SYLLABLES else 1)
        rest = [] if named else self._fitting_all(asked, limit)
        return list(dict.fromkeys((*first, *rest)))[:limit]

    def _fitting_all(self, asked: Sequence[str], limit: int) -> list[int]:
        ranks = self._of_every([self._ranks(word) for word in asked])
        return sorted(ranks, key=lambda card: (ranks[card], card))[:limit]

    def _best(self, word: str, limit: int) -> list[int]:
        """The closest cards for one word; what fits less is not even looked for when there are enough."""
        found: dict[int, None] = {}
        for by_office, hits in self._tiers(word):
            for card in self._within(hits) if by_office else hits:
                found[card] = None
                if len(found) >= limit:
                    return list(found)
        return list(found) or list(dict.fromkeys(self._of_sound(word)))[:limit]

    def _ranks(self, word: str) -> _Ranks:
        ranks = _Ranks({}, {})
        for rank, (by_office, hits) in enumerate(self._tiers(word)):
            kept = ranks.offices if by_office else ranks.cards
            for at in hits:
                kept.setdefault(at, rank)
        if not ranks.cards and not ranks.offices:
            ranks.cards.update(dict.fromkeys(self._of_sound(word), 0))
        return ranks

    def _of_sound(self, word: str) -> Iterator[int]:
        """Cards whose names begin with these sounds."""
        said = readings(word)[:1] if typed.said_in_han(word) else ()
        for reading in said:
            for lines in (self._first, self._other):
                yield from lines.cards(reading[0], rf"\n{re.escape(reading)}[ \n]")

    def _of_every(self, words: list[_Ranks]) -> dict[int, int]:
        """The sum of the ranks of cards that fit every word; the word that fits fewest says which to look at."""
        fewest = min(words, key=self._size)
        ranks: dict[int, int] = {}
        for card in {*fewest.cards, *self._within(fewest.offices)}:
            offices = self._offices_of[card]
            each = [
                min(word.cards.get(card, _NEVER), *(word.offices.get(office, _NEVER) for office in offices))
                for word in words
            ]
            if max(each) < _NEVER:
                ranks[card] = sum(each)
        return ranks

    def _size(self, ranks: _Ranks) -> int:
        return len(ranks.cards) + sum(len(self._in_office[office]) for office in ranks.offices)

    def _within(self, offices: Iterable[int]) -> Iterator[int]:
        for office in offices:
            yield from self._in_office[office]

    def _tiers(self, word: str) -> Iterator[tuple[bool, Iterable[int]]]:
        """Cards that fit, the closest first; True says that offices are meant: everybody in them fits."""
        said, letters = re.escape(word), bool(_TYPED.fullmatch(word))
        yield False, self._names.cards(f"\n{said}\n")
        if _NUMBER.fullmatch(word):
            yield from self._number_tiers(phones.digits_of(word))
        yield False, self._digits.cards(f"\n{said}\n")
        yield False, self._names.cards(f"\n{said}")
        if letters:
            yield from self._typed_tiers(word, _typed(word))
        yield False, self._names.cards(said)
        yield True, self._office_names.cards(said)
        if letters and len(word) > 1:
            yield True, self._office_pinyin.cards(f"[\n ]{_typed(word)}")

    def _number_tiers(self, digits: str) -> Iterator[tuple[bool, Iterable[int]]]:
        yield False, self._digits.cards(f"\n{digits}\n")
        if len(digits) >= TAIL:
            yield False, self._digits.cards(f"{digits}\n")
            yield False, self._digits.cards(f"\n{digits}")
            yield False, self._digits.cards(digits)

    def _typed_tiers(self, word: str, said: str) -> Iterator[tuple[bool, Iterable[int]]]:
        first, whole = word[0], " ?".join(word)
        yield False, self._first.cards(first, f"\n{whole}\n")
        yield False, self._other.cards(first, f"\n{whole}\n")
        yield False, self._first.cards(first, f"\n{said}[a-z]*\n")
        yield False, self._other.cards(first, f"\n{said}[a-z]*\n")
        yield False, self._first.cards(first, f"\n{said}")
        yield False, self._other.cards(first, f"\n{said}")
        if len(word) > 1:
            yield False, self._inside.cards(first, f" {said}")


@dataclass(frozen=True, slots=True)
class _Ranks:
    """What fits one word: cards, and offices in which everybody does, with their ranks (less is better)."""

    cards: dict[int, int]
    offices: dict[int, int]


_NEVER = 1 << 20
_WORDS = 5
"""Words of a question that are looked at: nobody types more."""
_LONGEST = 200
"""Characters of a question that are looked at: a page that was pasted is no name."""
_SYLLABLES = 3
_ENDING = 7
_NUMBER = re.compile(r"\+?[\d-]*\d")
_TYPED = re.compile(r"[a-z]{1,40}")


def _typed(letters: str) -> str:
    """Pattern for letters that begin one syllable after the other: cly, chenly, chenliyi all say ``chen li yi``."""
    return "(?:[a-z]* )?".join(letters)


def _dialled(card: Card) -> Iterator[str]:
    for digits, _ in card.digits:
        yield digits
    yield from card.more


def _by_ending(cards: Sequence[Card]) -> dict[str, list[tuple[int, str, str]]]:
    """Card, digits and extension of every number by its last digits: with and without area code they are the same."""
    made: dict[str, list[tuple[int, str, str]]] = {}
    for at, card in enumerate(cards):
        for digits, extension in card.digits:
            made.setdefault(digits[-_ENDING:], []).append((at, digits, extension))
    return made
