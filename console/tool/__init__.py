"""The headless front end: ``duty-console-tool``. Same services as the window; draws nothing."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from console import __version__, logs, words
from console.config import DataDir, default_data
from console.domain.text import require_whole
from console.errors import Refused, Unavailable

DONE, REFUSED, USAGE, BUG = 0, 1, 2, 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; one sentence on stderr for trouble, never a traceback for a user's mistake."""
    if arguments is None:
        _read_utf8()
        _end_when_told()
    _speak_utf8()
    parser = _parser(_asked(sys.argv[1:] if arguments is None else arguments))
    options = parser.parse_args(arguments)
    if options.data == "":
        # an unset variable in a script must not end in the store everybody works in
        parser.error("argument --data: expected a directory")
    data = DataDir(Path(options.data) if options.data else default_data())
    try:
        _require_whole_text(options)
        if _is_folder(data.root):
            logs.start(data)
        code = int(options.run(data, options))
        _flush()
        return code
    except KeyboardInterrupt:
        say_error(words.say("tool.interrupted"))
        return REFUSED
    except Exception as error:
        return _told(error)
    finally:
        logs.stop()


def _end_when_told() -> None:
    """``listen`` that is told to stop before it has begun has nothing to end, and ends well."""
    if "listen" in sys.argv:
        signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(DONE))


def _asked(arguments: Sequence[str]) -> str:
    """Speak the language asked for, before the help is made in it, and say which command it is; empty where that is
    not plain. What is wrong is the parser's to refuse."""
    first = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    first.add_argument("--lang")
    first.add_argument("--data")
    try:
        asked, rest = first.parse_known_args(arguments)
    except argparse.ArgumentError:
        return ""
    if asked.lang in words.LANGUAGES:
        words.set_language(asked.lang)
    return rest[0] if rest else ""


def say_error(sentence: str) -> None:
    """One line on stderr."""
    sys.stderr.write(sentence.replace("\n", " ") + "\n")


def _told(error: Exception) -> int:
    """Say what happened in one sentence; the exit code of that trouble."""
    if isinstance(error, OSError) and error.errno in _DISK:
        error = Unavailable("disk_error", error)
        _let_output_go()
    if isinstance(error, BrokenPipeError):  # whoever read our lines has enough of them
        _let_output_go()
        return REFUSED
    if isinstance(error, Refused | Unavailable):
        say_error(words.sentence(error))
        return REFUSED
    bug, written = logs.note_bug(error), logs.written()
    code = "tool.bug" if written else "tool.bug_above"
    say_error(words.say(code, id=bug, path=str(written or "")))
    return BUG


_DISK = {errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT}
"""What a full or failing disk says where output is sent to a file."""


def _flush() -> None:
    """Whatever was printed is out before the command counts as done."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _let_output_go() -> None:
    """What could not be written must not be tried again, with a traceback, when the interpreter ends."""
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


_PATHS = {"data", "file", "out", "to", "dir", "source"}
"""Options that name files: the system's bytes, whatever they are."""


def _read_utf8() -> None:
    """Where the locale can say ASCII only, begin again in Python's UTF-8 mode: words on the command line are UTF-8."""
    if os.name == "posix" and sys.getfilesystemencoding().lower().replace("-", "") != "utf8" and _ascii_only():
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _ascii_only() -> bool:
    import locale

    return locale.getencoding().upper() in {"ASCII", "US-ASCII", "ANSI_X3.4-1968", "646"}


def _require_whole_text(options: argparse.Namespace) -> None:
    """Refuse words that are no text (bytes that are not UTF-8), wherever they stand but in a path."""
    for name, value in vars(options).items():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and name not in _PATHS:
                require_whole(text)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # no right to look, a name too long: a command that needs the directory will say so
        return False


def _speak_utf8() -> None:
    """UTF-8 on every system, whatever the console's code page; unpaired surrogates pass in unchanged."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")


_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "store_commands": ("init",),
    "copy_commands": ("backup", "restore"),
    "log_commands": ("log",),
    "officer_commands": ("officer",),
    "duty_commands": ("shift", "handover", "import", "export", "imports"),
    "outbound_commands": ("outbound",),
    "planner_commands": ("roster",),
    "plan_commands": ("plan",),
    "incident_commands": ("incident", "tasks"),
    "dispatch_commands": ("propose",),
    "print_commands": ("print",),
    "report_commands": ("report",),
    "returns_commands": ("returns",),
    "stock_commands": ("stock",),
    "doctor_commands": ("doctor",),
    "ready_commands": ("ready",),
    "device_commands": ("devices",),
    "wire_commands": ("listen", "ports", "replay"),
    "call_commands": ("calls",),
    "secret_commands": ("secrets",),
    "send_commands": ("send",),
    "stop_commands": ("stop",),
    "simulate_commands": ("simulate",),
    "profile_commands": ("try-profile",),
    "warning_commands": ("warn",),
    "cap_commands": ("cap",),
    "bench": ("bench",),
    "demo": ("demo",),
}
"""Which file has which commands, in the order of the help: only the one that was asked for is loaded."""


def _parser(command: str = "") -> argparse.ArgumentParser:
    """With that command alone; with all of them where it is none, so that help and refusals name them."""
    from console.tool import help_pages

    help_pages.speak()
    parser = argparse.ArgumentParser(
        prog="duty-console-tool", description=words.say("tool.about"), formatter_class=help_pages.Pages
    )
    parser.add_argument("--version", action="version", version=f"duty-console-tool {__version__}")
    parser.add_argument("--data", metavar="DIR", help=words.say("tool.frame.data", variable="DUTY_CONSOLE_DATA"))
    parser.add_argument("--lang", choices=words.LANGUAGES, help=words.say("tool.frame.lang"))
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", help=words.say("tool.frame.command", option="--help")
    )
    files = [file for file, names in _COMMANDS.items() if command in names] or list(_COMMANDS)
    for file in files:
        importlib.import_module(f"console.tool.{file}").register(commands)
    return parser
