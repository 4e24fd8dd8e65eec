from migrations.sql_beside import migration

ID = "2026-11-22T02:00:00:000078"


async def forwards():
    return migration(__file__, ID)
