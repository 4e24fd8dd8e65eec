"""What `recourse doctor` looks at. Each examination looks only: it starts and changes nothing."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import psycopg

from documents.conversion.office import version as office_version
from documents.render.fonts import missing_parts
from documents.text.pictures import absent_eyes
from documents.text.programs import missing
from kernel.errors import Problem
from kernel.settings import settings
from web.embedded import postgres, seaweedfs
from web.embedded.object_store import Keys, answers
from web.static_files import manifest

GIGABYTE = 1 << 30
ROOM_NEEDED, ROOM_WISHED = 1 * GIGABYTE, 10 * GIGABYTE


class State(Enum):
    """GOOD; SLOW or ABSENT: the house runs, poorer; NEEDED: it does not run, or prints wrong papers."""

    GOOD = "good"
    SLOW = "slow"
    ABSENT = "absent"
    NEEDED = "needed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was seen, and what to do about it."""

    what: str
    state: State
    seen: str
    advice: str = ""


def python() -> list[Finding]:
    here = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] == (3, 13):
        return [Finding("Python", State.GOOD, here)]
    return [Finding("Python", State.NEEDED, f"{here}, wanted is 3.13", "Run `make setup`.")]


def papers() -> list[Finding]:
    """Pango, harfbuzz-subset and the faces of court papers."""
    missing = missing_parts()
    if not missing:
        return [Finding("papers", State.GOOD, "Pango, harfbuzz-subset and every face of our papers")]
    return [
        Finding("papers", State.SLOW if "harfbuzz-subset" in one else State.NEEDED, one, "Run `make setup`.")
        for one in missing
    ]


def pages() -> list[Finding]:
    if manifest() is None:
        return [Finding("pages", State.NEEDED, "style sheet and script are not built", "Run `make setup`.")]
    return [Finding("pages", State.GOOD, "style sheet, script and icons are built")]


def database() -> list[Finding]:
    """The database that the settings name, or the binaries for a private one."""
    here = settings()
    if here.database_url:
        return [_reached("database", here.database_url)]
    seen = subprocess.run(
        [str(postgres.binaries() / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return [Finding("database", State.GOOD, f"private, {seen.stdout.strip()}, in {here.var / 'postgres'}")]


def _reached(what: str, address: str) -> Finding:
    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            major = connection.info.server_version // 10000
    except psycopg.Error as error:
        advice = "Start the server, or correct DATABASE_URL; without it a private one is used."
        return Finding(what, State.NEEDED, f"does not answer: {error}", advice)
    if major < 18:
        return Finding(what, State.NEEDED, f"PostgreSQL {major}, wanted is 18", "Upgrade the server.")
    return Finding(what, State.GOOD, f"PostgreSQL {major} answers")


def objects() -> list[Finding]:
    """The object store that the settings name, or the program for a private one."""
    here = settings()
    if not here.s3_endpoint:
        where = here.var / "seaweedfs"
        return [Finding("objects", State.GOOD, f"private, {seaweedfs.binary().name} of SeaweedFS, in {where}")]
    scheme, _, address = here.s3_endpoint.partition("://")
    keys = Keys(here.s3_access_key, here.s3_secret_key, "")
    if answers(address.rstrip("/"), keys, secure=scheme == "https"):
        return [Finding("objects", State.GOOD, f"{here.s3_endpoint} takes our keys")]
    advice = "Start the server, or correct S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY."
    return [Finding("objects", State.NEEDED, f"{here.s3_endpoint} does not take our keys", advice)]


def room() -> list[Finding]:
    """Free disk where the private parts keep their data."""
    folder = next(one for one in (settings().var, *settings().var.parents) if one.exists())
    free = shutil.disk_usage(folder).free
    seen = f"{free / GIGABYTE:.1f} GiB free in {folder}"
    if free < ROOM_NEEDED:
        return [Finding("room", State.NEEDED, seen, "The demo needs 1 GiB; 100,000 claims with papers more.")]
    if free < ROOM_WISHED:
        return [Finding("room", State.ABSENT, seen, "Little for a real portfolio: 10 GiB are better.")]
    return [Finding("room", State.GOOD, seen)]


def browser() -> list[Finding]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    findings = [Finding("Chromium", State.GOOD, found)] if found else []
    if not found:
        findings.append(Finding("Chromium", State.ABSENT, "not found", "Only the browser tests need it."))
    return findings


def texts() -> list[Finding]:
    """What documents are read with, so that they are found by what they say."""
    programs, eyes = missing(), absent_eyes()
    if not programs and not eyes:
        return [Finding("texts", State.GOOD, "poppler and Tesseract with the five languages")]
    seen = [f"{', '.join(programs)} not found"] if programs else []
    seen += [f"Tesseract lacks {', '.join(eyes)}"] if eyes else []
    advice = "Run `make setup`, or apt-get install poppler-utils tesseract-ocr tesseract-ocr-{pol,spa,swe,deu}."
    return [Finding("texts", State.ABSENT, "; ".join(seen), f"Documents are kept and not read. {advice}")]


def office() -> list[Finding]:
    """What makes PDFs of office files for bundles."""
    found = office_version()
    if found is None:
        advice = "Office files are not converted: install libreoffice-writer-nogui and libreoffice-calc-nogui."
        return [Finding("LibreOffice", State.ABSENT, "not installed", advice)]
    return [Finding("LibreOffice", State.GOOD, found)]


def sample() -> list[Finding]:
    beside = Path(__file__).resolve().parents[4] / "shared" / "data"
    if beside.is_dir():
        return []
    return [Finding("../shared", State.ABSENT, "not there", "The tests that read it are skipped.")]


def configuration() -> list[Finding]:
    try:
        here = settings()
    except Problem as problem:
        return [Finding("settings", State.NEEDED, problem.sentence, "See `recourse settings`.")]
    return [Finding("settings", State.GOOD, f"read, RECOURSE_ENV is {here.recourse_env}")]


EXAMINATIONS: dict[str, Callable[[], list[Finding]]] = {
    "settings": configuration,
    "Python": python,
    "papers": papers,
    "pages": pages,
    "database": database,
    "objects": objects,
    "room": room,
    "texts": texts,
    "browser": browser,
    "office": office,
    "sample": sample,
}
