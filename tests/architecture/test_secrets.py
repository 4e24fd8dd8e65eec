"""Nothing secret stands in the repository, in a log line, or in what a job is told."""

import ast
import inspect
import logging
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schwifty import IBAN

from kernel.jobs import TASKS, Task
from web import wiring
from web.logs import Scrub

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
FORBIDDEN = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a key of Stripe": re.compile(r"\b(?:[rs]k_live_\w{8,}|(?:[rs]k_test|whsec)_[A-Za-z0-9]{24,})"),
    "a key of a cloud": re.compile(r"\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}"),
    "a path of somebody's machine": re.compile(r"(?<![\w.~}/-])/(?:home|root|Users|work|workspace)/[\w.-]"),
    "a folder that is not of the project": re.compile(r"(?<![\w\])])[.]library\b"),
}
"""The page that shows an unexpected exception is held by tests/web/test_errors.py."""


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout: nothing says which files are the project's")
    return [file for name in listed.stdout.decode().split("\0") if name and (file := ROOT / name).is_file()]


def test_no_file_of_the_project_holds_a_secret() -> None:
    found = []
    for file in tracked():
        text = file.read_text(errors="replace")
        found += [f"{file.relative_to(ROOT)}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "-----BEGIN EC " + "PRIVATE KEY-----",
        "whsec_" + "Ab1" * 9,
        "AKIA" + "Q" * 16,
        'open("' + "/wo" + 'rk/tape.csv")',
        "cp ../." + "library/x .",
    ],
)
def test_the_search_sees_a_planted_one(planted: str) -> None:
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(planted)]


def logged(message: str, *arguments: object) -> str:
    record = logging.LogRecord("a library", logging.INFO, "", 0, message, arguments, None)
    assert Scrub().filter(record)
    return record.getMessage()


LETTERS = "abcdefghijklmnopqrstuvwxyz"
MAILS = st.from_regex(r"[a-z][a-z0-9.'+_-]{2,18}@[a-z]{3,12}(\.[a-z]{2,6}){1,2}", fullmatch=True)
ACCOUNTS = st.sampled_from(["ES", "PL", "SE", "GB", "DE", "NO", "FR"]).map(lambda code: IBAN.random(country_code=code))
IDS = st.one_of(
    st.from_regex(r"[0-9]{8}-?[A-Z]|[XYZKLM][0-9]{7}[A-Z]", fullmatch=True),
    st.from_regex(r"[0-9]{11}", fullmatch=True),
    st.from_regex(r"[0-9]{6}[-+]?[0-9]{4}|(19|20)[0-9]{6}-?[0-9]{4}", fullmatch=True),
    st.from_regex(r"[A-Z]{2}[0-9]{6}[A-D]|[A-Z]{2} [0-9]{2} [0-9]{2} [0-9]{2} [A-D]", fullmatch=True),
    st.from_regex(r"[0-9]{3}-[0-9]{2}-[0-9]{4}", fullmatch=True),
)
AROUND = st.sampled_from(["%s", "for=%s to=2", "Key (x)=(%s) exists", '{"x": "%s"}', "a <%s>, b", "row '%s'"])


@given(mail=MAILS, around=AROUND)
def test_a_log_line_loses_a_mail_address(mail: str, around: str) -> None:
    assert mail.partition("@")[2] not in logged(around, mail)
    assert mail not in logged(around, mail)
    assert "[mail]" in logged(around, mail)


@given(account=ACCOUNTS, around=AROUND, spaced=st.booleans())
def test_a_log_line_loses_an_account(account: IBAN, around: str, spaced: bool) -> None:
    written = account.formatted if spaced else account.compact
    assert logged(around, written) == around.replace("%s", "[account]")


@given(identity=IDS, around=AROUND)
def test_a_log_line_loses_a_national_id(identity: str, around: str) -> None:
    assert logged(around, identity) == around.replace("%s", "[national id]")


