"""Towns' returned tables as towns treat them: every file has something done to it, seeded, and what must come of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook

from console.domain.incident_figures import Amount, digits
from console.domain.return_cell import COLUMNS

CODES, HEADS, OWN, LAST = 5, 6, 7, 8
"""Rows of a handed-out table."""

Figures = Mapping[str, Amount]
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True)
class Came:
    """A file that came back: what was done to it, what it must be read as, or the finding that must stand first."""

    path: Path
    unit: str
    what: str
    figures: Figures
    finding: str = ""


def told(columns: tuple[str, ...], random: Random) -> dict[str, Amount]:
    """Figures that do not contradict each other; some of them 不详."""
    affected = random.randint(50, 5000)
    evacuated = random.randint(20, affected)
    resettled = random.randint(0, evacuated)
    known = {
        "affected": affected, "dead": random.randint(0, 2), "missing": random.randint(0, 3), "evacuated": evacuated,
        "resettled": resettled, "resettled_together": resettled // 3, "resettled_apart": resettled - resettled // 3,
        "relief": random.randint(0, affected), "crops": 900 + random.randint(0, 900), "crops_damaged": 800,
        "crops_failed": random.randint(0, 800), "collapsed_households": random.randint(0, 9),
        "collapsed_rooms": random.randint(9, 40), "severe_rooms": random.randint(0, 60),
        "damaged_rooms": random.randint(0, 90), "loss": random.randint(100_000, 900_000),
    }  # fmt: skip
    unknown = {code for code in ("relief", "severe_rooms", "missing") if random.random() < 0.3}
    return {code: Amount(None if code in unknown else known.get(code)) for code in columns}


class Town:
    """One unit's workbook in the hands of the unit."""

    def __init__(self, path: Path, unit: str, figures: Figures) -> None:
        self.path, self.unit, self.figures = path, unit, dict(figures)
        self.book: Any = load_workbook(path)
        self.sheet: Any = self.book.active
        for code, amount in figures.items():
            self.cell(code).value = float(digits(amount, COLUMNS[code].decimals)) if not amount.unknown else None

    def at(self, code: str) -> int:
        """The column of that code, wherever it stands now."""
        heads = [cell.value for cell in self.sheet[CODES]]
        return heads.index(code) + 1

    def cell(self, code: str, row: int = OWN) -> Any:
        return self.sheet.cell(row, self.at(code))

    def texts(self, say: Callable[[str, str], str]) -> None:
        """Every told figure as the text ``say`` makes of its code and digits."""
        for code, amount in self.figures.items():
            cell = self.cell(code)
            cell.value = say(code, digits(amount, COLUMNS[code].decimals)) if not amount.unknown else "不详"

    def resort(self, random: Random) -> None:
        """Columns in another order, with everything that stands in them."""
        lines = [[cell.value for cell in row] for row in self.sheet.iter_rows(min_row=CODES, max_row=LAST)]
        order = list(range(len(lines[0])))
        random.shuffle(order)
        for down, line in enumerate(lines):
            for across, source in enumerate(order):
                self.sheet.cell(CODES + down, across + 1).value = line[source]

    def save(self, name: str = "") -> Path:
        target = self.path.with_name(name or self.path.name)
        self.path.unlink(missing_ok=True)
        self.book.save(target)
        self.path = target
        return target


def _units_in_words(town: Town, _random: Random) -> None:
    from console import words

    town.texts(lambda code, text: f"{text}{words.say_in('zh', f'incident.unit.{COLUMNS[code].unit.value}')}")


def _wide(town: Town, _random: Random) -> None:
    town.texts(lambda _code, text: f" {text.translate(WIDE)}　")


def _grouped(town: Town, _random: Random) -> None:
    town.texts(lambda _code, text: f"{int(text):,}" if text.isdigit() else text)


def _text_numbers(town: Town, _random: Random) -> None:
    town.texts(lambda _code, text: text)


def _at_least(town: Town, _random: Random) -> None:
    town.cell("affected").value = f"至少{town.figures['affected'].value}"
    town.figures["affected"] = Amount(town.figures["affected"].value, True)


def _resorted(town: Town, random: Random) -> None:
    town.resort(random)


def _extra_columns(town: Town, _random: Random) -> None:
    town.sheet.insert_cols(3, 2)
    town.sheet.cell(HEADS, 3).value, town.sheet.cell(OWN, 3).value = "联系领导", "陈例一"
    town.sheet.cell(HEADS, 4).value, town.sheet.cell(OWN, 4).value = "老人（人）", 17


