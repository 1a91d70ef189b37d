"""Make the places: the real ones as they are, and made-up ones around them."""

from data.example.dice import Dice
from data.example.ground import location, metres_apart
from data.example.readers import READERS, audiences
from data.example.tables import Access, Area, RealPlace, School, Tables, Village
from vongsach.places import Accuracy, AreaClass, Location, Place, PlaceKind, VehicleClass
from vongsach.units import PlaceId

DEPOT = PlaceId("KHO")
TOWN = PlaceId("TAM_DUONG_TOWN")
POST_OFFICES = ("BINH_LU", "GIANG_MA", "BAN_BO")
NIGHT_STOPS = ("KHUN_HA", "NUNG_NANG", "THEN_SIN")
LARGE_LIBRARIES = ("BINH_LU", "GIANG_MA", "KHUN_HA", "BAN_BO", "BAN_GIANG", "THEN_SIN")

SCHOOL_NAMES = {
    "DT": "Điểm trường",
    "TH": "Trường Tiểu học",
    "PTDTBT": "Trường PTDTBT Tiểu học",
    "THCS": "Trường THCS",
    "PTDTNT": "Trường PTDTNT THCS",
    "THPT": "Trường THPT",
}
MARKET_NOTE = "Đỗ xe ở rìa chợ, không chắn lối vào; có điện của ban quản lý chợ"
SCHOOL_NOTES = (
    "Đỗ xe trong sân trường; có điện lưới",
    "Cổng thấp, đỗ xe ngoài cổng; có điện lưới",
    "Đỗ xe ở sân bóng cạnh trường; mang theo dây điện dài",
)
VILLAGE_NOTES = (
    "Đỗ xe ở sân nhà văn hóa; có điện lưới",
    "Đỗ xe ở bãi đất đầu bản; mang theo máy phát điện",
    "Đường vào hẹp, chỗ quay đầu ở cuối bản; có điện lưới",
)
ON_WHEELS = (VehicleClass.VAN, VehicleClass.SMALL_VAN, VehicleClass.MOTORBIKE)
REACH: dict[Access, tuple[VehicleClass, ...]] = {
    Access.NO_VAN: (VehicleClass.SMALL_VAN, VehicleClass.MOTORBIKE),
    Access.MOTORBIKE: (VehicleClass.MOTORBIKE,),
    Access.BOAT: (VehicleClass.BOAT,),
}
_PRIORITY = {AreaClass.I: 40, AreaClass.II: 55, AreaClass.III: 70}
_REMOTE_BONUS = 20
_FROM_REAL_PLACES_M = 600
_BETWEEN_VILLAGES_M = 450
_BETWEEN_PLACES_M = 80


