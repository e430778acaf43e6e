"""The tester beside a device profile: says what was understood, or what is wrong with which line."""

from __future__ import annotations

from PySide6.QtCore import Qt

import resources
from console import words
from ui.widgets.profile_tester import SHOWN, ProfileTester

SIREN = resources.path("wire/profiles/siren_controller.toml").read_text("utf-8")


def test_a_profile_is_tried_while_it_is_written(qtbot, app_theme):
    text, asked = [SIREN], []
    tester = ProfileTester(lambda: text[0])
    tester.asked.connect(asked.append)
    qtbot.addWidget(tester)

    def tried(given=""):
        tester.bytes.setText(given)
        for _ in range(2):
            qtbot.mouseClick(tester.button, Qt.MouseButton.LeftButton)
        (work,) = asked  # by whoever made the dialog, on a worker: a pattern may take its time
        asked.clear()
        tester.show_tried(work())
        return tester.told.text().splitlines()

    assert [line.split("：")[0] for line in tried()] == ["故障", "恢复", "读数"]
    good = tried("00 AA 05 01 82 01 00 00 44 36")
    assert good == ["无法辨认的字节：00", "故障：警报器1：功放故障　1 01"]
    assert len(tried("00 AA 05 01 82 01 00 00 44 36" * (SHOWN + 1))) == SHOWN + 1
    assert tried("nonsense") == [words.say("devices.profile.no_bytes")]
    text[0] = SIREN.replace("limit = 64", "limit = 'a'")
    assert tried() == ["设备描述第11行，frame.limit：应为数字。"]
    text[0] = ""
    assert tried()[0].startswith("设备描述第1行，profile：")
