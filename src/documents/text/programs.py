"""Poppler, Tesseract and our own reader of office files, each a process of its own that a bad file cannot outgrow."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

from documents.text.faults import NotRead

MEMORY = 2 << 30
"""Bytes of address space of one process: a page of 3,300 points' height takes Tesseract a tenth of it."""
LARGEST_OUTPUT = 256 << 20
NEEDED = ("pdftotext", "pdfimages", "pdftoppm", "tesseract")
_LIMITED = 'ulimit -v "$1" && ulimit -t "$2" && ulimit -f "$3" && ulimit -c 0 && shift 3 && exec "$@"'


def missing() -> list[str]:
    """The programs that are not installed here."""
    return [name for name in NEEDED if shutil.which(name) is None]


def run(command: Sequence[str | Path], *, seconds: int, memory: int = MEMORY) -> bytes:
    """What the program printed. NotRead if it is absent, fails, takes longer, or wants more memory than it may have.

    Its whole group of processes ends with it. It sees no environment of ours: no key, no address.
    """
    if shutil.which(str(command[0])) is None:
        raise NotRead(f"the program {Path(command[0]).name} is not installed")
    limits = [str(memory >> 10), str(seconds), str(LARGEST_OUTPUT >> 9)]
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    with TemporaryFile() as printed:  # a file and no pipe: only a file can be kept from growing
        process = subprocess.Popen(
            ["/bin/sh", "-c", _LIMITED, "sh", *limits, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise NotRead(f"it takes longer than {seconds} seconds") from None
        finally:
            _end(process)
        if process.returncode:
            raise NotRead(f"{Path(command[0]).name} gave up on it")
        printed.seek(0)
        return printed.read()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
