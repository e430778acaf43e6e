"""Ctrl+K finds alarms by what people say of them."""

from __future__ import annotations

from console import words
from console.domain.signals import SignalKind
from tests.kit.wire import device, hear, officer, point


def test_alarms_are_found_by_words_account_place_and_device(desk, clock):
    by, panel = officer(desk), device(desk, "HZ-01 例一商厦消防主机", place_text="例一街道 例一路 1 号")
    modem = device(desk, "短信猫", "sms")
    point(desk, panel, "甲单位仓库", account="4711", zone="1")
    hear(desk, panel, account="4711", words="火警", words_en="Fire alarm")
    clock.advance(minutes=5)
    hear(desk, panel, account="4711", zone="2", words="火警", words_en="Fire alarm")
    clock.advance(minutes=5)
    hear(desk, modem, SignalKind.MESSAGE, text="桥头进水 100%，请派人", words="短信", sender="100-0000-0001")
    fire, later, text = sorted(desk.alarms.queue().rows, key=lambda row: row.number)

    def found(asked: str) -> list[str]:
        return [hit.number for hit in desk.finding.by_name(asked) if hit.panel == "alarms"]

    assert found("火警") == [later.number, fire.number], "the newest first"
    assert found("fire ALARM") == found("4711") == found("例一路") == found("hz-01") == found("火警")
    assert found("仓库 火警") == [fire.number] and found("桥头") == found("100%") == [text.number]
    assert found("火%") == found("洪水") == []
    desk.alarms.acknowledge([later.id], by=by)
    assert found("火警") == [fire.number, later.number], "what nobody has seen goes first"
    desk.alarms.settle(fire.id, "误操作", seen=fire.version, by=by)
    hits = [hit for hit in desk.finding.by_name("火警") if hit.panel == "alarms"]
    assert [(hit.id, hit.title.rpartition(" ")[2]) for hit in hits] == [(later.id, "待处置"), (fire.id, "已办结")]
    words.set_language("en")
    assert "Fire alarm" in next(hit for hit in desk.finding.by_name("4711") if hit.id == later.id).title
    words.set_language("zh")
