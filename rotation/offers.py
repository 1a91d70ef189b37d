"""Answer whether a single stay is allowed, without listing all that are."""

import datetime as dt

from rotation.candidates import Candidates, StayOption, Worth
from vongsach.units import BoxId, PlaceId

Key = tuple[BoxId, PlaceId, int | None, int | None]
"""Box, place, visit of arrival and visit of departure."""


class Offers:
    """The stays that the rules of one box at one place allow, looked up one by one.

    Where candidates list their stays, no other is offered.
    """

    def __init__(self, candidates: Candidates) -> None:
        self._all = candidates
        self._worth: dict[tuple[BoxId, PlaceId], Worth] = {}
        self._found: dict[Key, StayOption | None] = {
            (stay.box, stay.place, stay.begins, stay.ends): stay for stay in candidates.stays
        }
        self._listed = bool(candidates.stays)

    def find(
        self, box: BoxId, place: PlaceId, begins: int | None, ends: int | None
    ) -> StayOption | None:
        """Return a stay, or ``None`` where it is not allowed."""
        key = box, place, begins, ends
        if key not in self._found and not self._listed:
            self._found[key] = self._look(*key)
        return self._found.get(key)

    def stay(self, box: BoxId, place: PlaceId, begins: int | None, ends: int | None) -> StayOption:
        """Return a stay that is known to be allowed.

        Raises
        ------
        LookupError
            It is not: our fault.
        """
        found = self.find(box, place, begins, ends)
        if found is None:
            msg = f"box {box!r} may not stay at {place!r} from {begins} to {ends}"
            raise LookupError(msg)
        return found

    def _look(
        self, box: BoxId, place: PlaceId, begins: int | None, ends: int | None
    ) -> StayOption | None:
        visits, offered = self._all.events.visits, self._all.boxes[box]
        worth = self._worth.get((box, place))
        if worth is None:
            worth = self._worth[box, place] = Worth(self._all, offered, self._all.places[place])
        first, last = (None if end is None else visits[end] for end in (begins, ends))
        moves = all(
            self._all.may_move(box, visit.day, visit.day) for visit in (first, last) if visit
        )
        if not moves or (last and not worth.long_enough(first, last)):
            return None
        stay = worth.stay(first, last)
        if first is None:
            return stay if offered.stands_at == place else None
        left = self._all.left.get((box, place), dt.date.min)
        rested = (first.day - left).days >= self._all.rules.rest.value
        lent = not self._all.still.intersection(offered.titles)
        return stay if rested and lent and worth.welcome() and not stay.days_over else None
