"""Every table keeps the house's rules, and the declared, migrated and documented pictures of the schema agree."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from piccolo.columns import Array, ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import Column
from piccolo.table import Table, sort_table_classes

from kernel.settings import Settings
from web.embedded.cluster import Cluster
from web.piccolo_app import APP_CONFIG

TABLES: list[type[Table]] = APP_CONFIG.table_classes
PAGE = (Path(__file__).parents[2] / "docs" / "who-sees-what.md").read_text()
CLASSES = dict(re.findall(r"^\| (?!table)(\w+) \| ([\w-]+) \|", PAGE, re.MULTILINE))
FORMED = "SELECT c.table_name, c.column_name, c.udt_name, c.character_maximum_length AS length, c.is_nullable,"
FORMED += " c.numeric_precision, c.numeric_scale FROM information_schema.columns c WHERE c.table_schema = 'public'"


@pytest.fixture
async def migrated_schema(settled: Settings) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settled.migrations_url)
    yield connection
    await connection.close()


def columns(table: type[Table]) -> list[Column]:
    return [column for column in table._meta.columns]


def test_the_page_knows_every_table_and_no_other() -> None:
    assert set(CLASSES) == {table._meta.tablename for table in TABLES}
    assert set(CLASSES.values()) <= {"tenant", "two-party", "market", "person", "platform", "append-only"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.tablename)
def test_no_column_has_a_default_nobody_asked_for(table: type[Table]) -> None:
    for column in columns(table):
        inner = column.base_column if isinstance(column, Array) else column
        assert inner._meta.params.get("default") is None, column._meta.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.tablename)
def test_a_reference_is_never_deleted_away(table: type[Table]) -> None:
    for column in columns(table):
        if isinstance(column, ForeignKey):
            assert column._foreign_key_meta.on_delete == OnDelete.restrict, column._meta.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.tablename)
def test_what_a_tenant_owns_names_the_tenant(table: type[Table]) -> None:
    name = table._meta.tablename
    named = {column._meta.name for column in columns(table)}
    owned = CLASSES[name] in {"tenant", "two-party"} and name != "document_versions"
    assert not owned or named & {"organisation_id", "seller_organisation_id"}


async def test_every_table_is_under_row_level_security_and_none_forces_it(
    migrated_schema: asyncpg.Connection,
) -> None:
    rows = await migrated_schema.fetch(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind IN ('r', 'p')"
        " AND relnamespace = 'public'::regnamespace AND relname !~ '^(procrastinate_|migration$)'"
    )
    assert {row["relname"] for row in rows} == set(CLASSES)
    assert [row["relname"] for row in rows if not row["relrowsecurity"] or row["relforcerowsecurity"]] == []


async def test_the_policies_are_those_of_the_page(migrated_schema: asyncpg.Connection) -> None:
    rows = await migrated_schema.fetch(
        "SELECT tablename, policyname, coalesce(qual, '') || coalesce(with_check, '') AS says, roles::text[] AS roles"
        " FROM pg_policies WHERE schemaname = 'public'"
    )
    for table, kind in CLASSES.items():
        policies = [row for row in rows if row["tablename"] == table]
        mine = " ".join(row["says"] for row in policies if "recourse_app" in row["roles"] or "public" in row["roles"])
        assert policies or kind == "platform", table
        if kind in {"tenant", "two-party"} and table != "document_versions":
            assert "current_organisation()" in mine, table
            assert not re.search(r"(^| )true( |$)", mine), table
        if kind == "person":
            assert table == "people" or mine == "", table


async def test_the_application_owns_nothing_and_cannot_delete_what_is_kept(
    migrated_schema: asyncpg.Connection,
) -> None:
    owned = await migrated_schema.fetchval(
        "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) IN ('recourse_app', 'recourse_platform')"
    )
    rows = await migrated_schema.fetch(
        "SELECT table_name, grantee FROM information_schema.role_table_grants WHERE privilege_type = 'DELETE'"
        " AND grantee IN ('recourse_app', 'recourse_platform') AND table_name !~ '^procrastinate_'"
    )
    assert owned == 0
    assert {row["table_name"] for row in rows} == {
        "idempotency_keys",
        "sessions",
        "sign_in_attempts",
        "tape_differences",
        "tape_findings",
        "tape_rejects",
    }


async def test_append_only_tables_take_no_update(migrated_schema: asyncpg.Connection) -> None:
    rows = await migrated_schema.fetch(
        "SELECT DISTINCT table_name FROM information_schema.role_column_grants WHERE privilege_type = 'UPDATE'"
        " AND grantee IN ('recourse_app', 'recourse_platform') AND column_name NOT IN ('object_key', 'timestamp_token')"
    )
    changeable = {row["table_name"] for row in rows}
    assert changeable & {table for table, kind in CLASSES.items() if kind == "append-only"} == set()


async def test_definer_functions_fix_their_search_path(migrated_schema: asyncpg.Connection) -> None:
    rows = await migrated_schema.fetch(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    assert rows
    assert [row["proname"] for row in rows if "search_path=public, pg_temp" not in (row["proconfig"] or [])] == []


async def test_the_declared_schema_is_the_migrated_one(
    cluster: Cluster, settled: Settings, migrated_schema: asyncpg.Connection
) -> None:
    name = settled.migrations_url.rpartition("/")[2] + "_declared"
    cluster.create_database(name)
    declared = await asyncpg.connect(cluster.url("recourse_owner", name))
    try:
        for table in sort_table_classes(TABLES):
            for statement in table.create_table().ddl:
                await declared.execute(statement)
        assert await picture(declared) == await picture(migrated_schema)
    finally:
        await declared.close()
        cluster.drop_database(name)


async def picture(connection: asyncpg.Connection) -> dict[tuple[str, str], tuple[object, ...]]:
    rows = await connection.fetch(FORMED)
    return {
        (row["table_name"], row["column_name"]): tuple(row)[2:]
        for row in rows
        # Piccolo gives a table whose key has two columns an integer id that no migration makes.
        if row["table_name"] in CLASSES and (row["column_name"], row["udt_name"]) != ("id", "int4")
    }
