"""seat.toml: what a seat likes, kept through bad files, other people's keys and full disks."""

import tomllib
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import words
from console.errors import Unavailable
from console.seat_file import SeatFile, SeatSettings


@pytest.fixture
def file(tmp_path):
    return SeatFile(tmp_path / "seat.toml")


def test_no_file_means_defaults_and_no_complaint(file):
    loaded = file.read()
    assert loaded.settings == SeatSettings()
    assert loaded.trouble is None
    assert not file.path.exists()


def test_what_was_changed_is_read_again_and_the_rest_stays(file):
    file.change(theme="dark", size=18)
    file.change(printer='走廊 "A4" \\ 打印机\n二', last_officer="陈例一")
    again = SeatFile(file.path).read()
    assert again.trouble is None
    assert again.settings == SeatSettings(
        theme="dark", size=18, printer='走廊 "A4" \\ 打印机\n二', last_officer="陈例一"
    )
    assert [path.name for path in file.path.parent.iterdir()] == ["seat.toml"]


def test_unknown_keys_of_every_kind_are_kept(file):
    before = (
        'theme = "dark"\n"两 字" = 1.5\nwhen = 2030-08-12T08:00:00+08:00\nday = 2030-08-12\n'
        'list = [1, "二", {a = true}]\n[later]\ndeep.er = -7\nat = 08:00:00\n'
    )
    file.path.write_text(before, "utf-8")
    file.change(size=20)
    assert tomllib.loads(file.path.read_text("utf-8")) == tomllib.loads(before) | asdict(
        SeatSettings(theme="dark", size=20)
    )


@pytest.mark.parametrize("bad", [b"theme = ", b"\xff\xfe\x00", b"theme = 'dark'\ntheme = 'light'\n"])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_file_that_is_no_toml_is_put_aside_with_a_sentence(file, bad, language):
    file.path.write_bytes(bad)
    loaded = file.read()
    assert loaded.settings == SeatSettings()
    assert "seat.toml.bad1" in words.sentence(loaded.trouble, language=language)
    assert file.path.with_name("seat.toml.bad1").read_bytes() == bad
    assert file.read().trouble is None


def test_a_second_bad_file_does_not_cover_the_first(file):
    for text in ("first =", "second ="):
        file.path.write_text(text, "utf-8")
        file.read()
    kept = sorted(file.path.parent.glob("*.bad*"))
    assert [path.read_text("utf-8") for path in kept] == ["first =", "second ="]


def test_changing_over_a_bad_file_keeps_that_aside_too(file):
    file.path.write_text("theme =", "utf-8")
    assert file.change(theme="contrast") == SeatSettings(theme="contrast")
    assert file.path.with_name("seat.toml.bad1").read_text("utf-8") == "theme ="


@pytest.mark.parametrize(
    "line",
    ['language = "fr"', 'theme = "pink"', "size = 15", "size = true", 'size = "14"', "printer = 3",
     "lock_after_minutes = -1", "lock_after_minutes = 1.5", "last_officer = []", "window = 1"],
)  # fmt: skip
def test_a_value_without_meaning_is_named_and_costs_only_itself(file, line):
    file.path.write_text(f"{line}\n[other]\nx = 1\n", "utf-8")
    loaded = file.read()
    assert loaded.settings == SeatSettings()
    assert line.split(" ")[0] in words.sentence(loaded.trouble)
    assert file.path.exists()


def test_good_values_beside_a_wrong_one_count(file):
    file.path.write_text('size = 15\ntheme = "dark"\n', "utf-8")
    assert file.read().settings == SeatSettings(theme="dark")


def test_a_byte_order_mark_of_an_editor_is_no_fault(file):
    file.path.write_bytes(b"\xef\xbb\xbf" + b'theme = "dark"\n')
    loaded = file.read()
    assert (loaded.settings.theme, loaded.trouble) == ("dark", None)


def test_changing_to_nonsense_is_a_bug_and_changes_nothing(file):
    file.change(theme="dark")
    with pytest.raises(ValueError, match="size"):
        file.change(size=15)
    assert file.read().settings == SeatSettings(theme="dark")


def test_where_it_cannot_be_written_the_officer_is_told_and_the_old_file_stays(tmp_path):
    missing = SeatFile(tmp_path / "gone" / "seat.toml")
    with pytest.raises(Unavailable) as told:
        missing.change(theme="dark")
    assert told.value.what == "cannot_write_file"


def test_a_folder_in_its_place_is_told_and_left_alone(file):
    file.path.mkdir()
    loaded = file.read()
    assert loaded.settings == SeatSettings()
    assert loaded.trouble is not None and loaded.trouble.what == "seat_unread"
    assert file.path.is_dir()


@given(st.text())
def test_any_name_of_a_printer_comes_back(tmp_path_factory, name):
    file = SeatFile(tmp_path_factory.mktemp("seat") / "seat.toml")
    file.change(printer=name)
    assert file.read().settings.printer == name
