"""Shipped posts are said in the language of the screen; a county's own are as the county calls them."""

from __future__ import annotations

import csv

import pytest

import resources
from console import words
from console.domain.posts import SHIPPED
from console.services.roster_files import SheetProblem
from ui import text
from ui.widgets.roster_words import problem_word


@pytest.fixture
def english():
    words.set_language("en")
    yield
    words.set_language("zh")


def _shipped() -> set[str]:
    """Every post the shipped lists name."""
    rows = {}
    for name in ("templates", "routines"):
        with resources.path("lists").joinpath(f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    posts = {post for row in rows["templates"] for post in row["posts"].split(",")}
    return posts | {row["post"] for row in rows["routines"] if row["post"]}


def test_every_shipped_post_has_an_english_word_and_its_own_chinese_one(english):
    assert _shipped() == set(SHIPPED)
    assert all(text.post(post).isascii() for post in _shipped())
    words.set_language("zh")
    assert all(text.post(post) == post for post in _shipped())


def test_a_countys_own_post_stays_as_it_is(english):
    assert text.post("防汛岗") == "防汛岗" and text.post("leader").isascii()


def test_what_the_sheet_lacks_is_said_in_english(english):
    found = SheetProblem("", 0, "", "posts_lacking", {"posts": "带班领导、通信保障岗、防汛岗"}, warning=True)
    said = problem_word(found)
    assert "Comms" in said and "通信" not in said and "带班" not in said and "防汛岗" in said
