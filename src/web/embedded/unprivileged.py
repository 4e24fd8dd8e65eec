"""Runs a command under an identity that PostgreSQL accepts when we are root (it refuses root itself).

First choice: a user namespace in which root's files belong to `nobody`: no account is made, nothing is chowned,
and a project under /root works although nobody else may enter that folder. Where namespaces are forbidden (most
containers, chroots): the account that owns the data folder, else `postgres`, else `nobody`; and if that account may
not enter the folders above, it is lent the capability to enter and read, so that their modes stay as they are.

Started as a script by these prefixes, so that the change of identity happens in a process of its own.
"""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
SCRIPT = (sys.executable, "-I", __file__)
NAMESPACE = (*SCRIPT, "namespace")
CAPABILITIES = ("dac_read_search", "dac_override")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who runs the server: what to put before its command, and the user id that must own its data."""

    prefix: tuple[str, ...]
    uid: int
    closed: Path | None = None
    """A folder this identity needs and cannot enter; None when it can work."""


def identity(data: Path, programs: Path) -> Identity:
    """The identity for a server whose data lies in `data` (it may not exist yet) and its binaries in `programs`."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return Identity((), os.geteuid() if hasattr(os, "geteuid") else 0)
    owner = data.stat().st_uid if data.exists() else 0
    if owner == 0 and namespace_works():
        return Identity(NAMESPACE, 0)
    uid = owner or account()
    closed = next(filter(None, (_closed(folder, uid) for folder in (data.parent, programs))), None)
    if closed is None:
        return Identity((*SCRIPT, "account", str(uid)), uid)
    lent = lent_prefix(uid)
    return Identity(lent, uid) if lent else Identity((), uid, closed)


def namespace_works() -> bool:
    """True when the kernel lets us open a user namespace."""
    return _runs(NAMESPACE)


def account() -> int:
    """The user id that stands in for root where namespaces are forbidden."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return NOBODY


def lent_prefix(uid: int) -> tuple[str, ...]:
    """What runs a command as `uid` with leave to enter every folder; empty where root itself lacks that.

    Without no_setuid_fixup access(2), by which PostgreSQL looks for its programs, ignores the capability.
    """
    setpriv = shutil.which("setpriv")
    for capability in CAPABILITIES if setpriv else ():
        lent = (f"--inh-caps=+{capability}", f"--ambient-caps=+{capability}")
        who = (f"--reuid={uid}", f"--regid={_group(uid)}", "--clear-groups", "--securebits=+no_setuid_fixup")
        prefix = (str(setpriv), *who, *lent)
        if _runs(prefix):
            return prefix
    return ()


def _runs(prefix: Sequence[str]) -> bool:
    return subprocess.run([*prefix, "/bin/true"], capture_output=True, check=False).returncode == 0


def _closed(folder: Path, uid: int) -> Path | None:
    """The first folder on the way to `folder` that the account may not enter."""
    for step in (*reversed(folder.parents), folder):
        told = step.stat()
        if not (told.st_mode & 0o001 or (told.st_uid == uid and told.st_mode & 0o100)):
            return step
    return None


def _group(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid


def _enter_namespace() -> None:
    if sys.platform != "linux":
        raise OSError("user namespaces are Linux's")
    os.unshare(os.CLONE_NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{NOBODY} 0 1"), ("gid_map", f"{NOBODY} 0 1")):
        Path("/proc/self", name).write_text(text)


def _become(uid: int) -> None:
    os.setgroups([])
    os.setgid(_group(uid))
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
