"""Write the layers of a plan as a GeoPackage that opens styled in QGIS.

Written through GDAL by ``pyogrio.raw``, which needs no data frames; geometries are handed over
as well-known binary (OGC 06-103r4), styles as the table that QGIS looks for.
"""

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vongsach.exports.layers import Feature, Layer, layers_of
from vongsach.exports.source import Source
from vongsach.later import later
from vongsach.workspace import write_whole

write_layer: Callable[..., None] = later("pyogrio.raw", "write")
"""Loads a library of data frames beside, where there is one: a second that few commands need."""

_LITTLE_ENDIAN, _POINT, _LINE = 1, 1, 2
_WHOLE_NUMBERS: Final = {
    "visits", "missing", "trip", "stop", "stops", "metres", "seconds", "estimated",
}  # fmt: skip
_UNKNOWN = -1
_STYLES_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT,
  f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT,
  update_time DATETIME DEFAULT CURRENT_TIMESTAMP)
"""
_REGISTER = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, ?, ?)"
_STYLE = """
INSERT INTO layer_styles
  (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
   styleSLD, useAsDefault, description, owner)
VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '')
"""
_COLOURS: Final = {
    "diem": "31,120,180",
    "luot": "227,26,28",
    "chang": "120,120,120",
    "chuyen": "51,160,44",
}
_LABELLED: Final = ("diem",)
_QML = (
    '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM"><qgis version="3.22" '
    'styleCategories="Symbology|Labeling" labelsEnabled="{labelled}">'
    '<renderer-v2 type="singleSymbol"><symbols><symbol name="0" type="{symbol}" alpha="1">'
    '<layer class="{kind}" enabled="1">{options}</layer></symbol></symbols></renderer-v2>'
    "{labels}</qgis>"
)
_OPTION = '<prop k="{name}" v="{value}"/>'
_LABELS = (
    '<labeling type="simple"><settings><text-style fieldName="name" fontSize="9"/></settings>'
    "</labeling>"
)


def write_geopackage(source: Source, folder: Path) -> tuple[Path, ...]:
    """Write ``gis/plan.gpkg``."""
    path = folder / "gis" / "plan.gpkg"
    return (write_whole(path, lambda part: _write(layers_of(source), part)),)


def _write(layers: tuple[Layer, ...], path: Path) -> None:
    for number, layer in enumerate(layers):
        names = list(layer.features[0].facts) if layer.features else []
        columns = [_column(layer, name) for name in names]
        write_layer(
            path,
            np.array([_geometry(layer, one) for one in layer.features], dtype=object),
            [values for values, _ in columns],
            names,
            field_mask=[mask for _, mask in columns],
            layer=layer.name,
            driver="GPKG",
            geometry_type=layer.geometry,
            crs="EPSG:4326",
            append=number > 0,
        )
    _add_styles(layers, path)


def _column(
    layer: Layer, name: str
) -> tuple[NDArray[np.int64] | NDArray[np.object_], NDArray[np.bool_] | None]:
    values = [feature.facts[name] for feature in layer.features]
    if name not in _WHOLE_NUMBERS:
        return np.array(values, dtype=object), None
    numbers = [_UNKNOWN if value is None else int(value) for value in values]
    return np.array(numbers, dtype=np.int64), np.array([value is None for value in values])


def _geometry(layer: Layer, feature: Feature) -> bytes:
    flat = [number for point in feature.points for number in point]
    if layer.geometry == "Point":
        return struct.pack("<BI2d", _LITTLE_ENDIAN, _POINT, *flat)
    head = struct.pack("<BII", _LITTLE_ENDIAN, _LINE, len(feature.points))
    return head + struct.pack(f"<{len(flat)}d", *flat)


def _add_styles(layers: tuple[Layer, ...], path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_STYLES_TABLE)
        database.execute(_REGISTER, ("layer_styles", "attributes", "layer_styles"))
        for layer in layers:
            database.execute(_STYLE, (layer.name, layer.name, _style(layer)))


def _style(layer: Layer) -> str:
    colour = f"{_COLOURS[layer.name]},255"
    if layer.geometry == "Point":
        symbol, kind = "marker", "SimpleMarker"
        options = {"name": "circle", "color": colour, "size": "2.6", "size_unit": "MM"}
    else:
        symbol, kind = "line", "SimpleLine"
        options = {"line_color": colour, "line_width": "0.6", "line_width_unit": "MM"}
    return _QML.format(
        symbol=symbol,
        kind=kind,
        options="".join(_OPTION.format(name=key, value=value) for key, value in options.items()),
        labels=_LABELS if layer.name in _LABELLED else "",
        labelled=int(layer.name in _LABELLED),
    )