class PlaceMaker:
    """Makes places one after another, and remembers where villages lie."""

    def __init__(self, tables: Tables, dice: Dice) -> None:
        """Take the tables and the dice."""
        self._dice = dice
        self._tables = tables
        self._areas = {area.centre: area for area in tables.areas}
        self._real = {real.place: real for real in tables.real_places}
        self._villages: dict[PlaceId, Place] = {}
        self._taken = [self._point(real) for real in self._real]
        self._access = {village.place: village.access for village in tables.villages}

    def places(self) -> tuple[Place, ...]:
        """Return every place: real ones, depot, libraries, post offices, villages, schools."""
        stops = {row.place: row for row in self._tables.villages if row.place in self._real}
        real = [self._real_place(row, stops.get(row.place)) for row in self._tables.real_places]
        rural = [area for area in self._tables.areas if area.centre != TOWN]
        libraries = [self._library(area, n) for n, area in enumerate(rural, start=1)]
        offices = [
            self._post_office(self._areas[PlaceId(centre)], n)
            for n, centre in enumerate(POST_OFFICES, start=1)
        ]
        villages = [self._village(row) for row in self._tables.villages if row.place not in stops]
        schools = [self._school(row) for row in self._tables.schools]
        return (*real, self._depot(), *libraries, *offices, *villages, *schools)

    def _real_place(self, real: RealPlace, stop: Village | None) -> Place:
        place = Place(
            id=real.place,
            name=real.name,
            kind=PlaceKind.JUNCTION,
            location=Location(lat=real.lat, lon=real.lon),
            accuracy=Accuracy.MAP if real.confidence == "medium" else Accuracy.ESTIMATE,
            commune_code=real.commune_code,
            commune=real.commune,
            old_commune=real.old_commune,
            reachable_by=ON_WHEELS,
        )
        if stop is None:
            return place
        area = self._areas[stop.centre]
        served = {
            "kind": PlaceKind.VILLAGE_STOP,
            "audiences": audiences(stop.kind, area),
            "readers": self._dice.between(*READERS[stop.kind]),
            "priority": _priority(area, remote=stop.remote),
            "remote": stop.remote,
            "access_note": MARKET_NOTE if stop.kind == "market" else VILLAGE_NOTES[0],
        }
        return place.model_copy(update=served)

    def _depot(self) -> Place:
        area = self._areas[TOWN]
        return self._place(
            DEPOT,
            area,
            name="Thư viện trung tâm Tam Đường (thư viện huyện cũ)",
            kind=PlaceKind.CENTRAL_LIBRARY,
            location=self._near(self._point(TOWN), 0.003, area),
            area=area.area_class,
        )

    def _library(self, area: Area, number: int) -> Place:
        large = area.centre in LARGE_LIBRARIES
        return self._place(
            PlaceId(f"TV-{number:02}"),
            area,
            name=f"Thư viện {area.short_name} (mẫu)",
            kind=PlaceKind.COMMUNE_LIBRARY,
            location=self._near(self._point(area.centre), 0.003, area),
            shelf=self._dice.between(4, 5) if large else self._dice.between(3, 4),
            night_stop=area.centre in NIGHT_STOPS,
            access_note="Đỗ xe trước trụ sở; có điện lưới",
            **self._read_by("library", area),
        )

    def _post_office(self, area: Area, number: int) -> Place:
        return self._place(
            PlaceId(f"BD-{number:02}"),
            area,
            name=f"Điểm BĐ-VHX {area.short_name} (mẫu)",
            kind=PlaceKind.POST_OFFICE,
            location=self._near(self._point(area.centre), 0.003, area),
            shelf=2,
            access_note="Đỗ xe sát lề; có điện lưới",
            **self._read_by("post_office", area),
        )

    def _village(self, row: Village) -> Place:
        area = self._areas[row.centre]
        bookcase = row.kind == "bookcase"
        note = MARKET_NOTE if row.kind == "market" else self._dice.one_of(VILLAGE_NOTES)
        place = self._place(
            row.place,
            area,
            name=f"Tủ sách nhà văn hóa {row.name}" if bookcase else row.name,
            kind=PlaceKind.BOOKCASE if bookcase else PlaceKind.VILLAGE_STOP,
            location=self._village_point(area),
            shelf=self._dice.between(1, 2) if bookcase else 0,
            remote=row.remote,
            access_note=note,
            **self._reached(row.access),
            **self._read_by(row.kind, area, remote=row.remote),
        )
        self._villages[place.id] = place
        return place

    def _school(self, row: School) -> Place:
        area = self._areas[row.centre]
        village = self._villages.get(PlaceId(row.village))
        if village is None:
            where, near, reached = area.short_name, self._point(area.centre), {}
        else:
            where = village.name.removeprefix("Tủ sách nhà văn hóa ")
            near, reached = village.location, self._reached(self._access[village.id])
        remote = village is not None and village.remote
        return self._place(
            row.place,
            area,
            name=f"{SCHOOL_NAMES[row.level]} {where} (mẫu)",
            kind=PlaceKind.SCHOOL,
            location=self._near(near, 0.0015 if village else 0.005, area),
            shelf=0 if row.codes[0] in "MD" else 2,
            remote=remote,
            access_note=self._dice.one_of(SCHOOL_NOTES),
            **reached,
            **self._read_by(row.level, area, remote=remote),
        )

    def _place(self, code: PlaceId, area: Area, /, **fields: object) -> Place:
        real = self._real[area.centre]
        keeper = {"contact": f"Người phụ trách {code}", "phone": "0000 000 000"}
        where = {"commune_code": real.commune_code, "commune": real.commune}
        return Place.model_validate(
            {"id": code, "accuracy": Accuracy.ESTIMATE, "old_commune": real.old_commune}
            | {"synthetic": True, "reachable_by": ON_WHEELS}
            | keeper
            | where
            | fields
        )

    def _read_by(self, use: str, area: Area, *, remote: bool = False) -> dict[str, object]:
        return {
            "audiences": audiences(use, area),
            "readers": self._dice.between(*READERS[use]),
            "area": area.area_class,
            "priority": _priority(area, remote=remote),
        }

    def _reached(self, access: Access) -> dict[str, object]:
        return {"reachable_by": REACH[access]} if access in REACH else {}

    def _point(self, centre: PlaceId) -> Location:
        return Location(lat=self._real[centre].lat, lon=self._real[centre].lon)

    def _near(self, point: Location, degrees: float, area: Area) -> Location:
        while True:
            found = location(
                self._dice.spread(
                    max(area.south, point.lat - degrees), min(area.north, point.lat + degrees)
                ),
                self._dice.spread(
                    max(area.west, point.lon - degrees), min(area.east, point.lon + degrees)
                ),
            )
            if all(metres_apart(found, taken) >= _BETWEEN_PLACES_M for taken in self._taken):
                self._taken.append(found)
                return found

    def _village_point(self, area: Area) -> Location:
        while True:
            point = location(
                self._dice.spread(area.south, area.north), self._dice.spread(area.west, area.east)
            )
            if self._is_free(point):
                self._taken.append(point)
                return point

    def _is_free(self, point: Location) -> bool:
        return all(
            metres_apart(point, self._point(real)) >= _FROM_REAL_PLACES_M for real in self._real
        ) and all(
            metres_apart(point, village.location) >= _BETWEEN_VILLAGES_M
            for village in self._villages.values()
        )


def _priority(area: Area, *, remote: bool) -> int:
    return _PRIORITY[area.area_class] + (_REMOTE_BONUS if remote else 0)
