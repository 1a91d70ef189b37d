"""Write and read the travel matrices of a plan as one npz file."""

import datetime as dt
import io
import json

import numpy as np

from vongsach.fingerprint import travel_header
from vongsach.places import VehicleClass
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import PlaceId


def travel_to_bytes(travel: Travel) -> bytes:
    """Return a travel as the bytes of an npz file; equal travels give equal bytes."""
    header = json.dumps(travel_header(travel), ensure_ascii=False).encode()
    arrays: dict[str, np.ndarray] = {"header": np.frombuffer(header, dtype=np.uint8)}
    for number, (_, matrix) in enumerate(sorted(travel.matrices.items())):
        arrays[f"seconds{number}"] = matrix.seconds
        arrays[f"metres{number}"] = matrix.metres
        arrays[f"reachable{number}"] = matrix.reachable
        arrays[f"estimated{number}"] = matrix.estimated
    with io.BytesIO() as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
        return file.getvalue()


def travel_from_bytes(content: bytes) -> Travel:
    """Return the travel that an npz file holds.

    Raises
    ------
    ValueError, KeyError, OSError
        The bytes are no npz file with a travel.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        header = json.loads(arrays["header"].tobytes())
        matrices = {
            (VehicleClass(entry["vehicle_class"]), str(entry["state"])): TravelMatrix(
                places=tuple(PlaceId(name) for name in entry["places"]),
                seconds=arrays[f"seconds{number}"],
                metres=arrays[f"metres{number}"],
                reachable=arrays[f"reachable{number}"],
                estimated=arrays[f"estimated{number}"],
            )
            for number, entry in enumerate(header["matrices"])
        }
    states = {dt.date.fromisoformat(day): state for day, state in header["states"].items()}
    return Travel(states=states, matrices=matrices)
