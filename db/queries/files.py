"""Reads of files joined to records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, literal_column, select

from console.domain.files import FileRow
from db.models.inbound import Attachment
from db.models.outbound import AttachmentLink


def of(connection: Connection, subject_id: UUID) -> list[FileRow]:
    """In the order they came."""
    found = connection.execute(
        select(AttachmentLink.__table__, Attachment.media_type, Attachment.size)
        .join_from(AttachmentLink, Attachment, AttachmentLink.digest == Attachment.digest)
        .where(AttachmentLink.subject_id == subject_id)
        .order_by(AttachmentLink.at, literal_column("attachment_link.rowid"))
    ).mappings()
    return [_row(row) for row in found]


def linked(connection: Connection, digest: bytes, subject_id: UUID) -> bool:
    """Whether that content belongs to that record already."""
    wanted = select(AttachmentLink.id).where(
        AttachmentLink.digest == digest, AttachmentLink.subject_id == subject_id
    )  # fmt: skip
    return connection.execute(wanted).first() is not None


def _row(row: Any) -> FileRow:
    return FileRow(
        bytes(row["digest"]), row["name"], row["media_type"], row["size"], row["subject_kind"], row["subject_id"],
        row["at"], row["by_name"],
    )  # fmt: skip
