"""A key button that has less room than it needs cuts its word, never its key in the middle."""

from __future__ import annotations

from ui.widgets.keycap import KeyButton


class _Blank(KeyButton):
    def _paint_words(self, _painter, _using):
        """Frame and ground alone."""


def test_nothing_is_painted_up_to_the_edge(qtbot):
    button, blank = (kind("keys.title", "Ctrl+Shift+F12") for kind in (KeyButton, _Blank))
    qtbot.addWidget(button)
    qtbot.addWidget(blank)
    height = button.sizeHint().height()
    for width in range(60, button.sizeHint().width() + 20, 3):
        button.resize(width, height)
        blank.resize(width, height)
        painted, bare = (one.grab().toImage() for one in (button, blank))

        edge = [(x, y) for x in range(width - 7, width) for y in range(height)]
        assert [painted.pixel(*at) for at in edge] == [bare.pixel(*at) for at in edge], f"cut at {width}"
        assert painted != bare
