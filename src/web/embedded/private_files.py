"""Files under `var/` that only their owner may read, and the lock for starting a server."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def folder(path: Path, mode: int = 0o700) -> Path:
    """Make `path` with this mode. Folders above that exist already keep the mode they have."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=mode, exist_ok=True)
    path.chmod(mode)
    return path


def write(path: Path, text: str) -> None:
    """Put `text` at `path` with mode 0600, whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def kept(path: Path, make: Callable[[], str]) -> str:
    """The text of `path`, made once and kept with mode 0600."""
    if not path.exists():
        write(path, make())
    return path.read_text()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process holds the lock `path`, then hold it; the system frees it when we die."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
