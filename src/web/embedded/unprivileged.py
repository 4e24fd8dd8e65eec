"""Runs one command under an identity that PostgreSQL accepts when we are root (it refuses root itself).

First choice: a user namespace in which root's files belong to `nobody`: no account is made, nothing is
chowned, and a project under /root works although nobody else may enter that folder. Where namespaces are
forbidden (most containers), the account that owns the data folder, else `postgres`, else `nobody`.

Started as a script by `prefix`, so that the change of identity happens in a process of its own.
"""

import os
import pwd
import subprocess
import sys
from pathlib import Path

NOBODY = 65534
NAMESPACE = [sys.executable, "-I", __file__, "namespace"]


def prefix(data: Path) -> list[str]:
    """What to put before a command that works in `data`; empty when we are not root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    if data.exists() and data.stat().st_uid != 0:
        return _as_account(data.stat().st_uid)
    return NAMESPACE if namespace_works() else _as_account(account())


def namespace_works() -> bool:
    """True when the kernel lets us open a user namespace."""
    return subprocess.run([*NAMESPACE, "/bin/true"], capture_output=True, check=False).returncode == 0


def account() -> int:
    """The user id that stands in for root where namespaces are forbidden."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return NOBODY


def owner_of(runner: list[str]) -> int:
    """The user id that must own the data folder for a command run with this prefix."""
    return int(runner[4]) if len(runner) > 4 else os.geteuid()


def closed_to(runner: list[str], folder: Path) -> Path | None:
    """The first folder on the way to `folder` that the command's account may not enter."""
    if len(runner) <= 4:
        return None
    uid = int(runner[4])
    for step in (*reversed(folder.parents), folder):
        told = step.stat()
        if not (told.st_mode & 0o001 or (told.st_uid == uid and told.st_mode & 0o100)):
            return step
    return None


def _as_account(uid: int) -> list[str]:
    return [sys.executable, "-I", __file__, "account", str(uid)]


def _enter_namespace() -> None:
    if sys.platform != "linux":
        raise OSError("user namespaces are Linux's")
    os.unshare(os.CLONE_NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{NOBODY} 0 1"), ("gid_map", f"{NOBODY} 0 1")):
        Path("/proc/self", name).write_text(text)


def _become(uid: int) -> None:
    try:
        group = pwd.getpwuid(uid).pw_gid
    except KeyError:
        group = uid
    os.setgroups([])
    os.setgid(group)
    os.setuid(uid)


def main(arguments: list[str]) -> None:
    if arguments[0] == "namespace":
        _enter_namespace()
        command = arguments[1:]
    else:
        _become(int(arguments[1]))
        command = arguments[2:]
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
