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

    ``over`` things that are over, ``alarms`` alarms that stand in sight: what F10 acknowledges now. ``unseen`` are all
    alarms nobody has seen, in sight or not.
    """

    wanted: bool = False
    state: str = "ready"
    until: str = ""
    priority: int = 0
    since: datetime | None = None
    volume: str = "normal"
    over: int = 0
    alarms: int = 0
    unseen: int = 0


class AlertBar(Painted, Spoken, QWidget):
    """Nothing is seen while nothing wants to be heard and the sound is well."""

    acknowledge_asked = Signal()
    silence_asked = Signal()
    look_asked = Signal()
    """Alarms want to be seen and stand nowhere in sight."""

    def __init__(self, *, acknowledges: bool = True, parent: QWidget | None = None) -> None:
        """``acknowledges`` is False where nobody is signed in: acknowledging is done by name."""
        super().__init__(parent)
        self._acknowledges = acknowledges
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.note = Word(role="caution")
        self.acknowledge = KeyButton("alert.acknowledge.due", actions.key_of("acknowledge"), small=True)
        self.look = KeyButton("alert.look", actions.key_of("panel.alarms"), small=True)
        self.silence = KeyButton("alert.silence", actions.key_of("silence"), small=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._parts = (self.note, self.silence, self.acknowledge, self.look)
        for part in self._parts:
            self._row.addWidget(part)
        self.acknowledge.clicked.connect(self.acknowledge_asked)
        self.silence.clicked.connect(self.silence_asked)
        self.look.clicked.connect(self.look_asked)
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
        say_acknowledging(self.acknowledge, shown.over, shown.alarms)
        here = bool(shown.over or shown.alarms)
        self.acknowledge.setVisible(shown.wanted and self._acknowledges and here)
        self.look.setVisible(shown.wanted and self._acknowledges and shown.unseen > 0 and not shown.alarms)
        self.setVisible(any(not part.isHidden() for part in self._parts))
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


def say_acknowledging(button: KeyButton, over: int, alarms: int) -> None:
    """What F10 will do, before it is pressed: 知悉到时 2 项、确认告警 3 条."""
    which = "both" if over and alarms else "alarms" if alarms else "due"
    button.say(f"alert.acknowledge.{which}", over=over, alarms=alarms)


_NOTES = {"silenced": "alert.silenced", "failed": "alert.unheard", "off": "alert.off"}