@given(
    password=st.text(st.characters(codec="ascii", exclude_characters="/", categories=["L", "N", "P", "S"]), min_size=6),
    user=st.text(LETTERS, max_size=8),
    host=st.sampled_from(["127.0.0.1", "localhost", "db.example.org"]),
)
def test_a_log_line_loses_a_password_in_an_address(password: str, user: str, host: str) -> None:
    line = logged("cannot reach %s", f"postgresql://{user}:{password}@{host}:5432/recourse")
    assert line == f"cannot reach postgresql://{user}:[secret]@{host}:5432/recourse"


@pytest.mark.parametrize(
    "line",
    [
        "web.unexpected incident=AB12CDEF0123 route=/tapes/{tape_id:uuid} at=web.errors:104",
        "job 4711 settlement.transfer sale_id=019aa8f2-1c3d-7e5f-8a9b-0123456789ab took 12.25 s",
        "listening on http://127.0.0.1:8000",
    ],
)
def test_a_log_line_keeps_what_an_operator_needs(line: str) -> None:
    assert logged(line) == line


COUNTS = {"chunk"}
OURS = {"queue", "lock", "once", "at"}
CLOSED = {
    "cases.onboard": {"what", "cases", "person_id", "signatory_id", "firm_id"},
    "cases.tell_instruction": {"what"},
    "deadlines.reckon_again": {"jurisdictions"},
    "strategies.accept": {"rule", "person_id", "signatory_id"},
    "cases.bulk_step": {"what", "target", "cases", "filters", "person_id", "signatory_id"},
}
"""What one job is told beside: a button of a closed list, ids in one text or none at all, codes of laws, a rule."""


def deferrals() -> list[tuple[str, ast.Call]]:
    found = []
    for file in sorted(SRC.rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
        found += [(f"{file.relative_to(SRC)}:{call.lineno}", call) for call in calls if _defers(call.func)]
    return found


def _defers(func: ast.expr) -> bool:
    named = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    return named == "defer"


def is_an_id(value: ast.expr) -> bool:
    """`sale_id`, `actor.organisation`, `row["listing_id"]`, or a chunk's number."""
    name = ast.unparse(value).rstrip("']\"")
    return bool(re.search(r"(?:_id|\.id|\.organisation|\bchunk)$", name))


@pytest.mark.parametrize(("place", "call"), [pytest.param(*one, id=one[0]) for one in deferrals()])
def test_a_job_is_told_ids_and_counts_only(place: str, call: ast.Call) -> None:
    wiring.load_jobs()
    told = {word.arg: word.value for word in call.keywords}
    assert None not in told, f"{place} hides what it passes"
    ours = OURS | CLOSED.get(ast.literal_eval(call.args[0]) if isinstance(call.args[0], ast.Constant) else "", set())
    ids = {name: value for name, value in told.items() if name not in ours}
    for name, value in ids.items():
        assert name is not None
        assert name.endswith("_id") or name in COUNTS, f"{place}: {name} is not an id"
        assert is_an_id(value), f"{place}: {name}={ast.unparse(value)} does not look like an id"
    for lock in (told.get("lock"), told.get("once")):
        for node in ast.walk(lock) if lock else ():
            if isinstance(node, ast.FormattedValue):
                assert is_an_id(node.value), f"{place}: a lock's name holds {ast.unparse(node.value)}"
    (task,) = call.args
    if isinstance(task, ast.Constant):
        taken = set(inspect.signature(TASKS[str(task.value)].run).parameters)
        assert set(told) - OURS == taken, place


def every_task() -> list[Task]:
    wiring.load_jobs()
    return sorted(TASKS.values(), key=lambda task: task.name)


@pytest.mark.parametrize("task", every_task(), ids=lambda task: task.name)
def test_a_task_takes_ids_and_counts_only(task: Task) -> None:
    for name, parameter in inspect.signature(task.run).parameters.items():
        known = COUNTS | CLOSED.get(task.name, set())
        assert name in known or name.endswith("_id"), f"{name} is not an id"
        assert parameter.annotation is (int if name in COUNTS else str), str(parameter)
