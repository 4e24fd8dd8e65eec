"""The doctor names what is missing, says what to do, and answers with an exit code."""

import os
import subprocess
import sys
from pathlib import Path


def doctor(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "web.cli", "doctor"]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


def test_a_healthy_machine_lacks_nothing_and_the_look_starts_nothing(tmp_path: Path) -> None:
    done = doctor(DATABASE_URL="", S3_ENDPOINT="", RECOURSE_VAR=str(tmp_path / "var"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PostgreSQL) 18" in done.stdout
    assert not (tmp_path / "var").exists()


def test_servers_that_do_not_answer_are_each_named_and_no_password_is_shown(tmp_path: Path) -> None:
    done = doctor(
        DATABASE_URL="postgresql://recourse_app:hush-hush@127.0.0.1:1/recourse",
        S3_ENDPOINT="http://127.0.0.1:1",
        S3_SECRET_KEY="hush-hush",
        RECOURSE_VAR=str(tmp_path),
    )
    assert done.returncode == 1
    assert "Needed and missing: database, objects." in done.stderr
    assert "correct DATABASE_URL" in done.stdout
    assert "hush-hush" not in done.stdout + done.stderr


def test_a_setting_that_cannot_be_read_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    done = doctor(POOL_SIZE="many", RECOURSE_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "POOL_SIZE" in done.stdout
    assert "Traceback" not in done.stderr
