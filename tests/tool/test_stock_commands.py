"""The tool brings stock in, lists it now and then, shows cards, checks the books, writes it out again."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal

import pytest

from console.domain.people import Actor
from console.domain.stock_document import NewLine
from console.domain.stores import ItemForm, WarehouseForm
from tests.kit import stores as kit

WAREHOUSES = "仓库编码,仓库名称,层级\nK01,县库,县\nK02,例溪镇库,乡镇\n"
ITEMS = "物资编码,物资名称,单位,小数位\nW01,排水泵,台,0\nW09,柴油,吨,2\n"
STOCK = "仓库,物资,批号,数量,有效期至\nK01,排水泵,A1,11,\nK02,W01,A1,2,\nK01,W09,B1,2.5,2031-01-01\n"


@pytest.fixture
def county(ask, desk, tmp_path):
    for what, name, text in (("items", "库.csv", WAREHOUSES), ("items", "物.csv", ITEMS), ("stock", "存.csv", STOCK)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = ask(desk.data, "import", what, str(tmp_path / name))
        assert done.returncode == 0, done.stdout + done.stderr
    return desk.data


def lines(done):
    assert done.returncode == 0 and done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_stock_is_listed_as_json_lines(ask, county):
    told = lines(ask(county, "stock", "show", "--json"))
    assert told[0] == {
        "warehouse": "K01", "item": "W01", "lot": "A1", "quantity": 11, "reserved": 0, "unit": "台",
        "expires_on": None, "state": "usable", "warehouse_name": "县库", "item_name": "排水泵", "spec": "",
    }  # fmt: skip
    assert [(row["item"], row["quantity"], row["expires_on"]) for row in told[1:]] == [
        ("W09", 2.5, "2031-01-01"), ("W01", 2, None)
    ]  # fmt: skip
    assert (
        ask(county, "stock", "show").stdout.splitlines()[1]
        == "K01  县库  W09  柴油  B1  2.5 吨  Usable  Expires 2031-01-01"
    )
    assert len(lines(ask(county, "stock", "show", "--json", "--warehouse", "K01", "--item", "排水泵"))) == 1


def test_goods_on_the_road_are_not_there_and_the_past_is_kept(ask, county, desk):
    by = Actor.tool("tester")
    stores = {row.form.code: row.id for row in desk.stores.rows(WarehouseForm)}
    (pump,) = desk.stores.rows(ItemForm, "W01")
    desk.clock.set(desk.stock.card(pump.id)[0].at)
    desk.clock.advance(hours=1)
    opened = desk.stock.card(pump.id)[0].at.isoformat()
    kit.sent(desk, by, stores["K01"], stores["K02"], NewLine(pump.id, Decimal(2)))
    told = lines(ask(county, "stock", "show", "--json", "--item", "W01"))
    assert [(row["warehouse"], row["quantity"]) for row in told] == [("K01", 9), ("K02", 2)]
    past = lines(ask(county, "stock", "show", "--json", "--item", "W01", "--at", opened))
    assert [(row["warehouse"], row["quantity"]) for row in past] == [("K01", 11), ("K02", 2)]
    card = lines(ask(county, "stock", "card", "W01", "--warehouse", "K01", "--json"))
    assert [(row["change"], row["balance"], row["kind"]) for row in card] == [(11, 11, "receipt"), (-2, 9, "transfer")]
    assert "Balance 9" in ask(county, "stock", "card", "排水泵", "--warehouse", "K01").stdout
    assert lines(ask(county, "stock", "card", "W09", "--lot", "B1", "--json"))[0]["change"] == 2.5


def test_the_check_exits_one_and_names_what_differs(ask, county, desk):
    sound = ask(county, "stock", "check")
    assert (sound.returncode, sound.stdout) == (0, "The stock agrees with the ledger.\n")
    assert ask(county, "stock", "check", "--json").stdout == ""
    kit.by_hand(
        desk, Actor.tool("tester"), "UPDATE stock_balance SET quantity = quantity + 1000 WHERE quantity = 11000"
    )
    bad = ask(county, "stock", "check")
    assert (bad.returncode, bad.stdout) == (1, "县库 W01 排水泵 lot A1: 12 in the books, 11 by the ledger.\n")
    told = json.loads(ask(county, "stock", "check", "--json").stdout)
    assert (told["fault"], told["stored"], told["should_be"], told["item"]) == ("quantity", 12, 11, "W01")


def test_bad_rows_are_told_and_nothing_is_changed(ask, county, tmp_path):
    (tmp_path / "坏.csv").write_text("仓库,物资,批号,数量\nK01,W01,C1,1.5\nK01,W01,C2,1\n", encoding="utf-8")
    done = ask(county, "import", "stock", str(tmp_path / "坏.csv"))
    assert done.returncode == 1 and done.stdout.splitlines() == [
        "row 2: 1.5 has more decimals than the 0 this unit allows.",
        "2 rows read: 1 to add, 0 to change, 0 as before; 1 row refused. Nothing was changed.",
    ]
    assert len(lines(ask(county, "stock", "show", "--json"))) == 3
    good = ask(county, "import", "stock", str(tmp_path / "坏.csv"), "--good-rows-only", "--json")
    assert json.loads(good.stdout.splitlines()[-1])["applied"] and good.returncode == 1
    assert len(lines(ask(county, "stock", "show", "--json"))) == 4


def test_out_and_in_again_is_no_difference_and_runs_can_be_undone(ask, county, tmp_path):
    assert ask(county, "export", "stock", str(tmp_path / "出.xlsx")).stdout == "3 lots exported.\n"
    told = ask(county, "import", "stock", str(tmp_path / "出.xlsx"), "--json")
    assert told.returncode == 0 and json.loads(told.stdout)["unchanged"] == 7
    assert ask(county, "export", "stock", str(tmp_path / "出.pdf")).returncode == 1
    newest = json.loads(ask(county, "imports", "--json").stdout.splitlines()[0])
    assert json.loads(ask(county, "imports", "--undo", newest["id"], "--json").stdout) == {"undone": 2}
    assert lines(ask(county, "stock", "show", "--json")) == [] and ask(county, "stock", "check").returncode == 0


def test_unknown_names_are_refused(ask, county):
    for arguments in (("card", "没有"), ("show", "--item", "没有"), ("show", "--warehouse", "K99")):
        done = ask(county, "stock", *arguments)
        assert done.returncode == 1 and done.stderr.startswith("There is no ")
    assert ask(county, "stock", "card", "W01", "--lot", "Z").stderr == "There is no lot Z.\n"
    assert ask(county, "stock", "show", "--at", "昨天").returncode == 1


@pytest.mark.long
def test_a_process_of_its_own_ends_with_the_right_code(county, desk):
    def run(*arguments):
        made = [sys.executable, "-m", "console.tool", "--data", str(county.root), "--lang", "zh", *arguments]
        done = subprocess.run(made, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
        return done.returncode, done.stdout, done.stderr

    desk.close()
    code, told, _ = run("stock", "show", "--json", "--item", "W09")
    assert code == 0 and json.loads(told)["quantity"] == 2.5
    assert run("stock", "check") == (0, "库存与流水一致。\n", "")
    assert run("stock", "card", "没有")[0] == 1
    assert run("stock")[0] == 2
