"""Say where the files that come with the program lie."""

from pathlib import Path

from vongsach.errors import FileError

EXAMPLE_WORKBOOK = "mang-luoi.xlsx"
MISSING = "bundled_missing"


def example_folder() -> Path:
    """Return the folder of the bundled example."""
    return _data("example")


def geo_folder() -> Path:
    """Return the folder of the bundled geography."""
    return _data("geo")


def _data(name: str) -> Path:
    # In a wheel the data lies inside the package, in a checkout beside it.
    package = Path(__file__).resolve().parent
    for folder in (package / "data" / name, package.parent / "data" / name):
        if folder.is_dir():
            return folder
    raise FileError(MISSING, path=str(package / "data" / name))
