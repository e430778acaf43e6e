"""Rights are asked of the store in the very transaction that writes; a session only says who somebody is."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from console import services
from console.bootstrap import Desk
from console.domain.log import NewEntry
from console.domain.people import ALLOWED, ALLOWED_TOOL, Action, Actor, Role
from console.domain.task import TaskSource
from console.errors import Refused

PASSWORD = "rights of 2030"


@pytest.fixture
def admin(desk: Desk, by: Actor) -> Actor:
    return desk.accounts.add("陈例一", Role.ADMIN, PASSWORD, by=by).actor


def _account(desk: Desk, admin: Actor, role: Role) -> Actor:
    return desk.accounts.add("林例二", role, PASSWORD, by=admin).actor


def _allowed(desk: Desk, actor: Actor, action: Action) -> bool:
    try:
        with desk.opened.store.writing(by=actor, action=action) as tx:
            return tx.by.id == actor.id
    except Refused as refused:
        assert refused.code == "not_permitted" and refused.facts["action"] == action.value
        return False


@pytest.mark.parametrize("role", list(Role))
def test_every_action_is_asked_of_the_role_in_the_store(desk: Desk, admin: Actor, role: Role) -> None:
    actor = _account(desk, admin, role)
    for claimed in Role:
        seen = {action for action in Action if _allowed(desk, replace(actor, role=claimed), action)}
        assert seen == ALLOWED[role], claimed


def test_the_tool_is_asked_of_its_own_table(desk: Desk, by: Actor) -> None:
    assert {action for action in Action if _allowed(desk, by, action)} == ALLOWED_TOOL


def test_a_role_lowered_elsewhere_counts_at_the_next_write(desk: Desk, admin: Actor) -> None:
    officer = _account(desk, admin, Role.OFFICER)
    desk.tasks.add("巡查水库", by=officer)
    desk.accounts.change_role("林例二", Role.VIEWER, True, by=admin)

    with pytest.raises(Refused, match="not_permitted") as refused:
        desk.tasks.add("巡查山塘", by=officer)

    assert refused.value.facts["role"] == "viewer"
    assert [row.title for row in desk.tasks.open_tasks()] == ["巡查水库"], "nothing of the refused one"


def test_a_role_raised_elsewhere_counts_too_and_the_book_says_it(desk: Desk, admin: Actor) -> None:
    viewer = _account(desk, admin, Role.VIEWER)
    desk.accounts.change_role("林例二", Role.OFFICER, True, by=admin)
    desk.log.add(NewEntry(uuid4(), "雨停"), by=viewer)
    (line,) = desk.log.newest(1)
    assert line.by.role is Role.OFFICER


def test_a_retired_account_writes_nothing_more_but_its_signing_out(desk: Desk, admin: Actor) -> None:
    row = desk.accounts.add("林例二", Role.OFFICER, PASSWORD, by=admin)
    desk.accounts.change_role("林例二", Role.OFFICER, False, by=admin)

    with pytest.raises(Refused) as refused:
        desk.tasks.add("巡查山塘", None, "", TaskSource.DUTY, by=row.actor)
    (lines,) = desk.log.add_all([NewEntry(uuid4(), "雨停")], by=row.actor)
    desk.accounts.note_sign_out(row)

    assert refused.value.code == "account_retired" and refused.value.facts == {"name": "林例二"}
    assert isinstance(lines, Refused) and lines.code == "account_retired"
    assert desk.log.verify().fault is None


def test_a_made_up_account_writes_nothing(desk: Desk, admin: Actor) -> None:
    with pytest.raises(Refused, match="account_retired"):
        desk.tasks.add("巡查水库", by=replace(admin, id=uuid4()))


def test_what_writes_files_asks_the_store_before(desk: Desk, admin: Actor, tmp_path: Path) -> None:
    officer = _account(desk, admin, Role.OFFICER)
    desk.accounts.change_role("林例二", Role.VIEWER, True, by=admin)
    target = tmp_path / "发出登记.csv"
    with pytest.raises(Refused, match="not_permitted"):
        desk.outbound.export(target, by=officer)
    assert not target.exists()


def test_every_service_says_what_it_writes_for() -> None:
    """No transaction of a service begins without its action; ``None`` only where nobody's right is asked."""
    without: list[str] = []
    for path in sorted(Path(services.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "writing":
                given = next((word.value for word in call.keywords if word.arg == "action"), None)
                if given is None or (isinstance(given, ast.Constant) and given.value is None):
                    without.append(path.name)
    assert without == [
        "accounts.py", "accounts.py", "accounts.py", "accounts.py", "alarm_escalation.py", "alarm_intake.py",
        "callout_clock.py", "copies.py", "copies.py", "duty.py", "gate_lines.py", "health.py", "links.py", "log.py",
        "outbound.py",
        "warning_sends.py", "warnings.py",  # the clock's act; whoever gives back needs the right of the step it is at
    ]  # fmt: skip
