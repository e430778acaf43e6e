"""The question before a faulty copy is taken names attachments so briefly that an old screen shows it whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.domain.faults import Fault
from tests.kit.copies import known, lying
from ui import theme
from ui.dialogs.known_faults import KnownFaultsDialog


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_lost_attachments_are_told_by_the_beginning_of_their_digest(
    qtbot: QtBot, app_theme: QApplication, language: str
) -> None:
    words.set_language(language)
    theme.apply(QApplication.instance(), "light", 20)
    try:
        lost = known(*(Fault("attachment", f"{at:x}" * 64, "file_missing") for at in range(1, 8)))
        dialog = KnownFaultsDialog(replace(lying(1).manifest, faults=lost))
        qtbot.addWidget(dialog)
        assert "11111111…" in dialog.named.text() and "1" * 9 not in dialog.named.text()
        assert dialog.minimumSizeHint().width() <= 1366 and dialog.sizeHint().height() <= 768
    finally:
        theme.apply(QApplication.instance(), "light", theme.DESIGN)
