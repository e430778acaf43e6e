"""A window in a process of its own in which somebody types until it is killed."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt

from console import logs
from console.domain.clock import StoppedClock
from console.tool.demo import hands
from console.tool.demo.pace import rest
from console.tool.demo.stage import Stage
from ui.hooks import Hooks

WITHIN_MS = 1000
"""What was typed this long ago must have outlived the program."""


def main(root: str, name: str, text: str, at: str, password: str) -> None:
    """Sign in, open the form, type, say so, and go on until killed."""
    stage = Stage(Path(root).parent, "zh")
    stage.clock = StoppedClock(datetime.fromisoformat(at))
    stage.passwords = {name: password}
    logs.start(stage.data)
    hooks = Hooks()
    stage.open()
    stage.sign_in(name)
    panel = stage.panel("intake")
    hands.press(stage.window, Qt.Key.Key_F2)
    hands.write(panel.form.summary, text)
    rest(WITHIN_MS)
    print("typed", flush=True)
    while hooks:
        rest(WITHIN_MS)


if __name__ == "__main__":
    main(*sys.argv[1:])
