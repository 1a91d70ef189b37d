"""Hold the decision variables of a rotation, by what they mean.

The event network: a box waits at a place from one visit to a later one (``stays``), rides on the
segments of a voyage between its visits (``aboard``) and waits in a depot between voyages
(``waiting``). What happens at a visit follows from the stays that begin and end there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from rotation.breaches import price_of_a_breach
from rotation.candidates import Candidates, StayOption
from rotation.events import Visit, Voyage
from rotation.itineraries import rests_of, rides_of
from vongsach.units import BoxId, PlaceId

Var = cp_model.IntVar
Moment = tuple[BoxId, int]
"""A box and the index of a visit or of a voyage."""
Segment = tuple[BoxId, int, int]
"""A box, the index of a voyage and the number of the segment."""


@dataclass(frozen=True, slots=True)
class Breach:
    """How far a rule is broken that cannot be kept always, or a wish is not met."""

    amount: Var
    price: int
    """In đồng for each unit."""
    soft: bool = False
    """A wish: the amount is 0 or 1, and a rotation that does not meet it is a good one still."""


@dataclass(slots=True)
class RotationModel:
    """The CP-SAT program and what its variables mean."""

    program: cp_model.CpModel
    candidates: Candidates
    breach_price: int
    """Above all reader value, in đồng: no rule is broken for the sake of readers."""
    stays: list[Var] = field(default_factory=list)
    """1: the stay of the same index among the candidates is chosen."""
    aboard: dict[Segment, Var] = field(default_factory=dict)
    """1: the box rides on the segment; missing where it never can."""
    waiting: dict[Moment, Var] = field(default_factory=dict)
    """1: the box is left in the depot when the voyage leaves from there, although it could ride."""
    stays_at: dict[PlaceId, list[tuple[StayOption, Var]]] = field(default_factory=dict)
    """Candidate stays of each place with their variables."""
    breaches: list[Breach] = field(default_factory=list)
    losses: list[Var] = field(default_factory=list)
    """Reader value that stays lose to one another, in đồng."""
    handed_in: dict[Moment, list[Var]] = field(default_factory=dict)
    """Stays of a box that begin at a visit."""
    taken_out: dict[Moment, list[Var]] = field(default_factory=dict)
    """Stays of a box that end at a visit."""

    def handed_in_at(self, box: BoxId, visits: Iterable[int]) -> list[Var]:
        """Return the stays of a box that begin at one of the visits."""
        return [stay for visit in visits for stay in self.handed_in.get((box, visit), ())]

    def taken_out_at(self, box: BoxId, visits: Iterable[int]) -> list[Var]:
        """Return the stays of a box that end at one of the visits."""
        return [stay for visit in visits for stay in self.taken_out.get((box, visit), ())]

    def on_shelf_after(self, visit: Visit) -> list[Var]:
        """Return the stays at the place of a visit that last beyond it."""
        return [
            stay
            for option, stay in self.stays_at.get(visit.place, ())
            if (option.begins is None or option.begins <= visit.index)
            and (option.ends is None or option.ends > visit.index)
        ]

    def chosen_from(self) -> Iterable[tuple[StayOption, Var]]:
        """Return every candidate stay with its variable."""
        return zip(self.candidates.stays, self.stays, strict=True)


def new_model(candidates: Candidates) -> RotationModel:
    """Return the variables of a rotation, without a constraint."""
    model = RotationModel(
        program=cp_model.CpModel(),
        candidates=candidates,
        breach_price=price_of_a_breach(candidates),
    )
    for option in candidates.stays:
        stay = model.program.new_bool_var(_name_of_stay(option))
        model.stays.append(stay)
        model.stays_at.setdefault(option.place, []).append((option, stay))
        if option.begins is not None:
            model.handed_in.setdefault((option.box, option.begins), []).append(stay)
        if option.ends is not None:
            model.taken_out.setdefault((option.box, option.ends), []).append(stay)
    for voyage in candidates.events.voyages:
        for box in candidates.boxes:
            _add_rides(model, voyage, box)
    return model


def add_hint(model: RotationModel, chosen: Iterable[StayOption]) -> None:
    """Tell the solver to begin with the chosen stays, and what follows from them."""
    kept = set(chosen)
    for option, stay in model.chosen_from():
        model.program.add_hint(stay, option in kept)
    ridden = {
        (ride.box, ride.voyage, segment)
        for ride in rides_of(model.candidates, kept)
        for segment in range(ride.first, ride.last + 1)
    }
    for key, var in model.aboard.items():
        model.program.add_hint(var, key in ridden)
    voyages = model.candidates.events.voyages
    waited = {
        (rest.box, voyage.index)
        for rest in rests_of(model.candidates, kept)
        for voyage in voyages
        if voyage.depot == rest.depot
        and rest.since <= voyage.leaves
        and (rest.voyage is None or voyage.index < rest.voyage)
    }
    for moment, var in model.waiting.items():
        model.program.add_hint(var, moment in waited)


def _add_rides(model: RotationModel, voyage: Voyage, box: BoxId) -> None:
    """Add the segments of a voyage on which a box may ride, and its waiting for the voyage."""
    comes_in = [(box, visit) in model.handed_in for visit in voyage.visits]
    goes_out = [(box, visit) in model.taken_out for visit in voyage.visits]
    if not any(comes_in) and not any(goes_out):
        return
    events, candidates = model.candidates.events, model.candidates
    loadable = any(comes_in) and candidates.may_move(box, voyage.first_day, voyage.first_day)
    for segment in range(len(voyage.visits) + 1):
        outward = loadable and any(comes_in[segment:])
        onward = any(goes_out[:segment])
        if (outward or onward) and candidates.may_move(box, *events.segment_days(voyage, segment)):
            name = f"aboard:{box}:{voyage.trip}:{segment}"
            model.aboard[box, voyage.index, segment] = model.program.new_bool_var(name)
    if (box, voyage.index, 0) in model.aboard:
        name = f"waiting:{box}:{voyage.trip}"
        model.waiting[box, voyage.index] = model.program.new_bool_var(name)


def _name_of_stay(option: StayOption) -> str:
    begins = "before" if option.begins is None else option.begins
    ends = "after" if option.ends is None else option.ends
    return f"stay:{option.box}:{option.place}:{begins}:{ends}"
