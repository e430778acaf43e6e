"""English says one duty and two duties; a sentence carries both words and the count chooses."""

from __future__ import annotations

import re

import pytest

from console import words
from resources.translations import compile as catalogue

ONE_OR_MORE = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


def english():
    po = catalogue.HERE / "en" / "LC_MESSAGES" / "console.po"
    return catalogue.parse(po.read_text("utf-8"))


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Touches 1 duty, somebody must stand it: A"),
        (2, "Touches 2 duties, somebody must stand them: A"),
        ("1", "Touches 1 duty, somebody must stand it: A"),
        ("21", "Touches 21 duties, somebody must stand them: A"),
        (0, "Touches 0 duties, somebody must stand them: A"),
    ],
)
def test_the_word_goes_with_the_count(count, said):
    assert words.say_in("en", "leave.touched", count=count, told="A") == said


def test_a_count_nobody_gave_breaks_nothing_off():
    assert words.say_in("en", "roster.copied") == "{count} posts filled"


def test_a_fact_that_looks_like_such_a_field_is_said_as_it_is():
    assert words.say_in("en", "leave.touched", count=1, told="{count:x|y}").endswith(": {count:x|y}")


def test_every_such_sentence_shows_its_figure_and_has_two_words():
    said = {code: text for code, text in english().items() if ONE_OR_MORE.search(text)}

    assert len(said) > 40
    for code, text in said.items():
        for name, one, more in ONE_OR_MORE.findall(text):
            assert f"{{{name}}}" in text and one != more, code


def test_chinese_has_no_need_of_it():
    po = catalogue.HERE / "zh" / "LC_MESSAGES" / "console.po"

    assert not [code for code, text in catalogue.parse(po.read_text("utf-8")).items() if ONE_OR_MORE.search(text)]


COUNTS = re.compile(r"\{(count|hard|cards|duties|tasks|posts|shifts|days|people|rows|units)\} (\w+s|people)\b")
OURS = ("call.", "contacts.", "leave.", "plan.", "planning.", "plans.", "readiness.", "responses.", "roster.", "wish.")
ALWAYS_MORE = frozenset({"leave.problem.too_long", "leave.problem.ambiguous", "roster.problem.ambiguous_name"})
"""Said only where there are several, or of a limit that is far above one."""


def test_no_sentence_of_people_duty_and_plans_says_one_duties():
    found = [code for code, text in english().items() if code.startswith(OURS) and COUNTS.search(text)]

    assert set(found) - ALWAYS_MORE == set()
