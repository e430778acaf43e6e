"""How many rows are asked for: a number from one on, or a sentence that says so."""

from __future__ import annotations

import argparse

import pytest

from console.tool.commands import positive


@pytest.mark.parametrize("command", [("log", "search", "水"), ("outbound", "list")])
@pytest.mark.parametrize("asked", ["0", "-1", "many", "1.5"])
def test_a_limit_that_is_no_number_is_refused_in_words(ask, new_store, command, asked):
    with pytest.raises(SystemExit) as left:
        ask(new_store, *command, f"--limit={asked}")
    assert left.value.code == 2


@pytest.mark.parametrize("asked", ["0", "-1", "many"])
def test_what_is_said_names_what_was_written(asked):
    with pytest.raises(argparse.ArgumentTypeError, match=asked):
        positive(asked)
    assert positive("7") == 7
