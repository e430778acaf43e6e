"""``cap import`` and ``warn list|show|cap``: files of others become drafts, our own come out as they went."""

from __future__ import annotations

import json

from console import bootstrap
from tests.cap.files import FORWARDED
from tests.kit.warning import WORD, county


def test_files_of_others_come_in_and_our_own_come_out(county_store, clock, ask, tmp_path):
    good, bad = tmp_path / "省预警.xml", tmp_path / "bad.xml"
    good.write_text(FORWARDED, "utf-8")
    bad.write_text(FORWARDED.replace("<scope>Public</scope>", ""), "utf-8")

    done = ask(county_store, "cap", "import", str(good), str(bad), str(tmp_path / "none.xml"))
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and lines[0].startswith(f"{good}: taken in as draft ")
    number = lines[0].rpartition(" ")[2]
    assert lines[1] == f'{bad}: "bad.xml" has 1 fault and was not taken in: scope: scope is missing.'
    assert lines[2].startswith(f"{tmp_path / 'none.xml'}: ")
    (again,) = ask(county_store, "cap", "import", "--json", str(good)).stdout.splitlines()
    assert json.loads(again) == {"file": str(good), "number": number, "again": True, "notes": []}

    listed = ask(county_store, "warn", "list", "--json").stdout.splitlines()
    assert [json.loads(line)["number"] for line in listed] == [number]
    assert number in ask(county_store, "warn", "list").stdout
    shown = json.loads(ask(county_store, "warn", "show", number, "--json").stdout)
    assert (shown["state"], shown["origin"], shown["file"]["name"]) == ("draft", "forwarded", "省预警.xml")
    assert number in ask(county_store, "warn", "show", number).stdout
    refused = ask(county_store, "warn", "cap", number)
    assert (refused.returncode, refused.stdout) == (1, "") and "has not been released" in refused.stderr
    assert ask(county_store, "warn", "show", "no such").returncode == 1

    desk = bootstrap.build(county_store, clock)
    ground = county(desk)
    first = ground.actor("甲例")
    row = desk.warnings.draft(ground.form(), by=first)
    row = desk.warnings.submit(row.id, seen=row.version, by=first)
    row = desk.warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
    row = desk.warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    row = desk.warnings.release(row.id, seen=row.version, by=first)
    made = desk.cap_files.written(row.id)
    desk.close()
    out = tmp_path / "ours.xml"
    assert ask(county_store, "warn", "cap", row.number).stdout == made.decode()
    assert ask(county_store, "warn", "cap", row.number, "--out", str(out)).returncode == 0
    assert out.read_bytes() == made
    assert ask(county_store, "cap", "check", str(out)).stdout == f"{out}: ok\n"
    told = ask(county_store, "warn", "cap", row.number, "--out", str(tmp_path / "no" / "where.xml"))
    assert told.returncode == 1 and "where.xml" in told.stderr
    assert "Endorsed" in ask(county_store, "warn", "show", row.number).stdout
