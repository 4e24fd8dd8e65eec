"""Backing up and restoring the whole house: database, objects and, apart from both, the keys."""

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click
from minio import Minio

from documents.shelves import connected
from kernel.data_keys import DataKey
from kernel.errors import Invalid, Place, Refused
from kernel.ids import new_id
from kernel.keys import new_data_key, platform_key
from kernel.settings import Settings
from web import house
from web.backups import database, keys, objects
from web.backups.archive import Archive, Manifest

TIMEOUT_SECONDS = 300.0


@click.command()
@click.argument("dest", type=click.Path(path_type=Path))
@click.option("--keys-to", type=click.Path(path_type=Path), help="Folder for the keys; never inside DEST.")
def backup(dest: Path, keys_to: Path | None) -> None:
    """Back up database and objects into the new folder DEST, and the keys into a folder of their own.

    The database is dumped first: whatever it names is in the object store by then. Every file is readable by its
    owner alone. Without the keys a backup cannot be read in full, so keep both, and keep them apart.
    """
    here = house.furnish()
    _demand(here, "backup_url")
    if keys_to is not None:
        keys.refuse_together(keys_to, dest)
    archive = Archive.new(dest)
    key = DataKey(new_id(), new_data_key())
    database.dump(here.backup_url, archive.database, key)
    objects.copy_out(_client(here), here.s3_bucket, archive)
    wrapped = platform_key().wrap(key.secret, key.id)
    manifest = archive.seal(datetime.now(UTC), version("recourse"), key.id, wrapped)
    click.echo(f"database: {archive.database.stat().st_size:,} bytes")
    click.echo(f"objects: {manifest.versions} versions, {manifest.contents} contents, {manifest.content_bytes:,} bytes")
    if keys_to is not None:
        saved = keys.save(here.var, keys_to)
        click.echo(f"keys: {', '.join(saved) or 'none under RECOURSE_VAR; they come from your settings'}")
    elif not here.recourse_key:
        click.echo("keys: NOT saved. Give --keys-to; without the platform key this backup does not open.", err=True)


@click.command()
@click.argument("src", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--keys-from", type=click.Path(path_type=Path), help="Folder that backup's --keys-to wrote.")
def restore(src: Path, keys_from: Path | None) -> None:
    """Restore the backup SRC into an empty database and empty buckets; anything else is refused.

    Every file is compared with the manifest before anything is written. The database comes last and in one
    transaction: while a restore is under way or has failed, there is no house that would miss its documents.
    """
    archive = Archive(src)
    manifest = archive.verified()
    here = house.furnish()
    _demand(here, "migrations_url")
    client = _client(here)
    database.refuse_unless_empty(here.migrations_url)
    objects.refuse_unless_empty(client, here.s3_bucket)
    if keys_from is not None:
        click.echo(f"keys: {', '.join(keys.bring_back(keys_from, here.var))}")
    key = _key(manifest, src)
    objects.copy_in(client, here.s3_bucket, archive)
    database.restore(here.migrations_url, archive.database, key)
    click.echo(f"restored the backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC, made by version {manifest.house}")
    click.echo(f"objects: {manifest.versions} versions, {manifest.content_bytes:,} bytes")
    click.echo("Now run `recourse migrate`, then `recourse facts verify`.")


def _key(manifest: Manifest, src: Path) -> DataKey | None:
    """What opens the dump; none for one of format 1. Refused, before anything is written, where no key here does."""
    if manifest.key_id is None:
        return None
    try:
        return DataKey(manifest.key_id, platform_key().unwrap(bytes.fromhex(manifest.key_wrapped), manifest.key_id))
    except Refused as error:
        raise Refused(
            f"The backup {src} was made under a platform key that is not here. Give --keys-from or RECOURSE_KEY as they"
            " were. If that key was destroyed after it had been replaced, the backup is unreadable for ever, as meant."
        ) from error


def _demand(here: Settings, name: str) -> None:
    if not getattr(here, name):
        place = Place(name.upper(), None, "See `recourse settings`.")
        raise Invalid(
            f"Set {name.upper()}: DATABASE_URL alone is the application's, which may not do this.", places=[place]
        )


def _client(here: Settings) -> Minio:
    scheme, _, address = here.s3_endpoint.partition("://")
    return connected(
        address.rstrip("/"),
        here.s3_access_key,
        here.s3_secret_key,
        secure=scheme == "https",
        region="us-east-1",
        timeout=TIMEOUT_SECONDS,
    )
