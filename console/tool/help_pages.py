"""What ``--help`` and a wrong command line look like: the frame of argparse in the language asked for, lines broken
where a terminal can show them (a Chinese character takes two columns), examples as they are to be typed."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterator

from console import words
from console.domain.line_breaking import NOT_FIRST

_WORDS: dict[str, tuple[str, dict[str, str]]] = {
    "usage: ": ("tool.frame.usage", {}),
    "positional arguments": ("tool.frame.positional", {}),
    "options": ("tool.frame.options", {}),
    "show this help message and exit": ("tool.frame.help", {}),
    "show program's version number and exit": ("tool.frame.version", {}),
    "%(prog)s: error: %(message)s\n": ("tool.frame.error", {"prog": "%(prog)s", "message": "%(message)s\n"}),
    "argument %(argument_name)s: %(message)s": (
        "tool.frame.argument", {"name": "%(argument_name)s", "message": "%(message)s"},
    ),
    "unrecognized arguments: %s": ("tool.frame.unrecognized", {"given": "%s"}),
    "ambiguous option: %(option)s could match %(matches)s": (
        "tool.frame.ambiguous", {"option": "%(option)s", "matches": "%(matches)s"},
    ),
    "the following arguments are required: %s": ("tool.frame.required", {"names": "%s"}),
    "one of the arguments %s is required": ("tool.frame.one_required", {"names": "%s"}),
    "not allowed with argument %s": ("tool.frame.not_with", {"name": "%s"}),
    "expected one argument": ("tool.frame.expected_one", {}),
    "expected at most one argument": ("tool.frame.expected_at_most_one", {}),
    "expected at least one argument": ("tool.frame.expected_some", {}),
    "expected %s argument": ("tool.frame.expected", {"count": "%s"}),
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "tool.frame.choice", {"value": "%(value)r", "choices": "%(choices)s"},
    ),
    "invalid %(type)s value: %(value)r": ("tool.frame.value", {"value": "%(value)r"}),
    "ignored explicit argument %r": ("tool.frame.ignored", {"value": "%r"}),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "tool.frame.choice", {"value": "%(parser_name)r", "choices": "%(choices)s"},
    ),
}  # fmt: skip
"""What argparse says to a user, as it asks gettext for it; the rest it says to developers only."""


def speak() -> None:
    """From now on argparse speaks the program's language: it asks these two names for all that it says."""
    vars(argparse).update(_=_framed, ngettext=lambda one, _many, _count: _framed(one))


def _framed(text: str) -> str:
    found = _WORDS.get(text)
    return text if found is None else words.say(found[0], **found[1])


def example(*lines: str) -> str:
    """The end of a help page: command lines as they are to be typed, without the name of the tool."""
    return "\n".join((words.say("tool.frame.example"), *(f"  duty-console-tool {line}" for line in lines)))


class Pages(argparse.HelpFormatter):
    """Words are wrapped by what they take on the screen; the example at the end is left as it is."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(_wrapped(text, width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:
            return "\n".join(indent + line for line in text.splitlines())
        return "\n".join(indent + line for line in _wrapped(text, width - len(indent)))


_ATOM = re.compile(r"\s+|[!-~]+|.", re.S)


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of so many columns: broken at blanks and between Chinese characters, never before a closing sign."""
    line, taken = "", 0
    for atom in _ATOM.findall(" ".join(text.split())):
        cells = columns(atom)
        if line and taken + cells > width and atom not in NOT_FIRST:
            yield line.rstrip()
            line, taken = "", 0
        if line or not atom.isspace():
            line, taken = line + atom, taken + cells
    if line:
        yield line.rstrip()


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
