"""The fields of a print by name: every label, text and table of the built-in form, for the county's own .docx."""

from __future__ import annotations

import re
from collections.abc import Sequence

from console.domain.forms import Filling, FormSpec
from ui.printing.form import Form, Pairs, Prose, Section
from ui.printing.parts import zh

_NUMERAL = re.compile(r"^[〇一二三四五六七八九十]+、")
_PLAIN = re.compile(r"[{}｛｝.\n]")


def filling_of(form: Form) -> Filling:
    """What the form says, by the words it says it under."""
    values = {
        zh("form.field.title"): form.title,
        zh("form.field.number"): form.number,
        zh("form.field.head"): "\n".join(form.subtitle),
        zh("form.field.digest"): form.footer.digest,
        zh("form.field.printed_at"): form.footer.printed_at,
        zh("form.field.copy"): form.footer.copy,
        zh("form.field.issuer"): form.closing[0] if form.closing else "",
        zh("form.field.day"): form.closing[-1] if form.closing else "",
    }
    tables: dict[str, list[dict[str, str]]] = {}
    columns: dict[str, list[str]] = {}
    for block in form.blocks:
        if isinstance(block, Pairs):
            values.update({plain(pair.label): pair.value for pair in block.pairs})
        elif isinstance(block, Prose):
            values[plain(block.title)] = block.text or block.empty
        elif isinstance(block, Section):
            name = plain(block.title) or zh("form.field.table")
            columns[name] = unique([plain(column.title) for column in block.columns])
            tables[name] = [dict(zip(columns[name], row.cells, strict=True)) for row in block.rows]
    for box in form.signatures:
        values[zh("form.field.signature", who=plain(box.label))] = "\n".join(p for p in (box.name, box.time) if p)
    return Filling(values, tables, columns, form.watermark, foot(form))


def completed(filling: Filling, outline: Filling) -> Filling:
    """With an empty value for every name there can be, so that a form never shows a bare field."""
    values = {**dict.fromkeys(outline.values, ""), **filling.values}
    columns = {**outline.columns, **filling.columns}
    return Filling(values, filling.tables, columns, filling.watermark, filling.foot)


def spec_of(form: Form) -> FormSpec:
    """The names an own form of this print may use."""
    made = filling_of(form)
    columns = {table: frozenset(names) for table, names in made.columns.items()}
    important = (zh("form.field.number"),) if form.counted else ()
    return FormSpec(form.kind, frozenset(made.values), columns, important)


def foot(form: Form) -> str:
    """One line under every page of an own form: what tells one copy from the next."""
    told = (form.footer.number, form.footer.digest, form.footer.printed_at, form.footer.copy)
    return "　".join(part for part in told if part)


def plain(title: str) -> str:
    """A title as a field's name: no numeral before it, no brace, dot or line break in it."""
    return _PLAIN.sub("", _NUMERAL.sub("", title.partition("\n")[0])).strip()


def unique(names: Sequence[str]) -> list[str]:
    """Column names that differ: the second 时间 is 时间2."""
    made: list[str] = []
    for name in names:
        count = sum(other == name or other.rstrip("0123456789") == name for other in made)
        made.append(f"{name}{count + 1}" if count else name)
    return made
