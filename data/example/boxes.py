"""Make the boxes and the titles, and decide where each box stands on the first morning."""

import datetime as dt

from data.example.dice import Dice
from data.example.places import DEPOT
from data.example.services import RHYTHMS
from vongsach.boxes import Box, BoxState, Copies, DaySpan, Title
from vongsach.objective import fit_percent
from vongsach.places import AudienceGroup, Place, PlaceKind, Service, ServiceKind
from vongsach.units import BoxId, Given, Grams, PlaceId, TitleId

CHILDREN, TEENAGERS, ADULTS = AudienceGroup
LANGUAGE_NAMES = {"hmn": "Mông", "ium": "Dao", "tai": "Thái"}


class Profile(Given):
    """A kind of box: its theme, its parts in percent, and how many there are."""

    theme: str
    parts: tuple[tuple[AudienceGroup, str, int], ...]
    count: int


def _bilingual(group: AudienceGroup, language: str, count: int) -> Profile:
    whom = "Thiếu nhi" if group is CHILDREN else "Đời sống"
    theme = f"{whom} song ngữ Việt – {LANGUAGE_NAMES[language]}"
    return Profile(theme=theme, parts=((group, "vi", 55), (group, language, 45)), count=count)


PROFILES = (
    Profile(theme="Truyện và tranh thiếu nhi", parts=((CHILDREN, "vi", 100),), count=18),
    _bilingual(CHILDREN, "hmn", 8),
    _bilingual(CHILDREN, "ium", 5),
    _bilingual(CHILDREN, "tai", 5),
    Profile(theme="Khoa học vui", parts=((CHILDREN, "vi", 60), (TEENAGERS, "vi", 40)), count=12),
    Profile(theme="Thanh thiếu niên", parts=((TEENAGERS, "vi", 100),), count=12),
    Profile(theme="Nông nghiệp, pháp luật, sức khỏe", parts=((ADULTS, "vi", 100),), count=12),
    Profile(
        theme="Tủ sách gia đình",
        parts=((CHILDREN, "vi", 40), (TEENAGERS, "vi", 20), (ADULTS, "vi", 40)),
        count=12,
    ),
    _bilingual(ADULTS, "hmn", 3),
    _bilingual(ADULTS, "tai", 3),
)
"""Bilingual copies are counted under the language beside Vietnamese; a box of them holds
Vietnamese copies too."""

GRAMS_PER_COPY = 300
LARGE_SHELF = 4
FIT_FLOOR = 30
"""Boxes stand at the start where they fit a little better than the rules ask for."""

EMPTY_AT_START = ("TS-02", "TS-12", "TS-24", "TR-18", "TR-34")
SIX_WEEKS, NINE_WEEKS = dt.timedelta(days=42), dt.timedelta(days=63)

IN_REPAIR = BoxId("T-13")
NEEDS_CHECK = ("T-05", "T-27", "T-48", "T-66", "T-81")
NEVER_MOBILE = ("T-02", "T-44")
COUNTED = {BoxId("T-31"): DaySpan(first_day=dt.date(2027, 1, 11), last_day=dt.date(2027, 1, 15))}
RESTRICTED_TITLE = TitleId("NĐ-23")
SCARCE_TITLE = TitleId("NĐ-24")
RESTRICTED_BOX = BoxId("T-40")
SCARCE_BOX = BoxId("T-67")
ALWAYS_AT_DEPOT = (IN_REPAIR, RESTRICTED_BOX, SCARCE_BOX)


def make_titles(dice: Dice) -> tuple[Title, ...]:
    """Return two dozen made-up titles with 3 to 5 copies; one is restricted, one too scarce."""
    stock = {SCARCE_TITLE: 2, RESTRICTED_TITLE: 3}
    names = [TitleId(f"NĐ-{number:02}") for number in range(1, 25)]
    return tuple(
        Title(
            id=name,
            name=f"Nhan đề mẫu {name[-2:]}",
            stock=stock.get(name) or dice.between(3, 5),
            restricted=name == RESTRICTED_TITLE,
        )
        for name in names
    )


