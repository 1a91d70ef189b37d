"""Make the files of the bundled example anew: ``python -m data.example.make_example``."""

import json
from pathlib import Path

from data.example.boxes import BoxMaker, make_titles
from data.example.dice import Dice
from data.example.fleet import VANS, make_workers
from data.example.past_stays import make_past_stays
from data.example.pins import QUARTER, make_pins
from data.example.places import PlaceMaker
from data.example.roads import make_roads
from data.example.services import MARKETS, ServiceMaker
from data.example.tables import HERE, read_tables
from vongsach.network import Network
from vongsach.workbook import write_workbook

SEED = 2027
NAME = "Tam Đường (dữ liệu mẫu)"
LAI_CHAU = "12"
"""Code of the province."""

WORKBOOK = "mang-luoi.xlsx"
DOCUMENT = "network.json"


def make_network(seed: int = SEED) -> Network:
    """Return the network of the example; the same seed gives the same network anywhere."""
    dice = Dice(seed)
    tables = read_tables()
    places = PlaceMaker(tables, dice).places()
    services = ServiceMaker(tables, places, dice).services()
    titles = make_titles(dice)
    boxes = BoxMaker(places, services, dice).boxes(titles)
    return Network(
        name=NAME,
        province_code=LAI_CHAU,
        places=places,
        services=services,
        boxes=boxes,
        titles=titles,
        vans=VANS,
        workers=make_workers(),
        closures=tables.closures,
        markets=MARKETS,
        pins=make_pins(boxes, places),
        past_stays=make_past_stays(boxes, places, services, dice),
        road_legs=make_roads(tables, places),
    )


def document(network: Network) -> str:
    """Return a network as JSON, one line for each thing, defaults left out."""
    content = network.model_dump(mode="json", exclude_defaults=True)
    return "{\n" + ",\n".join(_entry(key, value) for key, value in content.items()) + "\n}\n"


def write_example(folder: Path) -> None:
    """Write the document and the workbook into a folder."""
    network = make_network()
    (folder / DOCUMENT).write_text(document(network), encoding="utf-8", newline="\n")
    write_workbook(network, QUARTER, folder / WORKBOOK)


def _entry(key: str, value: object) -> str:
    if not isinstance(value, list):
        return f"{_json(key)}: {_json(value)}"
    return f"{_json(key)}: [\n" + ",\n".join(_json(item) for item in value) + "\n]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    write_example(HERE)
