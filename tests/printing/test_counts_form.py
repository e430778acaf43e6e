"""值班统计表 on paper: everybody with figures by kind of day, totals, one page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.kit.planning import add_people, put
from ui import prints
from ui.printing.layout import lay_out

FIRST, LAST = date(2030, 8, 9), date(2030, 8, 13)
POST = "主班"


@pytest.fixture
def planned(desk, by):
    add_people(desk, by, "陈例一", "张例二")
    for n, name in enumerate(("陈例一", "张例二", "陈例一", "张例二", "陈例一")):
        put(desk, by, FIRST + timedelta(days=n), POST, name)


def test_on_paper_it_is_one_page_with_totals(desk, planned):
    form = prints.form_of(desk, prints.Counts(FIRST, LAST, stood_only=False))
    (table,) = form.blocks
    assert form.title == "值班统计表" and "2030-08-09 至 2030-08-13" in form.subtitle[0]
    assert table.rows[-1].cells[:8] == ("合计", "3", "2", "0", "5", "5", "120", "48") and table.rows[-1].strong
    assert len(lay_out(form).pages) == 1 and form.counted, "each copy is counted, as of every paper"
