"""List the words that columns choose from."""

from enum import StrEnum

from vongsach.actuals import Fate
from vongsach.boxes import BoxState
from vongsach.closures import ClosureKind, Scope
from vongsach.fleet import Role
from vongsach.places import Accuracy, AreaClass, PlaceKind, ServiceKind, VehicleClass
from vongsach.roads import RoadClass, Season, Surface
from vongsach.rules import Basis, Force
from vongsach.workbook.cells.choices import Words


def _of(name: str, members: type[StrEnum], *synonyms: tuple[str, str]) -> Words:
    return Words(name, tuple((member.value, member) for member in members), synonyms)


YES_NO = Words(
    "yes_no",
    (("yes", True), ("no", False)),
    (
        ("x", "yes"),
        ("1", "yes"),
        ("true", "yes"),
        ("đúng", "yes"),
        ("y", "yes"),
        ("c", "yes"),
        ("0", "no"),
        ("false", "no"),
        ("sai", "no"),
        ("n", "no"),
        ("k", "no"),
        ("ko", "no"),
    ),
)
PROMISE = Words(
    "promise",
    (("required", True), ("wished", False)),
    (("yes", "required"), ("có", "required"), ("no", "wished"), ("không", "wished")),
)
HOLD = Words(
    "hold",
    (("hard", True), ("soft", False)),
    (("yes", "hard"), ("có", "hard"), ("no", "soft"), ("không", "soft")),
)
PLACE_KIND = _of(
    "place_kind",
    PlaceKind,
    ("thư viện cơ sở xuất phát", "central_library"),
    ("thư viện huyện", "central_library"),
    ("thư viện tỉnh", "central_library"),
    ("TV xã", "commune_library"),
    ("bưu điện", "post_office"),
    ("BĐVHX", "post_office"),
    ("BĐ-VHX", "post_office"),
    ("bưu điện văn hóa xã", "post_office"),
    ("trường", "school"),
    ("điểm trường", "school"),
    ("tủ sách cộng đồng", "bookcase"),
    ("nhà văn hóa thôn", "community_centre"),
    ("nhà văn hóa bản", "community_centre"),
    ("điểm dừng", "village_stop"),
    ("đồn biên phòng", "border_post"),
    ("ngã ba", "junction"),
    ("ngã tư", "junction"),
)
VEHICLE_CLASS = _of(
    "vehicle_class",
    VehicleClass,
    ("xe lớn", "van"),
    ("xe ô tô", "van"),
    ("ô tô", "van"),
    ("xe nhỏ", "small_van"),
    ("ô tô con", "small_van"),
    ("mô tô", "motorbike"),
    ("thuyền", "boat"),
    ("xuồng", "boat"),
)
ACCURACY = _of("accuracy", Accuracy, ("ước tính", "estimate"))
AREA = _of(
    "area",
    AreaClass,
    ("1", "I"),
    ("2", "II"),
    ("3", "III"),
    ("khu vực I", "I"),
    ("khu vực II", "II"),
    ("khu vực III", "III"),
)
SERVICE_KIND = _of(
    "service_kind",
    ServiceKind,
    ("luân chuyển sách", "rotation"),
    ("xe lưu động", "mobile"),
    ("phục vụ lưu động", "mobile"),
)
BOX_STATE = _of("box_state", BoxState, ("tốt", "ready"), ("hỏng", "in_repair"))
ROLE = _of("role", Role, ("tài xế", "operator"), ("người điều khiển", "operator"))
CLOSURE_KIND = _of(
    "closure_kind",
    ClosureKind,
    ("lễ", "holiday"),
    ("tết", "holiday"),
    ("nghỉ tết", "holiday"),
    ("nghỉ hè", "school_holiday"),
    ("kỳ nghỉ của trường", "school_holiday"),
    ("lũ", "flood"),
    ("sạt lở", "road_cut"),
    ("sửa chữa", "maintenance"),
)
SCOPE = _of("scope", Scope, ("toàn bộ", "all"), ("mọi nơi", "all"), ("nhân viên", "worker"))
SEASON = _of("season", Season, ("quanh năm", "all_year"))
ROAD_KIND = Words(
    "road_kind",
    tuple((member.value, member) for member in (*RoadClass, *Surface)),
    (("quốc lộ", "primary"), ("đường tỉnh", "secondary"), ("đường huyện", "tertiary")),
)
FATE = _of(
    "fate",
    Fate,
    ("trao", "handed_in"),
    ("nhận", "taken_out"),
    ("thu về", "taken_out"),
    ("mất", "missing"),
    ("thiếu", "missing"),
    ("hư", "damaged"),
)
FORCE = _of("force", Force)
BASIS = _of("basis", Basis)

LISTS: tuple[Words, ...] = (
    PLACE_KIND,
    SERVICE_KIND,
    PROMISE,
    VEHICLE_CLASS,
    ACCURACY,
    AREA,
    BOX_STATE,
    ROLE,
    CLOSURE_KIND,
    SCOPE,
    SEASON,
    HOLD,
    YES_NO,
    FORCE,
    BASIS,
    ROAD_KIND,
)
"""Every list of the sheet of lists, in its order."""

RECORD_LISTS: tuple[Words, ...] = (FATE,)
"""Lists of the workbook in which crews record what happened."""
