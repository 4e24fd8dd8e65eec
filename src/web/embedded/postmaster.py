"""Who runs in a data folder: the processes themselves say so, `postmaster.pid` is only a hint."""

import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A living server process of a data folder."""

    pid: int
    port: int

    def stop(self, seconds: float) -> bool:
        """Ask for a fast shutdown, after `seconds` for an immediate one. True when it is gone."""
        try:
            process = psutil.Process(self.pid)
            for wish in (signal.SIGINT, signal.SIGQUIT):
                process.send_signal(wish)
                if _gone(process, seconds):
                    return True
        except psutil.NoSuchProcess:
            return True
        return False


def find(data: Path) -> Postmaster | None:
    """The server that `postmaster.pid` names, if that process is a PostgreSQL at work in this very folder."""
    named = _read(data)
    if named is None or named.pid not in _at_work(data):
        return None
    return named


def forget_stale(data: Path, seconds: float) -> None:
    """Make the folder ready for a new server: wait for a killed one's orphans, drop a reused pid's file.

    PostgreSQL refuses to start when the pid in its file lives, even if it is somebody else's by now.
    """
    deadline = time.monotonic() + seconds
    while _at_work(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    named = _read(data)
    if named is not None and not _at_work(data) and psutil.pid_exists(named.pid):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _read(data: Path) -> Postmaster | None:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Postmaster(pid=int(lines[0]), port=int(lines[3]))
    except (OSError, ValueError, IndexError):
        return None


def _at_work(data: Path) -> set[int]:
    """Process ids of every PostgreSQL process whose working folder is `data` (each one changes into it)."""
    found = set()
    for process in psutil.process_iter(["pid", "name", "cwd", "status"]):
        told = process.info
        if told["status"] == psutil.STATUS_ZOMBIE or not (told["name"] or "").startswith("postgres"):
            continue
        if told["cwd"] and Path(told["cwd"]) == data:
            found.add(told["pid"])
    return found


def _gone(process: psutil.Process, seconds: float) -> bool:
    try:
        process.wait(seconds)
    except psutil.TimeoutExpired:
        return False
    return True
