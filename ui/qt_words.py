"""Qt's own words (file and print dialogs) in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from console import words

_LOCALES = {"zh": QLocale("zh_CN"), "en": QLocale("en_GB")}


class QtWords(QObject):
    """Follows the language until ``stop``; English is what Qt speaks by itself."""

    def __init__(self, qt: QApplication) -> None:
        super().__init__(qt)
        self._qt = qt
        self._translator: QTranslator | None = None
        self._forget = words.on_change(self.follow)
        self.follow()

    def follow(self) -> None:
        """Put on the words of the language in use, and its way of writing dates."""
        self._take_off()
        locale = _LOCALES[words.language()]
        QLocale.setDefault(locale)
        made = QTranslator(self)
        if words.language() != "en" and made.load(locale, "qtbase", "_", _folder()):
            self._qt.installTranslator(made)
            self._translator = made

    def stop(self) -> None:
        self._forget()
        self._take_off()

    def _take_off(self) -> None:
        if self._translator is not None:
            self._qt.removeTranslator(self._translator)
            self._translator.deleteLater()
            self._translator = None


def _folder() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
