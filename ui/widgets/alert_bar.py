"""What can be done about a sound: say that it was seen, or have quiet for a while. Two acts, two controls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import actions, theme
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word


@dataclass(frozen=True, slots=True)
class AlertShown:
    """How the sound stands: ``state`` as ``ui.sound`` has it, ``until`` the clock time of the end of a silence.

    ``priority`` is that of the gravest alarm nobody has seen, 0 while only what is due sounds; ``since`` when the
    oldest of them came; ``volume`` the seat's.
    """

    wanted: bool = False
    state: str = "ready"
    until: str = ""
    priority: int = 0
    since: datetime | None = None
    volume: str = "normal"


class AlertBar(Painted, Spoken, QWidget):
    """Nothing is seen while nothing wants to be heard and the sound is well."""

    acknowledge_asked = Signal()
    silence_asked = Signal()

    def __init__(self, *, acknowledges: bool = True, parent: QWidget | None = None) -> None:
        """``acknowledges`` is False where nobody is signed in: acknowledging is done by name."""
        super().__init__(parent)
        self._acknowledges = acknowledges
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.note = Word(role="caution")
        self.acknowledge = KeyButton("alert.acknowledge", actions.key_of("acknowledge"), small=True)
        self.silence = KeyButton("alert.silence", actions.key_of("silence"), small=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in (self.note, self.silence, self.acknowledge):
            self._row.addWidget(part)
        self.acknowledge.clicked.connect(self.acknowledge_asked)
        self.silence.clicked.connect(self.silence_asked)
        self.show_alert(AlertShown())
        self.restyle()

    def show_alert(self, shown: AlertShown) -> None:
        code = _NOTES.get(shown.state, "")
        if code and (shown.wanted or shown.state == "failed"):
            self.note.say(code, at=shown.until)
            self.note.show()
        else:
            self.note.hide()
        self.silence.setVisible(shown.wanted and shown.state == "sounding")
        self.acknowledge.setVisible(shown.wanted and self._acknowledges)
        self.setVisible(any(not part.isHidden() for part in (self.note, self.silence, self.acknowledge)))
        # not in sizeHint: there it would ask for another layout at each layout, without end
        self._row.invalidate()
        self.updateGeometry()

    def wanted_width(self) -> int:
        """What the strip must leave for it."""
        return 0 if self.isHidden() else self.sizeHint().width()

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def restyle(self) -> None:
        self._row.setSpacing(theme.current().px(8))
        super().restyle()


_NOTES = {"silenced": "alert.silenced", "failed": "alert.unheard", "off": "alert.off"}