def _extra_rows(town: Town, _random: Random) -> None:
    for at, village in enumerate(("样例村1", "样例村2"), OWN + 1):
        town.sheet.insert_rows(at)
        town.sheet.cell(at, 1).value, town.sheet.cell(at, 2).value = village, 9
    town.sheet.insert_rows(1, 2)
    town.sheet.cell(1, 1).value = "报送：县应急管理局"


def _merged(town: Town, _random: Random) -> None:
    sheet = town.sheet
    sheet.merge_cells(start_row=OWN, end_row=OWN + 1, start_column=1, end_column=1)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=12)
    across = town.at("affected")
    sheet.merge_cells(start_row=OWN, end_row=OWN + 1, start_column=across, end_column=across)


def _no_codes(town: Town, _random: Random) -> None:
    town.sheet.delete_rows(CODES)


def _no_marks(town: Town, _random: Random) -> None:
    for name in list(town.book.defined_names):
        del town.book.defined_names[name]
    town.sheet.title = "Sheet1"


def _heads_broken(town: Town, random: Random) -> None:
    for cell in town.sheet[HEADS]:
        cell.value = "\n".join(str(cell.value)).replace("（", " (") if cell.value else None
    _no_codes(town, random)


def _as_text(town: Town, _random: Random) -> None:
    """Saved as CSV in the encoding Chinese offices use."""
    rows = [["" if cell.value is None else cell.value for cell in row] for row in town.sheet.iter_rows()]
    town.path.unlink()
    town.path = town.path.with_suffix(".csv")
    with town.path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)


HARMLESS: Mapping[str, Callable[[Town, Random], None]] = {
    "resorted": _resorted, "wide": _wide, "units_in_words": _units_in_words, "extra_columns": _extra_columns,
    "extra_rows": _extra_rows, "merged": _merged, "no_codes": _no_codes, "no_marks": _no_marks,
    "heads_broken": _heads_broken, "as_text": _as_text, "text_numbers": _text_numbers, "grouped": _grouped,
    "at_least": _at_least,
}  # fmt: skip
"""What towns do to a table that can be read all the same."""


def _yuan(town: Town, _random: Random) -> None:
    town.cell("loss").value = "3500000元"


def _yuan_head(town: Town, _random: Random) -> None:
    town.cell("loss", HEADS).value = "直接经济损失（元）"


def _other_round(town: Town, _random: Random) -> None:
    for name in list(town.book.defined_names):
        del town.book.defined_names[name]
    town.sheet.cell(2, 1).value = "报送编号：示例HZ2029-0007"


def _two_units(town: Town, _random: Random) -> None:
    town.sheet.cell(OWN + 1, 1).value, town.sheet.cell(OWN + 1, 2).value = "样例镇99", 12


def _joined(town: Town, _random: Random) -> None:
    across = town.at("affected")
    town.sheet.merge_cells(start_row=OWN, end_row=OWN, start_column=across, end_column=across + 1)


def _formula(town: Town, _random: Random) -> None:
    town.cell("affected").value = "=1+2"


def _negative(town: Town, _random: Random) -> None:
    town.cell("affected").value = -3


HARMFUL: Mapping[str, tuple[Callable[[Town, Random], None], str]] = {
    "yuan": (_yuan, "other_unit"), "yuan_head": (_yuan_head, "head_unit"), "other_round": (_other_round, "other_round"),
    "two_units": (_two_units, "two_units"), "joined": (_joined, "joined"), "formula": (_formula, "formula_empty"),
    "negative": (_negative, "negative"),
}  # fmt: skip
"""What makes a table one that a person must ask about, and the finding that says so."""


def maltreat(path: Path, unit: str, figures: Figures, what: str, random: Random, name: str) -> Came:
    """Fill a handed-out table as a town would and do something to it; ``name`` is what it comes back as."""
    town = Town(path, unit, figures)
    act, finding = HARMFUL[what] if what in HARMFUL else (HARMLESS[what], "")
    act(town, random)
    renamed = town.path.with_name(f"{name}.csv")
    made = town.path.rename(renamed) if what == "as_text" else town.save(f"{name}.xlsx")
    return Came(made, unit, what, town.figures, finding)


def damaged(path: Path) -> None:
    """The beginning of a workbook: an e-mail that broke off."""
    path.write_bytes(path.read_bytes()[:900])


def locked(path: Path) -> None:
    """What Excel writes for a workbook with a password, as far as it can be told from outside."""
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))


def old(path: Path) -> None:
    """A workbook of the last century."""
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"))
