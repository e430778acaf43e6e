"""Every code the program says stands in the catalogue, and every code of the catalogue is said somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from console import words
from console.devices import tables
from console.services.holiday_names import published
from resources.translations import compile as catalogue

ROOT = Path(__file__).parents[2]
SAYS = frozenset(
    {
        "say",
        "say_in",
        "say_note",
        "say_sentence",
        "_say",
        "_zh",
        "_said",
        "_write",
        "Word",
        "KeyButton",
        "Card",
        "Field",
    }
    | {"Empty", "Proof"}
)
"""Calls whose first literal argument that looks like a code is one."""

ERRORS = {"Refused": "refused", "Unavailable": "unavailable"}
HANDED = (
    "approval.state", "inbound.precision", "intake.element", "report.element", "report.mark", "report.marking",
    "contact.column", "list.column", "profile.bad",
)  # fmt: skip
"""Prefixes that a widget, or the facts of an error, are made with and put before their values."""

COUNTED = (r"weekday\.[1-7]", r"bench\.(g\d+|g\d+_[a-z]+)_p(50|99)", r"do\.callout_tab_[a-z]+")
"""Made from numbers: days of the week, percentiles of a measured goal; or of the tabs of a page."""

TABLES = {
    f"alarm.code.{row['code']}"
    for name in ("printer_keywords", "gb26875_bits")
    for row in tables.rows(name)
    if row["code"]
}
"""What fire panels say, by the codes of our own tables."""
STORED = frozenset({"sheet.part.supplement"}) | TABLES
"""A value the schema allows and prints know, which nothing writes yet; codes that stand in tables."""

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
PREFIX = re.compile(r"[a-z][a-z0-9_]*\.([a-z0-9_]+[._])*")


def sources() -> Iterator[ast.Module]:
    for folder in ("console", "db", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(path.read_text("utf-8"))


NODES = [node for tree in sources() for node in ast.walk(tree)]


def codes(language: str) -> set[str]:
    po = catalogue.HERE / language / "LC_MESSAGES" / "console.po"
    return set(catalogue.parse(po.read_text("utf-8")))


def said() -> Iterator[str]:
    """Codes that stand literally where words are asked for or trouble is raised."""
    for node in NODES:
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        literal = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in SAYS:
            yield from (text for text in literal if CODE.fullmatch(text))
        elif name in ERRORS and literal and node.args[0] is not None and isinstance(node.args[0], ast.Constant):
            yield f"{ERRORS[name]}.{literal[0]}"


def holidays() -> set[str]:
    """Words for what the library of holidays calls its days."""
    return {f"holiday.{code}" for year in range(2004, 2031) for code in published(year).values()}


def literals() -> set[str]:
    return {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def composed() -> list[re.Pattern[str]]:
    """What f-strings and sums with a literal beginning can make, as patterns with a group for each hole."""
    made = {rf"{re.escape(prefix)}\.([a-z_]+)" for prefix in HANDED}
    made |= {re.escape(group) + r"\.([A-Za-z0-9_.]+)" for group in words._FACT_WORDS.values()}
    for node in NODES:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.left, ast.Constant):
            parts: list[ast.expr] = [node.left, node.right]
        elif isinstance(node, ast.JoinedStr):
            parts = node.values
        else:
            continue
        texts = [part.value if isinstance(part, ast.Constant) else None for part in parts]
        if isinstance(texts[0], str) and PREFIX.fullmatch(texts[0]):
            made.add("".join(r"([A-Za-z0-9_.]+)" if text is None else re.escape(str(text)) for text in texts))
    return [re.compile(pattern) for pattern in sorted(made)]


def can_be_made(code: str, patterns: list[re.Pattern[str]], literal: set[str]) -> bool:
    """Whether a pattern makes it with words that stand somewhere in the source, or are made themselves."""
    matches = (pattern.fullmatch(code) for pattern in patterns)
    return any(
        match and all(part in literal or can_be_made(part, patterns, literal) for part in match.groups())
        for match in matches
    )


def test_every_code_that_is_said_has_words_in_both_languages():
    asked = set(said())

    assert len(asked) > 500
    for language in words.LANGUAGES:
        assert sorted(asked - codes(language)) == []


def test_every_code_with_words_is_said_somewhere():
    literal, patterns = literals(), composed()
    rest = {code for code in codes("zh") - literal - STORED - holidays() if not can_be_made(code, patterns, literal)}
    unused = {code for code in rest if not any(re.fullmatch(pattern, code) for pattern in COUNTED)}

    assert sorted(unused) == [] and codes("zh") >= TABLES
