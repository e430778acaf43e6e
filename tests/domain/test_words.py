"""The catalogue: the same codes in both languages, the same facts, and words in the right script."""

import gettext
import io
import logging
import re
import string

import pytest

from console import words
from console.domain.log import ActKind, EntryKind
from console.errors import Refused, Unavailable
from resources.translations import compile as catalogue

NOT_CHINESE = frozenset(
    {
        "DB3713",  # the standard DB3713/T 309-2023
        "T",
        "PDF",
        "CSV",
        "UTC",
        "Excel",
        "JSON",
        "xlsx",
        "json",
        "geojson",
        "csv",
        "pdf",
        "docx",  # the county's own forms, and the two programs that open them
        "doc",
        "Word",
        "WPS",
        "USB",
        "UPS",
        "Ctrl",
        "Enter",
        "Tab",
        "Esc",
        "Alt",
        "Shift",
        "UTF",
        "GB18030",
        "SQLite",
        "Qt",
        "SHA",
        "MB",
        "GB",
        "UUID",
        "pysqlite3",
        "init",
        "import",
        "restore",
        "text",
        "id",
        "JB2030",  # an example of a number
        # the bench, for developers: names of programs, a word of SQL, an option
        "SQLAlchemy",
        "strace",
        "keep",
        "LIKE",
        # names of protocols, which have no others
        *("Modbus", "SIA", "DC", "SL", "Sur", "Gard", "CAP"),
        *("A", "B"),  # A岗, B岗: who is called first and who stands in
    }
) | {f"F{n}" for n in range(1, 13)}
NAMED_ELEMENTS = "cap.finding."
"""What is found in a file names its elements and words as the standard writes them, and shows how it is written."""
CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def entries(language):
    po = catalogue.HERE / language / "LC_MESSAGES" / "console.po"
    return catalogue.parse(po.read_text("utf-8"))


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(autouse=True)
def chinese_afterwards():
    yield
    words.set_language("zh")


def test_both_languages_hold_the_same_codes():
    assert entries("zh").keys() == entries("en").keys()


def test_every_code_says_something():
    empty = [code for lang in words.LANGUAGES for code, said in entries(lang).items() if not said.strip()]

    assert empty == []


def test_both_languages_use_the_same_facts():
    zh, en = entries("zh"), entries("en")

    assert [code for code in zh if placeholders(zh[code]) != placeholders(en[code])] == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_compiled_catalogue_is_the_source(language):
    po = catalogue.HERE / language / "LC_MESSAGES" / "console.po"
    said = catalogue.parse(po.read_text("utf-8"))
    mo = po.with_suffix(".mo").read_bytes()

    assert mo == catalogue.compiled(language, said), "run: python resources/translations/compile.py"
    assert po.read_text("utf-8") == catalogue.source(language, said), "not sorted: run compile.py"
    read_back = gettext.GNUTranslations(io.BytesIO(mo))
    assert {code: read_back.gettext(code) for code in said} == said


def test_no_foreign_words_in_chinese():
    found = {}
    for code, said in entries("zh").items():
        if code.startswith(NAMED_ELEMENTS):
            continue
        plain = re.sub(r"\{[^}]*\}|\d{4}-\d\d-\d\dT[\d:+]*", " ", said)
        strange = set(re.findall(r"[A-Za-z][A-Za-z0-9]*", plain)) - NOT_CHINESE
        if strange:
            found[code] = strange

    assert found == {}


def test_chinese_is_written_with_chinese_marks():
    """Times (03:12), Qt's list of file kinds, and a key that is named are typed as they are."""
    shown = {code: re.sub(r"\{[^}]*\}", "数", said) for code, said in entries("zh").items()}
    wrong = {code: said for code, said in shown.items() if re.search(r"[,;()!?]|(?<!\d):|:(?!\d)", said)}

    assert {code for code in wrong if not code.startswith(NAMED_ELEMENTS)} == {
        "contacts.file_kinds",
        "lists.file_kinds",
        "map.file_kinds",
        "places.file_kinds",
        "roster.file_kinds",
        "figure.unknown_hint",
    }


def test_what_one_signs_in_with_has_one_name():
    assert [code for code, said in entries("zh").items() if "密码" in said] == []


def test_every_kind_of_line_of_a_book_has_a_name():
    kinds = [*ActKind, *EntryKind]
    assert [kind.value for kind in kinds if f"log.kind.{kind.value}" not in entries("zh")] == []


FRAGMENTS = (
    "as_of", "book.", "callout.ended", "callout.next.", "callout.running",
    "cap.finding.", "candidate.base", "figure.unknown_short", "incident.unit.",
    "intake.time.placeholder",
    "device.point.", "log.to", "missing.", "place.problem.",
    "planning.lifted.", "print.about", "refused.no_store", "roster.where_", "setting.unit.",
    "shelters.differs_unknown", "shelters.told_needs", "task.due_hint",
    "warning.count.", "warning.means.", "tool.frame.",
    "tool.cap_note", "tool.stock_balance", "tool.stock_expires", "tool.stock_reserved",
)  # fmt: skip
"""English that stands within a sentence, behind a number or a colon, or is given by the tool's contract."""


