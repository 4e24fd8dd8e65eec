"""What is built for the browser: from pinned packages, once, and nothing of it committed."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_building_again_does_nothing() -> None:
    command = [sys.executable, "setup/build_assets.py"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    again = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert again.stdout.startswith("assets: up to date")


def test_every_package_is_pinned_and_checked_by_hash() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all(version[0].isdigit() for version in wanted.values())
    packages = {path: entry for path, entry in locked.items() if path}
    assert [path for path, entry in packages.items() if not entry.get("integrity")] == []
    assert [path for path, entry in packages.items() if "resolved" in entry] == []


def test_nothing_built_or_vendored_is_committed() -> None:
    assert git("ls-files", "src/web/static/built", "node_modules").strip() == ""
