"""F1 tells the keys that hold where one is: those of the page in sight first, none of another page."""

from __future__ import annotations

from PySide6.QtCore import Qt

from console import words
from tests.kit.typist import CTRL
from ui.dialogs.keys import KeyList

Key = Qt.Key


def listed(typist):
    """What F1 shows, as it stands there."""
    typist.press(Key.Key_F1)
    dialog = typist.asked()
    assert isinstance(dialog, KeyList)
    model = dialog.table.rows_model
    rows = [(model.index(at, 0).data(), model.index(at, 1).data()) for at in range(model.rowCount())]
    typist.press(Key.Key_Escape)
    typist.answered()
    return rows


def test_the_list_of_keys_is_that_of_the_page_in_sight(typist):
    typist.press(Key.Key_F6)
    typist.until(lambda: typist.panel() is not None and typist.panel().id == "contacts", "the contacts")
    rows = listed(typist)
    assert rows[0][1] == words.say("keys.page") and ("Ctrl+1", words.say("contacts.part.book")) in rows
    here = rows[: [said for _key, said in rows].index(words.say("keys.everywhere"))]
    assert [said for key, said in here if key == "Ctrl+N"] == [words.say("contacts.person_new")]

    typist.press(Key.Key_4, CTRL)
    rows = listed(typist)
    here = rows[: [said for _key, said in rows].index(words.say("keys.everywhere"))]
    assert [said for key, said in here if key == "Ctrl+N"] == [words.say("do.contact_import")]
    assert ("F7", words.say("do.panel.handover")) in rows[len(here) :]
