from importlib.metadata import version

from procrastinate.schema import SchemaManager

from migrations.sql_beside import migration

ID = "2026-11-22T02:00:00:000002"
PINNED = "3.10.0"

GRANTS = """
GRANT SELECT, INSERT ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers TO recourse_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
    procrastinate_workers TO recourse_platform;
REVOKE UPDATE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
    FROM recourse_app;
"""


async def forwards():
    # The queue's SQL is versioned with its package: another version needs another migration, not this one.
    if version("procrastinate") != PINNED:
        raise RuntimeError(f"this migration installs the schema of procrastinate {PINNED}")
    return migration(__file__, ID, script=SchemaManager.get_schema() + GRANTS)
