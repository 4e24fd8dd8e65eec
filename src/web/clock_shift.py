"""Moving the whole house in time, for the demonstration and for stories in tests: this process and its database."""

from datetime import timedelta

import asyncpg

from kernel.clock import SYSTEM_CLOCK
from kernel.errors import Refused
from kernel.settings import settings


async def must_be_alone(owner_url: str) -> None:
    """Refused if a site or worker is connected: its clock would not move along, and it would take this story's jobs."""
    owner = await asyncpg.connect(owner_url)
    try:
        others = await owner.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename IN ('recourse_app', 'recourse_platform')"
        )
    finally:
        await owner.close()
    if others:
        raise Refused(
            "A site or worker of this house is running, and the demonstration moves the house's clock. Stop it where it"
            " was started (Ctrl-C), or name another folder for this one by RECOURSE_VAR."
        )


async def shift_house(by: timedelta) -> None:
    """Sets this process and the database `by` apart from the real time; zero is the present. Refused in production."""
    here = settings()
    if here.recourse_env == "production":
        raise Refused("The clock of a house in production is not shifted.")
    owner = await asyncpg.connect(here.migrations_url)
    try:
        async with owner.transaction():
            await owner.execute("DELETE FROM clock_shift")
            if by:
                await owner.execute("INSERT INTO clock_shift VALUES (true, $1)", by)
    finally:
        await owner.close()
    SYSTEM_CLOCK.shift = by


async def advance_house(by: timedelta) -> None:
    await shift_house(SYSTEM_CLOCK.shift + by)
