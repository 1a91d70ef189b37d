"""Run one benchmark by name; each is a module beside this one with ``main(arguments)``."""

import importlib
import pkgutil
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Run the benchmark that is named first with the arguments that follow; return its code."""
    folder = str(Path(__file__).parent)
    names = [module.name for module in pkgutil.iter_modules([folder]) if module.name[0] != "_"]
    if not arguments or arguments[0] not in names:
        print(f"python -m benchmarks NAME, with NAME one of: {', '.join(names)}", file=sys.stderr)
        return 2
    benchmark = importlib.import_module(f"benchmarks.{arguments[0]}")
    return int(benchmark.main(arguments[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
