"""Write the layers of a plan as GeoJSON (RFC 7946)."""

import json
from pathlib import Path

from vongsach.exports.layers import Feature, Layer, layers_of
from vongsach.exports.source import Source
from vongsach.output.writing import write_whole


def write_geojson(source: Source, folder: Path) -> tuple[Path, ...]:
    """Write ``gis/NAME.geojson``, one file for each layer."""
    return tuple(
        write_whole(folder / "gis" / f"{layer.name}.geojson", _collection(layer))
        for layer in layers_of(source)
    )


def _collection(layer: Layer) -> bytes:
    document = {
        "type": "FeatureCollection",
        "name": layer.name,
        "features": [_feature(layer, feature) for feature in layer.features],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _feature(layer: Layer, feature: Feature) -> dict[str, object]:
    points = [[round(lon, 7), round(lat, 7)] for lon, lat in feature.points]
    where = points[0] if layer.geometry == "Point" else points
    return {
        "type": "Feature",
        "geometry": {"type": layer.geometry, "coordinates": where},
        "properties": dict(feature.facts),
    }
