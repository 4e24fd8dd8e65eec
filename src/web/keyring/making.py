"""A new platform key beside the old ones: in files under `var/keys`, or as settings to be written down."""

import os
from dataclasses import dataclass
from pathlib import Path

from kernel.errors import Refused
from kernel.keys import PlatformKey, key_name
from kernel.settings import Settings
from web.embedded import private_files


@dataclass(frozen=True, slots=True)
class NewKey:
    """`settings` are the lines to set where the key comes from the environment; none where it lies in files."""

    name: str
    settings: tuple[str, ...]


def make_key(here: Settings, standing: PlatformKey) -> NewKey:
    """Makes a key. Every process must be started again before anything is wrapped anew."""
    secret = os.urandom(32)
    if here.recourse_key:
        others = ",".join(one.hex() for one in (standing.secret, *standing.others))
        lines = (
            f"RECOURSE_KEY={secret.hex()}",
            f"RECOURSE_OTHER_KEYS={others}",
            f"RECOURSE_LASTING_KEY={standing.kept.hex()}",
        )
        return NewKey(key_name(secret), lines)
    home = private_files.folder(here.var / "keys")
    # In this order a process that stops anywhere leaves a ring that opens everything.
    private_files.write(home / "lasting.key", standing.kept.hex())
    private_files.write(_file(home, standing.id), standing.secret.hex())
    private_files.write(home / "platform.key", secret.hex())
    return NewKey(key_name(secret), ())


def drop_key(here: Settings, standing: PlatformKey, name: str) -> str:
    """Destroys a replaced key that nothing needs any more; says what was done or what is left to do."""
    if name == standing.id:
        raise Refused("This key wraps now. Make a new one first: `recourse keys new`.")
    if here.recourse_key:
        return f"Nothing needs {name}. Take it out of RECOURSE_OTHER_KEYS and destroy every copy of it."
    _file(here.var / "keys", name).unlink()
    return f"The key {name} is destroyed. Destroy the copies kept with backups too: what only they open is gone then."


def _file(home: Path, name: str) -> Path:
    return home / f"platform-{name}.key"
