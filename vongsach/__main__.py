"""Start the command line so that Ctrl-C is heard from the first moment.

Loading the program takes a while; until ``cli`` is there, this module alone is in charge. It
imports next to nothing for that reason.
"""

import os
import sys
import threading
from importlib import import_module
from typing import Any

INTERRUPTED = 5


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        _say_interrupted()
        code = INTERRUPTED
    except BrokenPipeError:  # whoever read the output has gone; there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    if threading.active_count() > 1:  # a solver that was given up is not waited for
        os._exit(code)
    sys.exit(code)


def _run() -> int:
    streams: tuple[Any, Any] = (sys.stdout, sys.stderr)
    for stream in streams:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code: int = import_module("cli").run(sys.argv[1:])
    return code


def _say_interrupted() -> None:
    arguments, words = import_module("vongsach.arguments"), import_module("vongsach.words")
    language = arguments.spoken_language(sys.argv[1:], os.environ)
    sentence: str = words.say(language, "errors.interrupted")
    sys.stderr.write(f"\n{sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
