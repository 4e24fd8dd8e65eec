"""Runs the `.sql` file that lies beside a migration, as one script."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.conf.apps import AppRegistry  # noqa: F401  (Piccolo resolves the registry through this import)
from piccolo.engine import engine_finder


def migration(file: str, migration_id: str, script: str | None = None) -> MigrationManager:
    """A manager whose only step is the script beside `file` (or `script`), in its own transaction."""
    manager = MigrationManager(migration_id=migration_id, app_name="recourse", description=Path(file).stem)
    text = script if script is not None else Path(file).with_suffix(".sql").read_text()

    async def run() -> None:
        engine = engine_finder()
        transaction = engine.current_transaction.get()
        # The simple protocol takes many statements at once; Piccolo's own run_ddl prepares and takes one.
        await transaction.connection.execute(text)

    manager.add_raw(run)
    return manager
