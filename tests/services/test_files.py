"""Attachments: by content, durable, refused with a sentence, never lost with a draft."""

from __future__ import annotations

import hashlib
from uuid import uuid4

import pytest

from console import words
from console.domain.files import MEGABYTE, NAME_LIMIT, safe_name, shown_size
from console.domain.inbound import Intake
from console.errors import Refused, Unavailable
from db import attachments

PICTURE = b"\x89PNG not really " * 100


@pytest.fixture
def item(desk, by):
    return desk.intake.register(Intake(uuid4(), "山体裂缝", desk.clock.now()), by=by)


def test_a_file_is_kept_by_content_and_stands_in_the_book(desk, by, item, tmp_path):
    path = tmp_path / "现场.png"
    path.write_bytes(PICTURE)
    row = desk.files.add(path, path.name, "inbound", item.id, by=by)
    assert (row.digest, row.size, row.name, row.is_image) == (
        hashlib.sha256(PICTURE).digest(), len(PICTURE), "现场.png", True,
    )  # fmt: skip
    assert desk.files.open_path(row.digest).read_bytes() == PICTURE
    line = desk.log.newest(1)[0]
    assert line.kind == "attachment" and line.text.startswith(f"{item.number} 附件 现场.png（2 KB，指纹 ")
    assert (desk.log.verify().attachments, desk.log.verify().fault) == (1, None)


def test_the_same_content_lies_there_once_under_each_records_own_name(desk, by, item):
    other = desk.intake.register(Intake(uuid4(), "同一张图", desk.clock.now()), by=by)
    desk.files.add(PICTURE, "a.png", "inbound", item.id, by=by)
    again = desk.files.add(PICTURE, "again.png", "inbound", item.id, by=by)
    second = desk.files.add(PICTURE, "b.png", "inbound", other.id, by=by)
    assert again.name == "a.png" and len(desk.files.of(item.id)) == 1
    assert second.name == "b.png"
    assert len([path for path in desk.data.attachments.rglob("*") if path.is_file()]) == 1


def test_what_cannot_be_taken_is_refused_and_leaves_nothing(desk, by, item, tmp_path):
    desk.settings.change("attachment.max_megabytes", "1", "测试", confirmed=True, by=by)
    lines = desk.log.count()

    def code(source, name="x.bin"):
        with pytest.raises(Refused) as refused:
            desk.files.add(source, name, "inbound", item.id, by=by)
        assert "x.bin" in words.sentence(refused.value)
        return refused.value.code

    assert code(b"") == "file_empty"
    assert code(b"x" * (MEGABYTE + 1)) == "file_too_large"
    assert code(tmp_path / "nowhere") == "file_unreadable"
    assert code(tmp_path) == "file_unreadable"
    assert desk.files.of(item.id) == [] and desk.log.count() == lines
    assert [path for path in desk.data.attachments.rglob("*") if path.is_file()] == []
    assert desk.files.add(b"x" * MEGABYTE, "x.bin", "inbound", item.id, by=by).size == MEGABYTE


def test_a_disk_that_takes_nothing_is_said(desk, by, item):
    desk.data.attachments.rmdir()
    desk.data.attachments.write_text("in the way")
    with pytest.raises(Unavailable) as trouble:
        desk.files.add(PICTURE, "a.png", "inbound", item.id, by=by)
    assert trouble.value.what == "disk_error"
    assert desk.files.of(item.id) == []


def test_a_copy_is_saved_where_it_is_wanted(desk, by, item, tmp_path):
    row = desk.files.add(PICTURE, "a.png", "inbound", item.id, by=by)
    desk.files.save_copy(row.digest, tmp_path / "copy.png")
    assert (tmp_path / "copy.png").read_bytes() == PICTURE
    with pytest.raises(Unavailable) as trouble:
        desk.files.save_copy(row.digest, tmp_path / "no such folder" / "copy.png")
    assert trouble.value.what == "cannot_write_file"
    attachments.place_of(desk.data.attachments, row.digest).unlink()
    with pytest.raises(Unavailable):
        desk.files.open_path(row.digest)


def test_files_of_a_draft_wait_beside_it_and_become_the_items(desk, by):
    draft = uuid4()
    desk.files.keep(draft, PICTURE, "一.png")
    kept = desk.files.keep(draft, b"words", "二.txt")
    assert [(each.name, each.size) for each in kept] == [("一.png", len(PICTURE)), ("二.txt", 5)]
    desk.intake.register(Intake(draft, "山体裂缝", desk.clock.now()), by=by)
    assert [row.name for row in desk.files.join_kept(draft, "inbound", by=by)] == ["一.png", "二.txt"]
    assert desk.files.kept(draft) == [] and not (desk.data.draft_files / draft.hex).exists()
    assert desk.log.verify().fault is None


def test_killed_between_saving_and_joining_nothing_is_lost(desk, by):
    draft = uuid4()
    desk.files.keep(draft, PICTURE, "一.png")
    desk.files.keep(draft, b"words", "二.txt")
    desk.intake.register(Intake(draft, "山体裂缝", desk.clock.now()), by=by)
    first, _ = desk.files.kept(draft)
    desk.files.add(first.path, first.name, "inbound", draft, by=by)  # killed here, before it was taken away
    assert [row.name for row in desk.files.join_kept(draft, "inbound", by=by)] == ["一.png", "二.txt"]
    assert desk.files.kept(draft) == []


def test_a_kept_file_is_taken_away_again_and_nothing_else(desk, tmp_path):
    draft, stranger = uuid4(), tmp_path / "stranger"
    stranger.write_text("stays")
    (kept,) = desk.files.keep(draft, b"words", "a.txt")
    desk.files.drop(draft, stranger)
    assert stranger.exists() and len(desk.files.kept(draft)) == 1
    assert desk.files.drop(draft, kept.path) == []
    desk.files.forget(draft)
    desk.files.forget(uuid4())
    assert not (desk.data.draft_files / draft.hex).exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\x00b.png", "a_b.png"),
        ("  ", "附件"),
        ("长" * 200 + ".png", "长" * (NAME_LIMIT - 4) + ".png"),
        ("长" * 200, "长" * NAME_LIMIT),
    ],
)
def test_names_are_made_safe(name, safe):
    assert safe_name(name) == safe


def test_sizes_are_shown_as_file_lists_do():
    assert [shown_size(size) for size in (1, 1499, 999_000, 3_440_000)] == ["1 KB", "1 KB", "999 KB", "3.4 MB"]


@pytest.mark.parametrize("name", ["\u202egpj.exe", "图\u2028片.png", "\u200b\u2066x.txt"])
def test_a_name_shows_every_character_it_has(name):
    assert safe_name(name).isprintable() and safe_name(name).endswith(name[-3:])


def test_the_thousandth_file_of_a_draft_is_kept_like_the_first(desk, by, item):
    folder = desk.data.draft_files / item.id.hex
    folder.mkdir(parents=True)
    (folder / "999-b.txt").write_bytes(b"before")
    desk.files.keep(item.id, b"last", "a-1.txt")

    assert [kept.name for kept in desk.files.kept(item.id)] == ["b.txt", "a-1.txt"]
    assert [row.name for row in desk.files.join_kept(item.id, "inbound", by=by)] == ["b.txt", "a-1.txt"]
