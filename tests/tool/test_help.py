"""What ``--help`` says: of every command a sentence in both languages, never the code of one that is missing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from console import tool, words


def told(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield parser.format_help()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for under in dict.fromkeys(action.choices.values()):
                yield from told(under)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_command_says_what_it_does(language):
    before = words.language()
    words.set_language(language)
    try:
        pages = list(told(tool._parser()))
    finally:
        words.set_language(before)
    assert len(pages) > 40
    assert [page for page in pages if "tool.help." in page] == []
