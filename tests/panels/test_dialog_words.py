"""Every dialog that keeps words keeps all of them: what was typed into it stands in the next one of its kind."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from tests.kit import world as kit
from tests.kit.unsaved import read_all, type_all
from tests.kit.world import World, build, dialog_classes
from ui.dialogs.asked import keep_words
from ui.dialogs.asking import Asking
from ui.dialogs.stock_entry import LineEntry
from ui.models.kept_words import KeptWords
from ui.widgets.scan_field import ScanField

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
world = kit.world

KEPT_BY_THEMSELVES = {"CorrectDialog", "PhoneScriptDialog"}
"""Their draft has the id of the entry they make; tested with their panels."""
NOTHING_TYPED = {"ChangeOfficerDialog", "ConfirmSettingsDialog", "ImportContactsDialog", "ImportPlacesDialog"} | {
    "ConfirmNumbersDialog",
    "KnownFaultsDialog",
    "SignLinesDialog",
    "BeginReportDialog",
    "ReturnsPreviewDialog",
    "TakeFiguresDialog",
    "SureDialog",
    "ImportPlansDialog",
    "ImportListDialog",
    "ImportMapDialog",
    "ImportStoresDialog",
    "PurchasePlanDialog",
    "SupplierCallsDialog",
    "RetireDialog",
    "UndoImportDialog",
    "AcknowledgeGroupDialog",
}
PASSWORDS_ALONE = {"OwnPasswordDialog", "RecoverPasswordDialog"}
OFFERED_ANEW = {"CallBackDialog", "ImportRosterDialog"}
"""A time reckoned from now, the month of a file chosen again: never words."""
OF_INCIDENTS = {"OpenIncidentDialog", "JoinDialog", "JudgeDialog", "ToldDialog"}
"""tests/panels/test_incidents_words.py"""
OF_REPORTS = {"ReceiverDialog", "SentDialog", "DecideDialog"}
"""tests/panels/test_upward_words.py"""
OF_ROSTERS = {"LeaveDialog", "SwapDialog", "WishDialog", "RosterPeriodDialog"}
"""tests/panels/test_roster_away.py"""
OF_CONTACTS = {"PersonDialog", "NumberDialog", "AppointDialog", "UnitDialog", "RuleDialog", "RingDialog"}
OF_CONTACTS |= {"BeginCallsDialog", "WhoDialog", "NewPersonDialog", "HandsetDialog", "PostsDialog"}
"""tests/panels/test_contact_words.py"""
CHOSEN = {"GroupDialog", "RestoreDialog", "KindDialog", "PackageDialog", "WarningDevicesDialog"}
"""One of a list, never words: what narrows it is no more than a search."""
OF_PLANS = {"PlanDialog", "LevelDialog", "CardDialog", "DropDialog", "StartDialog", "ChangeDialog", "MilestoneDialog"}
OF_PLANS |= {"EndDialog"}
"""tests/panels/test_plan_words.py"""
OF_STORES = {"StoreFormDialog"}
"""tests/panels/test_stores_master.py"""
OF_OTHERS = {"NewTaskDialog", "EndTaskDialog", "TakeOverDialog", "EmergencyDialog", "ConfirmEmergencyDialog"}
OF_OTHERS |= {"AbandonDialog", "AbsentDialog", "SignDialog", "FindingDialog", "PeopleDialog", "ListRowDialog"}
OF_OTHERS |= {"AddOfficerDialog", "GiveDialog", "InstructionDialog", "RollCallDialog"}
OF_OTHERS |= {"ConsultationDialog", "AttendanceDialog", "NewRoundDialog"}
"""tests/panels/test_nothing_typed_is_lost.py"""
SAID_ANEW = {"ArmDialog"}
"""What would be heard is said at each arming: words of another time would take one of its two steps away."""
NOT_HERE = SAID_ANEW | KEPT_BY_THEMSELVES | NOTHING_TYPED | PASSWORDS_ALONE | OFFERED_ANEW | CHOSEN | OF_OTHERS
NOT_HERE |= OF_INCIDENTS | OF_REPORTS | OF_ROSTERS | OF_CONTACTS | OF_PLANS | OF_STORES


def test_what_is_typed_into_a_dialog_stands_in_the_next_of_its_kind(qtbot: Any, app_theme: Any, world: World) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    book = KeptWords(world.jobs, world.seat, world.times, None, home)
    unkept, lost = {}, {}
    for made in _all_others():
        first = _opened(qtbot, book, build(world, made))
        typed = type_all(first.inputs)
        unkept[made] = _free(first)
        first.reject()
        again = _opened(qtbot, book, build(world, made))
        lost[made] = {name for name, stands in read_all(again.inputs).items() if stands != typed[name]}
        assert again.discard.isEnabled(), made.__name__
        again.reject()
    assert {made.__name__: lines for made, lines in unkept.items() if lines} == {}
    assert {made.__name__: fields for made, fields in lost.items() if fields} == {}


def _all_others() -> list[type[Asking]]:
    """Dialogs nobody has said anything else of above: they keep words, and it is proven here."""
    made = [kind for kind in dialog_classes() if issubclass(kind, Asking) and kind.__name__ not in NOT_HERE]
    assert len(made) > 20
    return made


def _opened(qtbot: Any, book: KeptWords, dialog: Any) -> Any:
    qtbot.addWidget(dialog)
    keep_words(book, dialog, type(dialog).__qualname__)
    dialog.show()
    return dialog


def _free(dialog: Asking) -> list[str]:
    """Lines of it that can be typed into and are not kept; of passwords and scans none ever is."""
    told = (*dialog.inputs.values(), *dialog.findChildren(LineEntry), *dialog.findChildren(ScanField))
    held = [part for editor in told for part in (editor, *editor.findChildren(QWidget))]
    lines = [part for part in dialog.findChildren(QLineEdit) if part.echoMode() is QLineEdit.EchoMode.Normal]
    return [
        part.accessibleName() or type(part).__name__
        for part in (*lines, *dialog.findChildren(QPlainTextEdit))
        if not part.isReadOnly() and part not in held
    ]
