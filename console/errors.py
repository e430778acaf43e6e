"""The two kinds of trouble the program speaks about; everything else is a bug."""

from __future__ import annotations

from typing import Any


class Refused(Exception):  # noqa: N818 - it is a word of the house, not an error in the program
    """The person can act on it. ``code`` names a sentence of console.words, ``facts`` fill it in."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def about(self, field: str) -> Refused:
        """The same, said of that field of a form."""
        return Refused(self.code, **{**self.facts, "field": field})

    def __str__(self) -> str:
        return self.code if not self.facts else f"{self.code} {self.facts}"


class Unavailable(Exception):  # noqa: N818
    """Something of the world is missing or broken: disk, port, printer, keyring. ``what`` names the sentence."""

    def __init__(self, what: str, cause: BaseException | str | None = None, **facts: Any) -> None:
        super().__init__(what, cause, facts)
        self.what = what
        self.cause = cause
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.what}: {self.cause}" if self.cause else self.what
