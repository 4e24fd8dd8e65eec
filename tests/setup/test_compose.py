"""The containers' file, read as an operator's auditor would. No engine is at hand here: it was never started."""

import os
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kernel.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
RUNNING = [name for name in SERVICES if name != "migrate"]


def test_the_house_has_every_part() -> None:
    assert set(SERVICES) == {"postgres", "objects", "migrate", "web", "worker", "post", "clamd", "mail"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_as_nobody_special_on_a_root_it_cannot_write(name: str) -> None:
    service = SERVICES[name]
    assert str(service["user"]).split(":")[0] not in {"root", "0"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", RUNNING)
def test_a_running_service_says_whether_it_is_well(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} <= check.keys()


def test_only_the_site_listens_beyond_this_machine() -> None:
    published = {name: port for name, one in SERVICES.items() for port in one.get("ports", [])}
    assert published.keys() == {"web", "mail", "post"}
    assert all(published[name].startswith("127.0.0.1:") for name in ("mail", "post"))
    assert COMPOSE["networks"]["inner"]["internal"] is True


def test_every_image_of_others_is_pinned_and_what_is_uploaded_waits_on_a_disk() -> None:
    images = {name: one["image"] for name, one in SERVICES.items() if one["image"] != "recourse"}
    assert all(re.fullmatch(r"[\w/]+:v?\d[\d.]*", image) for image in images.values()), images
    for name in ("web", "worker"):
        spool = SERVICES[name]["environment"]["TMPDIR"]
        assert [mount.split(":")[1] for mount in SERVICES[name]["volumes"]] == [spool]
        assert not any(line.startswith(spool) for line in SERVICES[name]["tmpfs"])
    made_in_image = (ROOT / "Dockerfile").read_text()
    assert f"-m 0700 /var/lib/recourse {SERVICES['web']['environment']['TMPDIR']}" in made_in_image


def test_the_scanner_is_named_where_files_come_in(tmp_path: Path) -> None:
    settled = read_settings(made(tmp_path)["web"])
    host, _, port = settled.clamd_address.rpartition(":")
    assert (host in SERVICES, port) == (True, "3310")
    assert [mount.split(":")[1] for mount in SERVICES[host]["volumes"]] == ["/var/lib/clamav"]


def test_nobody_serves_before_the_schema_is_there() -> None:
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_no_secret_stands_in_a_committed_file() -> None:
    for name in ("docker-compose.yml", "Dockerfile"):
        text = (ROOT / name).read_text()
        assert not re.search(r"(?i)(password|secret|key)\w*\s*[:=]\s*[\"']?[A-Za-z0-9+/_-]{12,}", text)
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert ignored[0] == "*"
    assert not any(line in ignored for line in ("!var", "!.git", "!.venv"))


def test_the_key_that_opens_bids_reaches_the_worker_alone() -> None:
    readers = [name for name, one in SERVICES.items() if "var/compose/worker.env" in one.get("env_file", [])]
    owners = [name for name, one in SERVICES.items() if "var/compose/migrate.env" in one.get("env_file", [])]
    assert (readers, owners) == (["worker"], ["migrate"])


def made(folder: Path, **environment: str) -> dict[str, dict[str, str]]:
    """Run the script that makes the secrets in a copy; returns each file's settings."""
    (folder / "setup").mkdir()
    for name in ("compose.sh", "say.sh"):
        (folder / "setup" / name).write_bytes((ROOT / "setup" / name).read_bytes())
    command = ["sh", str(folder / "setup" / "compose.sh")]
    subprocess.run(command, env=os.environ | environment, check=True, capture_output=True)
    return {
        file.stem: dict(line.split("=", 1) for line in file.read_text().splitlines())
        for file in (folder / "var" / "compose").glob("*.env")
    }


def test_the_made_settings_satisfy_a_production_house_and_its_worker(tmp_path: Path) -> None:
    files = made(tmp_path, BASE_URL="https://recourse.example")
    web = read_settings(files["web"])
    assert isinstance(web, Settings)
    assert (web.recourse_env, web.closing_key, web.migrations_url) == ("production", "", "")
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(files["worker"]["CLOSING_KEY"]))
    assert private.public_key().public_bytes_raw().hex() == web.closing_public_key
    for role in ("owner", "app", "platform", "backup"):
        password = files["postgres"][f"RECOURSE_{role.upper()}_PASSWORD"]
        addresses = " ".join([*files["web"].values(), *files["migrate"].values()])
        assert f"recourse_{role}:{password}@postgres" in addresses
    gateway = msgspec.json.decode((tmp_path / "var" / "compose" / "s3.json").read_bytes())
    assert gateway["identities"][0]["credentials"][0]["secretKey"] == web.s3_secret_key


def test_secrets_are_made_once_and_kept_from_other_users(tmp_path: Path) -> None:
    files = made(tmp_path)
    home = tmp_path / "var" / "compose"
    assert {stat.S_IMODE(file.stat().st_mode) for file in home.glob("*.env")} == {0o600}
    subprocess.run(["sh", str(tmp_path / "setup" / "compose.sh")], check=True, capture_output=True)
    assert dict(line.split("=", 1) for line in (home / "web.env").read_text().splitlines()) == files["web"]


def test_a_file_named_by_the_image_or_the_services_exists() -> None:
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE):
        for name in copied.split():
            assert (ROOT / name).exists(), name
    for mount in SERVICES["postgres"]["volumes"][1:]:
        assert (ROOT / mount.split(":")[0]).exists()
