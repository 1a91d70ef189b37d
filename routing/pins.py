"""Hold a board to the hard pins of places."""

from routing.board import Board
from routing.wants import Wanted
from vongsach.errors import NoPlanError

PIN_BROKEN = "pin_broken"


def pin_open(board: Board) -> bool:
    """Say whether a hard pin is not kept."""
    wanted = enumerate(board.desk.wanted)
    return any(
        one.pin is not None and one.pin.hard and board.open_want(number) for number, one in wanted
    )


def check_pins(board: Board) -> None:
    """Refuse a routing that breaks a hard pin.

    Raises
    ------
    NoPlanError
        With the place and the days of the first pin that cannot be kept.
    """
    for number, one in enumerate(board.desk.wanted):
        if one.pin is not None and one.pin.hard and board.open_want(number):
            raise NoPlanError(PIN_BROKEN, **_pin_facts(one))


def _pin_facts(one: Wanted) -> dict[str, str]:
    pin = one.pin
    if pin is None:
        return {}
    return {
        "place": str(pin.place),
        "first_day": pin.first_day.isoformat(),
        "last_day": pin.last_day.isoformat(),
        "van": pin.van or "",
    }
