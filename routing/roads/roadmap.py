"""Hold the roads of a region as they were imported: every stretch between two junctions."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from routing.roads.graph import FloatArray, IntArray
from vongsach.errors import FileError
from vongsach.places import VehicleClass
from vongsach.roads import RoadClass, Surface
from vongsach.workspace import write_whole

CLASSES = tuple(RoadClass)
SURFACES = tuple(Surface)
SHUT_BITS = {VehicleClass.VAN: 1, VehicleClass.SMALL_VAN: 2, VehicleClass.MOTORBIKE: 4}

OFF_GROUND = -1
"""Grade of a bridge or a tunnel, which does not follow the ground."""

_FORMAT = 1
_NAMES = "names"


@dataclass(frozen=True, eq=False, slots=True)
class RoadMap:
    """Stretches of road, m of them, between n nodes; codes are positions in the tuples above.

    A stretch runs from ``tails`` to ``heads`` along its points. Its way and end points keep the
    numbers of the source, so that what is said about a stretch survives a newer extract.
    """

    node_ids: IntArray
    """Number of each node in the source, shape (n,)."""
    node_points: FloatArray
    """Longitude and latitude of each node, WGS 84, shape (n, 2)."""
    tails: IntArray
    """Node at which each stretch begins, shape (m,) as for all that follow."""
    heads: IntArray
    metres: IntArray
    """Geodesic length; 0 for a barrier, which is a stretch of its own."""
    way_ids: IntArray
    """Number of the way in the source."""
    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]
    classes: IntArray
    surfaces: IntArray
    shut: IntArray
    """Sum of ``SHUT_BITS`` of the classes of vehicle that cannot pass."""
    limits: IntArray
    """Greatest speed by sign or smoothness in km/h; 0: none is known."""
    measured: IntArray
    """Measured speed of a van in km/h; 0: not measured."""
    delays: IntArray
    """Seconds lost at a gate."""
    grades: IntArray
    """Climb and fall together per mille of the length; 0: flat or not known; ``OFF_GROUND``."""
    name_codes: IntArray
    """Position of the name in ``names``."""
    points: FloatArray
    """Longitude and latitude of the line of all stretches, one after the other, shape (k, 2)."""
    first_points: IntArray
    """Where in ``points`` each stretch begins, and k at the end, shape (m + 1,)."""
    names: tuple[str, ...]
    """Distinct names; references and name of one road are parted by ``;``."""

    def line(self, stretch: int) -> FloatArray:
        """Return the points of a stretch, shape (points, 2)."""
        return self.points[self.first_points[stretch] : self.first_points[stretch + 1]]

    def name(self, stretch: int) -> str:
        """Return the name of a stretch; empty where nobody named it."""
        return self.names[int(self.name_codes[stretch])]

    @property
    def size(self) -> int:
        """Number of stretches."""
        return len(self.tails)

    def digest(self) -> str:
        """Return a hash of the whole content."""
        content = hashlib.sha256(json.dumps(self.names).encode())
        for key in _array_names():
            content.update(getattr(self, key).tobytes())
        return content.hexdigest()

    def save(self, path: Path) -> None:
        """Write the roads into one file, whole or not at all; equal roads give equal bytes.

        Raises
        ------
        FileError
            It cannot be written; what stood there before still does.
        """
        write_whole(path, lambda part: part.write_bytes(_bytes_of(self)))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read roads that were saved.

        Raises
        ------
        FileError
            The file is absent, or not such a file.
        """
        try:
            with np.load(path, allow_pickle=False) as stored:
                names = tuple(json.loads(bytes(stored[_NAMES]).decode()))
                arrays = {key: stored[key] for key in _array_names()}
                made_for = int(stored["format"])
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            msg = "roads_not_saved"
            raise FileError(msg, file=path.name) from error
        if made_for != _FORMAT:
            msg = "roads_not_saved"
            raise FileError(msg, file=path.name)
        return cls(**arrays, names=names)


def _array_names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(RoadMap) if field.name != _NAMES)


def _bytes_of(roads: RoadMap) -> bytes:
    buffer = io.BytesIO()
    names = json.dumps(roads.names, ensure_ascii=False).encode()
    arrays = {key: getattr(roads, key) for key in _array_names()}
    np.savez_compressed(
        buffer,
        allow_pickle=False,
        format=np.int64(_FORMAT),
        **{_NAMES: np.frombuffer(names, dtype=np.uint8)},
        **arrays,
    )
    return buffer.getvalue()
