"""Whom a roll call expects: the holder of the unit's duty post, under whatever name the contact book has the unit."""

from __future__ import annotations

import pytest

from console.domain.expected import Watcher, expected

BOOK = (
    Watcher("带例一", "样溪镇人民政府（示例）", "值班领导"),
    Watcher("陈例二", "样溪镇人民政府（示例）", "值班室"),
    Watcher("邹例三", "样溪镇人民政府（示例）", "值班室"),
    Watcher("曾例四", "总值班室", "主班", above="样岭街道办事处"),
    Watcher("赵例五", "样例县水利局", "值班电话", short_name="县水利局"),
    Watcher("钱例六", "样溪镇中学", "值班室"),
    Watcher("林例七", "界坑乡政府", "值班领导"),
)


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("样溪镇", "陈例二"),
        ("样溪镇人民政府", "陈例二"),
        ("样岭街道", "曾例四"),
        ("县水利局", "赵例五"),
        ("界坑乡", "林例七"),
        ("样溪镇中学", "钱例六"),
        ("样溪", ""),
        ("例塘乡", ""),
        ("", ""),
    ],
)
def test_the_unit_is_known_by_its_names_and_who_leads_comes_last(unit: str, name: str) -> None:
    assert expected(unit, BOOK) == name
