"""What ``--help`` says: of every command a sentence in both languages, never the code of one that is missing."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Iterator

import pytest

from console import tool, words
from console.config import DataDir
from console.tool import help_pages

TOLD = {"devices", "listen", "ports", "replay", "simulate", "send", "secrets", "try-profile"}
"""Commands whose every option says what it takes, with an example at the end."""


def told(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for under in dict.fromkeys(action.choices.values()):
                yield from told(under)


@pytest.fixture
def speaking_afterwards() -> Iterator[None]:
    before = words.language()
    yield
    words.set_language(before)


@pytest.fixture(params=words.LANGUAGES)
def pages(request, speaking_afterwards) -> list[tuple[argparse.ArgumentParser, str]]:
    words.set_language(request.param)
    return [(parser, parser.format_help()) for parser in told(tool._parser())]


def test_every_command_says_what_it_does(pages):
    assert len(pages) > 40
    codes = ("tool.help.", "tool.option.", "tool.frame.")
    assert [page for _, page in pages if any(code in page for code in codes)] == []


def test_the_wire_s_commands_say_what_each_option_takes(pages):
    whole = {parser.prog.split()[1] for parser, _ in pages if parser.prog.count(" ")}
    assert whole >= TOLD
    for parser, page in pages:
        name = parser.prog.split()[1] if " " in parser.prog else ""
        ends = not any(isinstance(action, argparse._SubParsersAction) for action in parser._actions)
        if name in TOLD and ends:
            assert [action.dest for action in parser._actions if not action.help] == [], parser.prog
            assert f"  duty-console-tool {parser.prog.removeprefix('duty-console-tool ')}" in page.splitlines()[-1]


def test_only_the_command_asked_for_is_loaded():
    for file, names in tool._COMMANDS.items():
        (under,) = (one for one in tool._parser(names[0])._actions if isinstance(one, argparse._SubParsersAction))
        assert tuple(under.choices) == names, file


def test_the_frame_of_argparse_is_said_in_our_words():
    source = inspect.getsource(argparse)
    assert [text for text in help_pages._WORDS if text.replace("\n", "\\n") not in source] == []


@pytest.mark.usefixtures("speaking_afterwards")
def test_a_wrong_command_line_is_refused_in_the_language_asked_for(tmp_path, capsys):
    for arguments, said in (
        (("listen", "--driver", "nosuch"), "没有 'nosuch' 这一项，可用的有：'callerid'"),
        (("send",), "还缺参数：--channel"),
        (("ports", "--jsn"), "不认识的参数：--jsn"),
        (("send", "--channel", "A", "--text"), "--text：后面要有一个值"),
        (("send", "--channel", "A"), "下列参数须给出一个：--test --text"),
        (("send", "--channel", "A", "--test", "--text", "x"), "--text：不能与 --test 同时使用"),
    ):
        with pytest.raises(SystemExit) as ended:
            tool.main(["--lang", "zh", "--data", str(DataDir(tmp_path).root), *arguments])
        told = capsys.readouterr().err
        assert ended.value.code == 2
        assert said in told and told.startswith("用法：") and told.endswith("\n")
        assert "error" not in told
