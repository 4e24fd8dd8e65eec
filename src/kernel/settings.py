"""Every setting the house reads, each documented here once; `recourse settings` prints this list."""

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from kernel.errors import Invalid, Place

Said = Meta  # the description of a variable travels with its type


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Read from the environment; the variable's name is the field's in capitals."""

    recourse_env: Annotated[Literal["demo", "test", "production"], Said(description="demo, test or production")] = (
        "demo"
    )
    recourse_var: Annotated[str, Said(description="folder for embedded data, keys and the demo's files")] = "var"
    database_url: Annotated[str, Said(description="app role; empty: a private cluster under RECOURSE_VAR")] = ""
    platform_url: Annotated[str, Said(description="platform role, for named jobs and sign-in")] = ""
    migrations_url: Annotated[str, Said(description="owner role, for migrations only")] = ""
    backup_url: Annotated[str, Said(description="backup role, for recourse backup")] = ""
    s3_endpoint: Annotated[str, Said(description="http(s)://host:port; empty: a private server under RECOURSE_VAR")] = (
        ""
    )
    s3_access_key: Annotated[str, Said(description="access key of the object store")] = ""
    s3_secret_key: Annotated[str, Said(description="secret key of the object store")] = ""
    s3_bucket: Annotated[str, Said(description="prefix of the bucket names")] = "recourse"
    recourse_key: Annotated[str, Said(description="platform key, 64 hex digits; needed in production")] = ""
    recourse_other_keys: Annotated[str, Said(description="replaced platform keys that still open, hex, by comma")] = ""
    recourse_lasting_key: Annotated[str, Said(description="keys of search hashes and seals, 128 hex; see keys new")] = (
        ""
    )
    closing_key: Annotated[str, Said(description="private key that opens bids, 64 hex; worker only")] = ""
    closing_public_key: Annotated[str, Said(description="public key that seals bids, 64 hex digits")] = ""
    base_url: Annotated[str, Said(description="address people reach the site at")] = "http://127.0.0.1:8000"
    trusted_proxies: Annotated[str, Said(description="networks whose X-Forwarded-* is believed, by comma")] = ""
    smtp_url: Annotated[str, Said(description="smtp://user:password@host:port; empty: mails are kept, not sent")] = ""
    mail_from: Annotated[str, Said(description="sender of mails")] = "Recourse <no-reply@localhost>"
    post_domain: Annotated[str, Said(description="domain that post by mail is sent to; empty: none is taken")] = ""
    platform_fee_per_mille: Annotated[int, Said(description="fee of sellers, thousandths of the price")] = 10
    timestamp_url: Annotated[str, Said(description="RFC 3161 time-stamping server; empty: roots stay unstamped")] = ""
    timestamp_roots: Annotated[str, Said(description="PEM file of certificates that time stamps must lead to")] = ""
    signing_keys: Annotated[str, Said(description="TOML file that lists the keys papers are signed with")] = ""
    signature_roots: Annotated[str, Said(description="folder of CA certificates that chains of signers lead to")] = ""
    clamd_address: Annotated[str, Said(description="host:port of clamd; empty: uploads are “not scanned”")] = ""
    card_price_limit_minor: Annotated[int, Said(description="largest price Stripe may carry, in cents")] = 2_500_000
    stripe_secret_key: Annotated[str, Said(description="Stripe API key; empty: bank transfer only")] = ""
    stripe_webhook_secret: Annotated[str, Said(description="secret that signs Stripe's webhooks")] = ""
    sdt_url: Annotated[str, Said(description="address of HMCTS Secure Data Transfer; empty: files are carried")] = ""
    epu_url: Annotated[str, Said(description="address of the Polish e-court's service; empty: files are carried")] = ""
    stripe_api_url: Annotated[str, Said(description="Stripe's address; changed by tests only")] = ""
    pool_size: Annotated[int, Said(description="database connections per process")] = 10
    statement_timeout_ms: Annotated[int, Said(description="longest statement of a request")] = 30_000
    worker_statement_timeout_ms: Annotated[int, Said(description="longest statement of a job")] = 1_800_000
    worker_stalled_seconds: Annotated[float, Said(description="a worker silent for longer counts as dead")] = 30
    lock_timeout_ms: Annotated[int, Said(description="longest wait for a lock")] = 5_000
    idle_timeout_ms: Annotated[int, Said(description="longest idle transaction")] = 60_000

    @property
    def var(self) -> Path:
        return Path(self.recourse_var).resolve()

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")


@cache
def settings() -> Settings:
    """The settings of this process, read once. Invalid names the variable that is wrong."""
    return read_settings(dict(os.environ))


def read_settings(environment: dict[str, str]) -> Settings:
    given = {name: environment[name.upper()] for name in Settings.__struct_fields__ if name.upper() in environment}
    try:
        read = msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as error:
        name = str(error).rpartition("$.")[2].rstrip("`").upper()
        raise Invalid(
            f"The setting {name} cannot be read: {error}.",
            places=[Place(where=name, value=environment.get(name), sentence="See `recourse settings`.")],
        ) from error
    _refuse_unsafe(read)
    return read


def _refuse_unsafe(read: Settings) -> None:
    if read.recourse_env != "production":
        return
    needed = ["database_url", "platform_url", "s3_endpoint", "recourse_key", "closing_public_key"]
    missing = [name.upper() for name in needed if not getattr(read, name)]
    if missing:
        raise Invalid(
            "In production the platform makes nothing up: set " + ", ".join(missing) + ".",
            places=[Place(where=name, value=None, sentence="See docs/operations.md.") for name in missing],
        )
    if not read.secure_cookies:
        raise Invalid("In production BASE_URL must begin with https://.")
    courts = {"SDT_URL": read.sdt_url, "EPU_URL": read.epu_url}
    if readable := [name for name, address in courts.items() if address and not address.startswith("https://")]:
        raise Invalid(
            "In production passwords go to no court unencrypted: begin with https:// in " + ", ".join(readable) + ".",
            places=[Place(where=name, value=None, sentence="See docs/operations.md.") for name in readable],
        )


def described() -> list[tuple[str, str, str]]:
    """(variable, default, what it is for), in the order of declaration."""
    hints = get_type_hints(Settings, include_extras=True)
    defaults = dict(zip(Settings.__struct_fields__, Settings.__struct_defaults__, strict=True))
    rows = []
    for name in Settings.__struct_fields__:
        hint = hints[name]
        said = next((m.description for m in get_args(hint) if isinstance(m, Meta)), "") if get_origin(hint) else ""
        rows.append((name.upper(), str(defaults[name]), said or ""))
    return rows
