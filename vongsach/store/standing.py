"""State how far a plan has come: draft, approved, published."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How binding a plan is; the values name the folders of versions."""

    DRAFT = "nhap"
    APPROVED = "duyet"
    """The head of the library has approved it (Thông tư 05/2022/TT-BVHTTDL, Art. 11.1.a)."""
    PUBLISHED = "congbo"
    """It hangs on doors: changed only by a new version that says what changed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of a plan, and who gave it."""

    status: Status = Status.DRAFT
    approver: str = ""
    approved_on: dt.date | None = None
    published_on: dt.date | None = None

    @property
    def final(self) -> bool:
        """Say whether paper made from the plan is for use, not for review."""
        return self.status is Status.PUBLISHED


DRAFT = Standing()
