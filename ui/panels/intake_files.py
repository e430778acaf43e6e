"""Files on the 接报 page: beside a half-written entry at once, with a registered item by one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from console import words
from console.domain.files import FileRow, KeptFile
from console.errors import Refused
from ui import theme
from ui.dialogs.saving import ask_target
from ui.models.intake_rows import Files
from ui.seat import Seat
from ui.widgets.intake_record import THUMBNAIL, FileList, thumbnails


class EntryFiles(QObject):
    """``kept`` carries a draft's id and its files after one was added or taken away; ``changed`` asks for a reload."""

    kept = Signal(object, object)
    changed = Signal()
    saved = Signal(str)
    refused = Signal(object)

    def __init__(self, jobs: Any, seat: Seat, files: Files, shown: FileList, window: QWidget) -> None:
        super().__init__(window)
        self._jobs, self._seat, self._files = jobs, seat, files
        self._list, self._window = shown, window
        self._of: UUID | None = None
        shown.opened.connect(self.save_as)

    def show(self, subject: UUID, files: Sequence[FileRow | KeptFile]) -> None:
        """The files of what is on the form now."""
        self._of = subject
        if tuple(files) == self._list.files():
            return
        self._list.show_files(files)
        self._show_thumbnails(subject, tuple(files))

    def read(self, draft_id: UUID) -> None:
        """What lies beside a draft that was taken up; off the GUI thread."""
        self._of = draft_id
        self._list.show_files(())
        self._jobs.read(
            lambda: self._files.kept(draft_id), lambda files: self._came(draft_id, files), self.refused.emit
        )  # fmt: skip

    def choose(self) -> list[Path]:
        """Ask the officer for files; empty when none was chosen."""
        chosen, _ = QFileDialog.getOpenFileNames(self._window, words.say("intake.choose_files"))
        return [Path(each) for each in chosen]

    def keep(self, draft_id: UUID, sources: Sequence[tuple[Callable[[], bytes] | Path, str]]) -> None:
        """Lay files beside a draft, one after the other; one that is refused does not stop the others."""
        for source, name in sources:
            self._jobs.write(
                lambda source=source, name=name: self._files.keep(draft_id, _bytes(source), name),
                lambda files, name=name: self._kept(draft_id, name, files),
                self.refused.emit,
            )

    def add(self, item_id: UUID, sources: Sequence[tuple[Callable[[], bytes] | Path, str]]) -> None:
        """Join files to a registered item."""
        actor = self._seat.actor
        for source, name in sources:
            self._jobs.write(
                lambda source=source, name=name: self._files.add(
                    _bytes(source), name, "inbound", item_id, by=actor
                ),
                lambda row: self._added(row.name),
                self.refused.emit,
            )  # fmt: skip

    def take_away(self, draft_id: UUID, file: KeptFile) -> None:
        self._jobs.write(
            lambda: self._files.drop(draft_id, file.path), lambda files: self._came(draft_id, files), self.refused.emit
        )  # fmt: skip

    def forget(self, draft_id: UUID) -> None:
        """The draft was given up."""
        self._jobs.write(lambda: self._files.forget(draft_id), lambda _: None, self.refused.emit)

    def save_as(self, file: FileRow | KeptFile) -> None:
        """A copy where the officer wants it."""
        ending = Path(file.name).suffix or ".bin"
        target = ask_target(self._window, words.say("intake.save_file"), file.name, f"{ending[1:]} (*{ending})")
        if target is not None:
            self.save_to(file, target)

    def save_to(self, file: FileRow | KeptFile, target: Path) -> None:
        if isinstance(file, FileRow):
            self._jobs.run(lambda: self._files.save_copy(file.digest, target), lambda _: self._stored(target), self._no)

    def _stored(self, target: Path) -> None:
        self.saved.emit(words.say("intake.file_saved", path=str(target)))

    def _no(self, error: Exception) -> None:
        self.refused.emit(error)

    def _added(self, name: str) -> None:
        self.saved.emit(words.say("intake.attached", name=name))
        self.changed.emit()

    def _kept(self, draft_id: UUID, name: str, files: list[KeptFile]) -> None:
        self.saved.emit(words.say("intake.attached", name=name))
        self._came(draft_id, files)

    def _came(self, draft_id: UUID, files: list[KeptFile]) -> None:
        self.kept.emit(draft_id, files)
        if self._of == draft_id:
            self.show(draft_id, files)

    def _show_thumbnails(self, subject: UUID, files: tuple[FileRow | KeptFile, ...]) -> None:
        edge = theme.current().px(THUMBNAIL)
        pictures = {at: file for at, file in enumerate(files) if _is_picture(file)}
        if pictures:
            self._jobs.run(
                lambda: thumbnails({at: self._path(file) for at, file in pictures.items()}, edge),
                lambda images: self._list.show_thumbnails(images) if self._of == subject else None,
                self.refused.emit,
            )

    def _path(self, file: FileRow | KeptFile) -> Path:
        return self._files.open_path(file.digest) if isinstance(file, FileRow) else file.path


def image_bytes(image: QImage) -> bytes:
    """A picture as PNG; on a worker. Refused("image_unreadable") where it is none."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if image.isNull() or not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise Refused("image_unreadable")
    return bytes(data.data())


def _bytes(source: Callable[[], bytes] | Path) -> bytes | Path:
    return source if isinstance(source, Path) else source()


def _is_picture(file: FileRow | KeptFile) -> bool:
    if isinstance(file, FileRow):
        return file.is_image
    return Path(file.name).suffix.lower() in {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"}
