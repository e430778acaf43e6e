"""Workbooks of people for tests that take them in."""

from __future__ import annotations

import pytest
from openpyxl import Workbook


@pytest.fixture
def book(tmp_path):
    """Make a workbook from sheets of rows; ``merged`` are ranges of the first sheet."""

    def make(*sheets, merged=(), name="通讯录.xlsx", titles=()):
        made = Workbook()
        for at, rows in enumerate(sheets):
            title = titles[at] if at < len(titles) else f"Sheet{at + 1}"
            sheet = made.active if not at else made.create_sheet()
            sheet.title = title
            for row in rows:
                sheet.append(row)
        for part in merged:
            made.worksheets[0].merge_cells(part)
        path = tmp_path / name
        made.save(path)
        return path

    return make


@pytest.fixture
def take(desk, by):
    return lambda path, **how: desk.contacts.import_file(path, by=by, **how)


def counted(told):
    return {
        name: getattr(told, name)
        for name in ("read", "added", "updated", "unchanged", "skipped", "refused", "warnings")
        if getattr(told, name)
    }


def codes(found):
    return [(one.row, one.column, one.code.rpartition(".")[2]) for one in found]


def hit(desk, name):
    (found,) = [one for one in desk.contacts.find(name) if one.name == name]
    return found


def stored(desk, statement):
    with desk.opened.store.reading() as connection:
        return connection.execute(statement).all()


HEAD = ["序号", "姓名", "单位", "职务", "手机", "办公电话"]
TWO = [
    HEAD,
    [1, "陈例一", "例县应急管理局（示例）", "值班室主班", "100-0000-0001", "0577-0000-0001"],
    [2, "单例二", "例山镇人民政府（示例）", "灾害信息员", "100-0000-0102", "0577-0000-0102"],
]
