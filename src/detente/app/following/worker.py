"""The process in which strangers' bytes are parsed: `python -m detente.app.following.worker BYTES_OF_MEMORY`.

In, on standard input, again and again: a line of JSON (`task`, `size`, and the task's fields) and `size` bytes. Out, on standard
output: a line of JSON. It ends when its input does.

Holds: it may not take more memory than it was told, nor write files that are not empty; it has no access to the ledger.
"""

import json
import os
import resource
import signal
import sys
from typing import BinaryIO

from detente.app.following.codec import to_json
from detente.app.following.parsing import parse_listing, parse_page
from detente.app.following.tasks import ListingTask, PageTask


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(3_000)


def answer_to(line: bytes, source: BinaryIO) -> str:
    """The answer to a task, whose bytes follow in the source."""
    fields = json.loads(line)
    task, size = fields.pop("task"), fields.pop("size")
    data = source.read(size)
    try:
        return to_json(parse_listing(ListingTask(**fields), data) if task == "listing" else parse_page(PageTask(**fields), data))
    except (MemoryError, RecursionError) as error:
        return json.dumps({"failed": type(error).__name__})
    except Exception as error:  # a parser's bug must cost this answer alone
        return json.dumps({"failed": f"{type(error).__name__}: {error}"[:300]})


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer tasks until there are no more."""
    while line := source.readline():
        target.write(answer_to(line, source).encode("ascii", "backslashreplace") + b"\n")
        target.flush()


def main() -> None:
    """Run as a process of its own; what libraries print goes nowhere."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(int(sys.argv[1]))
    target = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    serve(sys.stdin.buffer, target)


if __name__ == "__main__":
    main()