class BoxMaker:
    """Makes the boxes and stands them on the shelves, with few left at the depot."""

    def __init__(
        self, places: tuple[Place, ...], services: tuple[Service, ...], dice: Dice
    ) -> None:
        """Take the places, the services and the dice."""
        self._dice = dice
        self._places = {place.id: place for place in places}
        self._services = services

    def boxes(self, titles: tuple[Title, ...]) -> tuple[Box, ...]:
        """Return the boxes in the order of their labels, each where it stands."""
        boxes = self._filled(titles)
        standing = self._standing(boxes)
        return tuple(
            box.model_copy(
                update={"stands_at": standing[box.id][0], "since": standing[box.id][1]}
                if box.id in standing
                else {"since": self._depot_day()}
            )
            for box in boxes
        )

    def _filled(self, titles: tuple[Title, ...]) -> list[Box]:
        profiles = self._dice.shuffled(
            profile for profile in PROFILES for _ in range(profile.count)
        )
        return [
            self._box(BoxId(f"T-{number:02}"), profile, titles)
            for number, profile in enumerate(profiles, start=1)
        ]

    def _box(self, name: BoxId, profile: Profile, titles: tuple[Title, ...]) -> Box:
        total = self._dice.between(40, 50)
        counts = [total * percent // 100 for _, _, percent in profile.parts]
        counts[0] += total - sum(counts)
        return Box(
            id=name,
            theme=profile.theme,
            copies=tuple(
                Copies(group=group, language=language, count=count)
                for (group, language, _), count in zip(profile.parts, counts, strict=True)
            ),
            weight=Grams(total * GRAMS_PER_COPY + self._dice.between(0, 6) * 500),
            titles=self._titles_of(name, titles),
            stands_at=DEPOT,
            since=dt.date(2026, 12, 1),
            state=_state(name),
            unavailable=(COUNTED[name],) if name in COUNTED else (),
            mobile_allowed=name not in NEVER_MOBILE,
            synthetic=True,
        )

    def _titles_of(self, name: BoxId, titles: tuple[Title, ...]) -> tuple[TitleId, ...]:
        special = {RESTRICTED_BOX: RESTRICTED_TITLE, SCARCE_BOX: SCARCE_TITLE}
        if name not in special and int(name[-2:]) % 9:
            return ()
        usual = [title.id for title in titles[:-2]]
        picked = sorted(self._dice.shuffled(usual)[:3])
        return (*picked, special[name]) if name in special else tuple(picked)

    def _standing(self, boxes: list[Box]) -> dict[BoxId, tuple[PlaceId, dt.date]]:
        free = {box.id: box for box in boxes if box.id not in ALWAYS_AT_DEPOT}
        standing: dict[BoxId, tuple[PlaceId, dt.date]] = {}
        for place, days in self._slots():
            for day in days:
                box = self._best(list(free.values()), place)
                del free[box.id]
                standing[box.id] = (place.id, day)
        return standing

    def _slots(self) -> list[tuple[Place, list[dt.date]]]:
        """Return the shelves that are filled, the most particular readers first."""
        rotating = [
            (self._places[service.place], service)
            for service in self._services
            if service.kind is not ServiceKind.MOBILE and service.place not in EMPTY_AT_START
        ]
        return sorted(
            ((place, self._since(place, service)) for place, service in rotating),
            key=lambda slot: (slot[0].kind is not PlaceKind.SCHOOL, len(slot[0].audiences)),
        )

    def _since(self, place: Place, service: Service) -> list[dt.date]:
        """Return the day on which each box of a shelf came: with the last visits."""
        last = service.last_visit or RHYTHMS["R1"].last[0]
        if place.kind is not PlaceKind.COMMUNE_LIBRARY:
            return [last]
        days = [last, last - SIX_WEEKS]
        return [*days, last - NINE_WEEKS] if place.shelf >= LARGE_SHELF else days

    def _best(self, free: list[Box], place: Place) -> Box:
        """Return one of the boxes that fit, drawn at random so that not all is perfect."""
        fitting = [box for box in free if fit_percent(box, place) >= FIT_FLOOR]
        return self._dice.one_of(fitting or _by_fit(free, place)[:1])

    def _depot_day(self) -> dt.date:
        return dt.date(2026, 12, 1) + dt.timedelta(days=self._dice.between(0, 20))


def _by_fit(boxes: list[Box], place: Place) -> list[Box]:
    return sorted(boxes, key=lambda box: (-fit_percent(box, place), box.id))


def _state(name: BoxId) -> BoxState:
    if name == IN_REPAIR:
        return BoxState.IN_REPAIR
    return BoxState.NEEDS_CHECK if name in NEEDS_CHECK else BoxState.READY
