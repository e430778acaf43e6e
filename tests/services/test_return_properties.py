"""Whatever comes back in whatever order: nothing taken is lost; a sum says 至少 exactly where something is missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_figures import Amount
from console.domain.people import Actor, Role
from console.domain.return_cell import Cell
from console.domain.roll_call import CalledUnit
from console.domain.town_returns import TAKEN, ReturnRow, RoundRow, Verdict, standing
from console.services.town_returns import NewRound
from tests.kit.glyphs import pages, said
from tests.kit.returned import OWN, Town
from ui import prints
from ui.printing.output import to_pdf

pytestmark = pytest.mark.long

AT = datetime(2030, 8, 12, tzinfo=UTC)
UNITS = tuple(f"样例镇{at}" for at in range(1, 5))
COLUMNS = ("affected", "loss")

amounts = st.builds(
    lambda value, least: Amount(value, least and value is not None),
    st.none() | st.integers(0, 10**6),
    st.booleans(),
)


def returned(unit: str, figures: dict[str, Amount]) -> ReturnRow:
    cells = {code: Cell(amount) for code, amount in figures.items()}
    return ReturnRow(uuid4(), uuid4(), unit, b"", "a.xlsx", cells, (), (), AT, "陈例一", None)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(UNITS), st.dictionaries(st.sampled_from(COLUMNS), amounts)))
def test_a_sum_says_at_least_exactly_where_something_is_missing(told: dict[str, dict[str, Amount]]) -> None:
    units = tuple(CalledUnit(name) for name in UNITS)
    row = RoundRow(uuid4(), "HZ2030-0001", None, None, "样例", units, COLUMNS, AT, AT, AT, "陈例一", True, 1)
    sums = standing(row, {unit: returned(unit, figures) for unit, figures in told.items()}, {}).sums
    for code in COLUMNS:
        parts = [told.get(unit, {}).get(code, Amount(None)) for unit in UNITS]
        known = [part.value for part in parts if part.value is not None]
        whole = len(known) == len(UNITS) and not any(part.at_least for part in parts)
        assert sums[code].value == (sum(known) if known else None)
        assert sums[code].at_least == (bool(known) and not whole)


@pytest.fixture
def by(desk: Desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


def begun(desk: Desk, clock: StoppedClock, by: Actor, incident_id: UUID | None = None) -> RoundRow:
    called = tuple(CalledUnit(name) for name in UNITS)
    due = clock.now() + timedelta(hours=2)
    asked = NewRound(
        uuid4(), "样例台风", called, clock.now(), due, ("affected", "resettled_together", "loss"), incident_id
    )
    return desk.town_returns.begin(asked, by=by)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_was_taken_is_lost(
    desk: Desk, by: Actor, clock: StoppedClock, tmp_path: Path, seed: int
) -> None:  # fmt: skip
    random = Random(seed)
    row = begun(desk, clock, by)
    paths = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    taken: dict[str, list[int]] = {unit: [] for unit in UNITS}
    for _act in range(6):
        clock.advance(minutes=1)
        dropped = random.sample(paths, random.randint(1, 4))
        for path in dropped:
            if random.random() < 0.7:
                town = Town(path, "", {})
                town.cell("affected").value = random.randint(1, 10**6)
                town.save()
        seen = desk.town_returns.look(row.id, dropped)
        if any(line.verdict in TAKEN for line in seen.lines):
            for line in desk.town_returns.take(seen, by=by):
                if line.verdict in TAKEN:
                    taken[line.unit].append(line.file.told.figures["affected"].amount.value or 0)
    for unit, values in taken.items():
        had = desk.town_returns.history(row.id, unit)
        assert [one.amount("affected").value for one in had] == values
        assert [one.replaced_at is None for one in had] == [False] * (len(values) - 1) + [True] * bool(values)
    assert sum(map(len, taken.values())) > len(UNITS)
    assert desk.log.verify().fault is None


def test_what_the_file_said_beside_the_figures_is_kept(
    desk: Desk, by: Actor, clock: StoppedClock, tmp_path: Path
) -> None:  # fmt: skip
    row = begun(desk, clock, by)
    path = desk.town_returns.hand_out(row.id, tmp_path, by=by)[0]
    town = Town(path, "", {})
    town.cell("affected").value = "约 30 人"
    town.sheet.cell(OWN, 5).value = "道路中断\x1f"[:4]
    town.save()
    seen = desk.town_returns.look(row.id, [path])
    assert seen.lines[0].verdict is Verdict.NEW
    desk.town_returns.take(seen, by=by)
    (had,) = desk.town_returns.history(row.id, UNITS[0])
    assert had.figures["affected"] == Cell(Amount(None), "约 30 人")
    assert any("道路中断" in cell for line in had.rows for cell in line)
    assert {one.code for one in had.findings} >= {"not_a_number", "extra_columns"}


@pytest.fixture
def told(desk: Desk, by: Actor, clock: StoppedClock, tmp_path: Path) -> RoundRow:
    """A round of an incident: two towns of four returned, one of them knows its money."""
    item = desk.intake.register(Intake(uuid4(), "台风", clock.now()), by=by)
    incident = desk.incidents.open(NewIncident(uuid4(), "样例台风", "大风", "10201"), [item.id], by=by)
    desk.incident_figures.revise(incident.id, {"dead": Amount(1)}, clock.now(), "现场", by=by)
    row = begun(desk, clock, by, incident.id)
    one, two, *_ = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    for path, figures in ((one, {"affected": 10, "loss": 3.5, "resettled_together": 4}), (two, {"affected": 20})):
        town = Town(path, "", {})
        for code, value in figures.items():
            town.cell(code).value = value
        town.save()
    desk.town_returns.take(desk.town_returns.look(row.id, [one, two]), by=by)
    return row


def test_the_disaster_table_of_a_round_has_its_sums_source_and_time(
    desk: Desk, by: Actor, told: RoundRow, tmp_path: Path
) -> None:  # fmt: skip
    desk.return_tables.export(told.id, tmp_path / "快报表.xlsx", by=by)
    book = load_workbook(tmp_path / "快报表.xlsx")
    rows = {str(row[0].value).strip("　"): [cell.value for cell in row[1:]] for row in book.worksheets[0].iter_rows()}
    source = f"乡镇报送 {told.number}"
    assert rows["受灾人口"] == ["人", "至少 30", "2030-08-12 08:00", source]
    assert rows["其中：集中安置"] == ["人", "至少 4", "2030-08-12 08:00", source]
    assert rows["直接经济损失"] == ["万元", "至少 3.5", "2030-08-12 08:00", source]
    assert rows["因灾死亡人口"][1] == 1 and rows["因灾死亡人口"][3] == "现场"
    towns = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows()]
    assert [row[0] for row in towns] == ["乡镇", *UNITS, "合计"] and towns[3][1] == "不详" and towns[-1][1] == "至少 30"


def test_the_disaster_table_is_printed_from_the_round(
    desk: Desk, by: Actor, told: RoundRow, tmp_path: Path, qapp: object
) -> None:  # fmt: skip
    form = prints.form_of(desk, prints.TownsTable(told.id, by))
    to_pdf(form, tmp_path / "快报表.pdf")
    text = "".join(said(page) for page in pages(tmp_path / "快报表.pdf"))
    assert f"乡镇报送{told.number}" in text.replace(" ", "") and "至少30" in text.replace(" ", "")


def test_figures_are_proposed_and_change_nothing_until_people_say_so(desk: Desk, by: Actor, told: RoundRow) -> None:
    assert told.incident_id is not None
    before = desk.incident_figures.newest(told.incident_id)
    assert desk.town_returns.proposed(told.id) == {"affected": Amount(30, True), "loss": Amount(350, True)}
    assert desk.incident_figures.newest(told.incident_id) == before
