"""What a proposal is made of: the task for the solver, and the candidates it was made of, for the explanation."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from console.domain.candidates import AgreementCandidate, StoreCandidate, TeamCandidate
from console.domain.needs import NeedRow
from console.services.dispatch_ground import DispatchGround
from db.queries import dispatch as query


@dataclass(slots=True)
class Gathered:
    """The task for the solver with the candidates it was made of, for the explanation."""

    ground: DispatchGround
    needs: list[NeedRow]
    teams: dict[tuple[UUID, UUID], TeamCandidate] = field(default_factory=dict)
    stores: dict[tuple[UUID, UUID], StoreCandidate] = field(default_factory=dict)
    elsewhere: dict[tuple[UUID, UUID], int] = field(default_factory=dict)
    wanted: dict[UUID, list[tuple[int, str]]] = field(default_factory=dict)
    carried: frozenset[UUID] = frozenset()
    items: dict[UUID, query.Goods] = field(default_factory=dict)
    agreements: dict[UUID, list[AgreementCandidate]] = field(default_factory=dict)
