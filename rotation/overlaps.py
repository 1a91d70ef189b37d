"""Count titles against freshness that another box of this quarter brought to the place before.

What stood there before the quarter is in the value of each stay already. What two stays of the
quarter share depends on both: the later one loses what the earlier one has shown. Of several
earlier boxes the one that takes most counts, so that the loss is never overstated and the bound
stays a bound; the plan's own sum counts them all.
"""

from collections.abc import Iterator
from itertools import permutations

from rotation.candidates import StayOption, value_with
from rotation.events import Visit
from rotation.model import RotationModel, Var
from vongsach.objective import Showing
from vongsach.units import BoxId


def repeated_titles_count(model: RotationModel) -> None:
    """Price every stay that repeats titles which another stay of the quarter began with."""
    sharing = list(_sharing(model))
    if not sharing:
        return
    losses: dict[tuple[BoxId, int], Var] = {}
    for visit in model.candidates.events.visits:
        for early, late in sharing:
            _price_repeat(model, (early, late), visit, losses)
    model.losses.extend(losses.values())


def _sharing(model: RotationModel) -> Iterator[tuple[BoxId, BoxId]]:
    titled = [box for box in model.candidates.boxes.values() if box.titles]
    for early, late in permutations(titled, 2):
        if set(early.titles) & set(late.titles):
            yield early.id, late.id


def _price_repeat(
    model: RotationModel,
    boxes: tuple[BoxId, BoxId],
    visit: Visit,
    losses: dict[tuple[BoxId, int], Var],
) -> None:
    """Let the stays of a box from a visit lose what another box, handed in before, has shown."""
    (early, late), place = boxes, visit.place
    rest = model.candidates.rules.rest.value
    visits = model.candidates.events.visits_at[place]
    shown_at = [
        other
        for other in visits
        if (other.day, early) < (visit.day, late) and (visit.day - other.day).days < rest
    ]
    began = model.handed_in_at(early, (other.index for other in shown_at))
    stays = [
        (option, stay)
        for option, stay in model.stays_at.get(place, ())
        if option.box == late and option.begins == visit.index
    ]
    if not began or not stays:
        return
    first = min(other.day for other in shown_at)
    titles = frozenset(model.candidates.boxes[early].titles)
    showing = Showing(early, titles, first, visit.day)
    lost = [(_loss(model, option, showing), stay) for option, stay in stays]
    most = max(loss for loss, _ in lost)
    if most <= 0:
        return
    key = late, visit.index
    if key not in losses:
        losses[key] = model.program.new_int_var(
            0, max(option.value for option, _ in stays), f"repeated:{late}:{visit.index}"
        )
    repeated = sum(loss * stay for loss, stay in lost)
    model.program.add(losses[key] >= repeated - most + most * sum(began))


def _loss(model: RotationModel, option: StayOption, showing: Showing) -> int:
    return option.value - value_with(model.candidates, option, showing)
