"""Site settings: confirmed one by one or at once, and what a change has to rest on."""

import pytest
from sqlalchemy import text

from console.domain.people import Role
from console.domain.settings import SETTINGS
from console.errors import Refused


def audited(desk):
    with desk.opened.store.reading() as connection:
        return connection.execute(text("select count(*) from audit_entry where kind = 'setting'")).scalar_one()


def test_all_that_waits_is_confirmed_at_once_with_its_present_value_and_a_line_for_each(desk, by):
    desk.settings.change("duty.due_soon", "45", "样例会商", confirmed=False, by=by)
    desk.settings.change("backup.keep", "20", "样例", confirmed=True, by=by)
    before, lines = {row.key: row.value for row in desk.settings.all()}, audited(desk)
    assert desk.settings.confirm_all(by=by) == len(SETTINGS) - 1
    rows = {row.key: row for row in desk.settings.all()}
    assert {key: row.value for key, row in rows.items()} == before
    assert all(row.confirmed for row in rows.values())
    assert rows["duty.due_soon"].basis == "样例会商" and rows["clock.leader"].basis == "长子县应急局 2025-08 通知"
    assert audited(desk) - lines == len(SETTINGS) - 1 and len(desk.settings.history("backup.keep")) == 1
    assert desk.settings.confirm_all(by=by) == 0


def test_only_who_may_edit_confirms(desk, by):
    desk.accounts.add("林例十", Role.ADMIN, "settings of 2030", by=by)
    officer = desk.accounts.add("陈例一", Role.OFFICER, "settings of 2030", by=by).actor
    with pytest.raises(Refused) as refused:
        desk.settings.confirm_all(by=officer)
    assert refused.value.code == "not_permitted"


@pytest.mark.parametrize("key", ["site.name", "print.issuer", "print.title.daily"])
def test_names_and_titles_need_no_document(desk, by, key):
    desk.settings.change(key, "例县应急指挥中心", "", confirmed=True, by=by)
    assert desk.settings.history(key)[0].basis == "本地填写"


def test_a_time_limit_needs_its_basis(desk, by):
    with pytest.raises(Refused) as refused:
        desk.settings.change("clock.leader", "20", " ", confirmed=True, by=by)
    assert refused.value.code == "basis_missing"
