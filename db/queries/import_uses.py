"""Reads of what stands on people and units of an import: taking it back would leave it without them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, or_, select

from db.models.contacts import ContactGroupMember
from db.models.people import Officer, Organisation, Post
from db.models.planning import DutyStaff, Leave
from db.models.plans import Plan


def leaned_on(connection: Connection, today: date) -> set[UUID]:
    """Persons in groups, with accounts, standing duty or on leave now or later, and units that own a plan."""
    asked = (
        select(ContactGroupMember.person_id).where(ContactGroupMember.removed_at.is_(None)),
        select(Officer.person_id).where(Officer.active),
        select(DutyStaff.person_id).where(or_(DutyStaff.valid_to.is_(None), DutyStaff.valid_to > today)),
        select(Leave.person_id).where(Leave.state.in_(("asked", "granted"))),
        select(Plan.organisation_id).where(Plan.active, Plan.organisation_id.is_not(None)),
    )
    return {key for one in asked for key in connection.execute(one).scalars() if key is not None}


def posts_kept(connection: Connection, posts: Iterable[UUID]) -> set[UUID]:
    """Those of these posts that are kept up, in units that are."""
    asked = (
        select(Post.id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(Post.retired_on.is_(None), Organisation.retired_on.is_(None))
    )
    return set(posts) & set(connection.execute(asked).scalars())
