"""Tables of a profile's text, asked key by key; what is wrong or left over is said with its path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Path = tuple[str | int, ...]


class Bad(Exception):  # noqa: N818 - a word of the house
    """What is wrong at a path: ``why`` is a code of ``profile.bad.*``."""

    def __init__(self, path: Path, why: str, detail: str = "") -> None:
        super().__init__(path, why, detail)
        self.path, self.why, self.detail = path, why, detail


class Table:
    """One table. Each key that was asked for is known; ``finish`` refuses the others."""

    def __init__(self, told: Mapping[str, Any], path: Path = ()) -> None:
        self._told, self._path = told, path
        self._asked: set[str] = set()

    def bad(self, key: str, why: str, detail: str = "") -> Bad:
        return Bad((*self._path, key) if key else self._path, why, detail)

    def has(self, key: str) -> bool:
        return key in self._told

    def table(self, key: str, *, needed: bool = False) -> Table:
        """The table below; an empty one where there is none."""
        found = self._get(key, dict, "table", {}, needed=needed)
        return Table(found, (*self._path, key))

    def rows(self, key: str) -> list[Table]:
        """The tables of an array, at most a thousand."""
        found = self._get(key, list, "rows", [])
        if len(found) > 1_000 or not all(isinstance(one, dict) for one in found):
            raise self.bad(key, "rows")
        return [Table(one, (*self._path, key, number)) for number, one in enumerate(found)]

    def text(self, key: str, *, needed: bool = False) -> str:
        found: str = self._get(key, str, "text", "", needed=needed)
        if needed and not found:
            raise self.bad(key, "missing")
        return found

    def flag(self, key: str, *, usual: bool = False) -> bool:
        found: bool = self._get(key, bool, "flag", usual)
        return found

    def number(self, key: str, least: int, most: int, usual: Any = 0, *, needed: bool = False) -> Any:
        """A whole number between the two; ``usual`` where there is none."""
        found = self._get(key, int, "number", usual, needed=needed)
        if found is not None and key in self._told and not least <= found <= most:
            raise self.bad(key, "range", f"{least}…{most}")
        return found

    def real(self, key: str, usual: float) -> float:
        return float(self._get(key, (int, float), "number", usual))

    def choice(self, key: str, choices: Iterable[str], usual: str | None = None) -> str:
        """One of the words; needed where nothing is usual."""
        found: str = self._get(key, str, "text", usual, needed=usual is None)
        if found not in (known := list(choices)):
            raise self.bad(key, "choice", ", ".join(one for one in known if one))
        return found

    def octets(self, key: str) -> bytes:
        """``FF 55`` as bytes; nothing where there is none."""
        return self._hex(key, self.text(key))

    def byte_strings(self, key: str) -> tuple[bytes, ...]:
        """Some of them, none empty."""
        found = self._get(key, list, "list", [])
        if not all(isinstance(one, str) and one.strip() for one in found):
            raise self.bad(key, "hex")
        return tuple(self._hex(key, one) for one in found)

    def plain(self, names: Iterable[str]) -> dict[str, str]:
        """Numbers and texts of these names, as text."""
        return {name: self.plain_value(name) for name in names if name in self._told}

    def plain_value(self, key: str) -> str:
        """A whole number or a text, as text."""
        return str(self._get(key, (int, str), "text", "", needed=True))

    def finish(self) -> None:
        """Nothing may be left that nobody asked for: it would be a key written wrong."""
        for key in self._told:
            if key not in self._asked:
                raise self.bad(key, "unknown")

    def _hex(self, key: str, text: str) -> bytes:
        try:
            return bytes.fromhex(text)
        except ValueError:
            raise self.bad(key, "hex", text) from None

    def _get(self, key: str, sort: Any, why: str, usual: Any, *, needed: bool = False) -> Any:
        self._asked.add(key)
        if key not in self._told:
            if needed:
                raise self.bad(key, "missing")
            return usual
        found = self._told[key]
        if not isinstance(found, sort) or (isinstance(found, bool) and sort is not bool):
            raise self.bad(key, why)
        return found