def test_english_begins_with_a_capital():
    small = [code for code, said in entries("en").items() if re.match("[a-z]", said)]

    assert [code for code in small if not code.startswith(FRAGMENTS)] == []


@pytest.mark.parametrize(("language", "stops"), [("zh", "。？"), ("en", ".?")])
@pytest.mark.parametrize("group", ["refused", "unavailable", "verify"])
def test_trouble_is_told_in_whole_sentences(language, stops, group):
    told = {code: said for code, said in entries(language).items() if code.split(".")[0] == group}
    open_ended = {code for code, said in told.items() if said[-1] not in stops}

    assert len(told) > 10
    assert open_ended <= {"refused.no_store"}


NO_COUNTS = {"name", "folder", "url", "copy", "edit", "seat", "row", "line", "at", "code", "unit", "card", "path",
             "given", "named", "most", "limit", "least", "longest", "fewest", "high", "low"}  # fmt: skip
"""Facts that are words, or limits nobody sets to one."""


def test_one_of_a_thing_is_not_told_in_the_plural():
    """``{count} {count:line|lines}``: what stands so once is known for a thing that is counted wherever it stands."""
    spoken = entries("en")
    many = {found for said in spoken.values() for found in re.findall(r"\{\w+:[^{}|]*\|(\w+s|people)\}", said)}
    counted = re.compile(rf"\{{(\w+)\}} (?:[a-z-]+ )?({'|'.join(sorted(many - {'is', 'has', 'was', 'does'}))})\b")
    wrong = {code: found[0] for code, said in spoken.items() if (found := counted.search(said)) and
             found[1] not in NO_COUNTS and not re.search(r" (of|the|is|in|on|at|by|as|to) ", found[0])}  # fmt: skip
    assert len(many) > 60 and wrong.keys() <= {"ringing.told.no_need"}, wrong
    assert words.say_in("en", "incidents.events.count", count=1) == "1 line"
    assert words.say_in("en", "incidents.events.count", count=2) == "2 lines"


def test_no_chinese_in_english():
    assert [code for code, said in entries("en").items() if CJK.search(said)] == []


def test_the_same_code_in_another_language_while_open():
    assert words.say("log.kind.call_in") == "来电"
    words.set_language("en")
    assert words.say("log.kind.call_in") == "Call in"
    assert words.say_in("zh", "log.kind.call_in") == "来电"


def test_whoever_asked_learns_of_a_switch_once():
    told = []
    leave = words.on_change(lambda: told.append(words.language()))

    words.set_language("en")
    words.set_language("en")
    leave()
    leave()
    words.set_language("zh")

    assert told == ["en"]


def test_one_broken_screen_does_not_keep_the_others_in_the_old_language(caplog):
    def broken():
        raise RuntimeError("gone")

    told = []
    leave = [words.on_change(broken), words.on_change(lambda: told.append(True))]
    words.set_language("en")
    for stop in leave:
        stop()

    assert told == [True]
    assert "listener of the language" in caplog.text


@pytest.mark.parametrize("name", ["", "fr", "ZH", "zh_CN"])
def test_another_language_is_a_mistake_of_ours(name):
    with pytest.raises(ValueError, match="no such language"):
        words.set_language(name)


def test_unknown_code_shows_itself_quietly(caplog):
    with caplog.at_level(logging.DEBUG):
        assert words.say("no.such.code") == "[no.such.code]"
        assert words.say("") == "[]"

    assert {record.levelno for record in caplog.records} == {logging.DEBUG}
    assert not words.has("no.such.code")
    assert words.has("log.kind.note")


def test_a_missing_fact_shows_its_name():
    assert words.say("refused.text_too_long", length=3) == "内容太长：3 字，最多 {limit} 字。"


def test_a_missing_fact_with_a_format_or_an_attribute_does_not_crash():
    facts = words._Facts(there=1)

    assert "{a:>5} {b.c} {d[0]} {e!r} {there}".format_map(facts) == "{a} {b} {d} {e} 1"


def test_a_fact_may_be_called_like_a_parameter():
    assert words.say("refused.newer_schema", code=1, language="x", found="9", known="3").count("9") == 1


def test_every_sentence_survives_without_its_facts():
    for language in words.LANGUAGES:
        for code in entries(language):
            assert words.say_in(language, code)


def test_refusals_put_ids_into_words():
    refused = Refused("not_permitted", action="edit_places", role="viewer")

    assert words.sentence(refused) == "“查看人员”无权进行“编辑地点”。"
    assert words.sentence(refused, language="en") == 'The role "Viewer" may not do this: Edit places.'


def test_trouble_of_the_world_names_its_cause():
    assert words.sentence(Unavailable("backup", OSError("no room"))) == "备份失败：no room。"
    assert words.sentence(Unavailable("disk_full")).startswith("磁盘已满")
