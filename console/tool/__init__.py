"""The headless front end: ``duty-console-tool``. Same services as the window; draws nothing."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Sequence
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
    _speak_asked(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
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


def _speak_asked(arguments: Sequence[str]) -> None:
    """The language asked for, before the help is made in it; a wrong one is the parser's to refuse."""
    first = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    first.add_argument("--lang")
    try:
        asked = first.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:
        return
    if asked in words.LANGUAGES:
        words.set_language(asked)


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


def _parser() -> argparse.ArgumentParser:
    from console.tool import (
        bench,
        cap_commands,
        copy_commands,
        demo,
        device_commands,
        dispatch_commands,
        doctor_commands,
        duty_commands,
        incident_commands,
        log_commands,
        officer_commands,
        outbound_commands,
        plan_commands,
        planner_commands,
        print_commands,
        profile_commands,
        ready_commands,
        report_commands,
        returns_commands,
        secret_commands,
        send_commands,
        simulate_commands,
        stock_commands,
        store_commands,
        warning_commands,
        wire_commands,
    )

    parser = argparse.ArgumentParser(prog="duty-console-tool", description=words.say("tool.about"))
    parser.add_argument("--version", action="version", version=f"duty-console-tool {__version__}")
    parser.add_argument("--data", metavar="DIR")
    parser.add_argument("--lang", choices=("zh", "en"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    store_commands.register(commands)
    copy_commands.register(commands)
    log_commands.register(commands)
    officer_commands.register(commands)
    duty_commands.register(commands)
    outbound_commands.register(commands)
    planner_commands.register(commands)
    plan_commands.register(commands)
    incident_commands.register(commands)
    dispatch_commands.register(commands)
    print_commands.register(commands)
    report_commands.register(commands)
    returns_commands.register(commands)
    stock_commands.register(commands)
    doctor_commands.register(commands)
    ready_commands.register(commands)
    device_commands.register(commands)
    wire_commands.register(commands)
    secret_commands.register(commands)
    send_commands.register(commands)
    simulate_commands.register(commands)
    profile_commands.register(commands)
    warning_commands.register(commands)
    cap_commands.register(commands)
    bench.register(commands)
    demo.register(commands)
    return parser
