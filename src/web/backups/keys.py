"""The keys' part of a backup: a folder of its own, kept by somebody else than the backup."""

import shutil
from pathlib import Path

from kernel.errors import Invalid, Refused
from web.embedded import private_files


def refuse_together(keys: Path, archive: Path) -> None:
    """Invalid when keys and backup would lie in one folder tree."""
    one, other = keys.resolve(), archive.resolve()
    if one == other or one in other.parents or other in one.parents:
        raise Invalid(f"Keys and backup may not lie together: {keys} and {archive} are one inside the other.")


def save(var: Path, into: Path) -> list[str]:
    """Copy the keys that live under `var`; returns their names, none when they come from the settings."""
    if into.exists() and any(into.iterdir()):
        raise Refused(f"{into} is not empty. Name a new folder for the keys.")
    return _copy(var / "keys", into)


def bring_back(source: Path, var: Path) -> list[str]:
    """Copy saved keys to `var`. Refused when other keys lie there: what they opened would be lost."""
    if not source.is_dir():
        raise Invalid(f"{source} is not a folder of saved keys.")
    home = var / "keys"
    for file in sorted(source.iterdir()):
        there = home / file.name
        if there.exists() and there.read_bytes() != file.read_bytes():
            raise Refused(
                f"{there} is another key than the saved one. Set RECOURSE_VAR to an empty folder and restore there."
            )
    return _copy(source, home)


def _copy(source: Path, into: Path) -> list[str]:
    files = sorted(file for file in source.iterdir() if file.is_file()) if source.is_dir() else []
    private_files.folder(into)
    for file in files:
        shutil.copyfile(file, into / file.name)
        (into / file.name).chmod(0o600)
    return [file.name for file in files]
