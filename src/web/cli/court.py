"""Look at a court's file in the house: no database, no account, no network."""

from pathlib import Path
from typing import Any

import click
import msgspec
from lxml import etree

from cases.jurisdictions.recognition import LARGEST_FILE, CourtFile, recognise
from kernel.errors import Invalid
from web.cli.court_rows import flat, plain

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


SCHEMAS = {
    "bulkRequest": "BulkSubmitRequest.xsd",
    "bulkResponse": "BulkSubmitResponse.xsd",
    "bulkFeedbackResponse": "BulkFeedbackResponse.xsd",
    "submitQueryResponse": "SubmitQueryResponse.xsd",
    "Pozwy": "Pozwy.xsd",
    "PozewEPU": "PozewEPU.xsd",
    "DokumentyEPU": "Dokumenty.xsd",
    "WnioskiEgzekucyjneEPU": "WnioskiEgzekucyjneEPU.xsd",
}
"""Root element → the schema's file, as the courts name it."""


@click.group()
def court() -> None:
    """Check or read a file that goes to a court or comes from one."""


@court.command()
@click.argument("file", type=FILE)
@click.option("--schemas", type=FOLDER, help="A folder with the court's own schemas (XSD), searched by file name.")
@AS_JSON
def check(file: Path, schemas: Path | None, as_json: bool) -> None:
    """What FILE is and whether a court would take it: limits, sums, schema. The exit code is 2 where it would not."""
    content = _content(file)
    found = recognise(content)
    schema = _by_schema(content, found, schemas)
    wrong = [fault.sentence for fault in found.faults] + (schema or [])
    if as_json:
        click.echo(
            msgspec.json.encode(
                plain(
                    {
                        **_head(file, found),
                        "schema_checked": schema is not None,
                        "faults": found.faults,
                        "schema_faults": schema or [],
                    }
                )
            ).decode()
        )
    else:
        click.echo(f"{file.name}: {found.title} ({found.jurisdiction}, {found.direction}), {len(found.rows):,} rows")
        click.echo("  schema: " + ("not checked, name its folder with --schemas" if schema is None else "checked"))
        for one in wrong:
            click.echo(f"  {one}")
    if wrong:
        raise SystemExit(2)


@court.command()
@click.argument("file", type=FILE)
@AS_JSON
def read(file: Path, as_json: bool) -> None:
    """The rows of FILE: requests, answers, cases, orders, deliveries, records."""
    found = recognise(_content(file))
    if as_json:
        rows = [{"kind": type(row).__name__, **plain(row)} for row in found.rows]
        click.echo(msgspec.json.encode({**_head(file, found), "rows": rows}).decode())
        return
    click.echo(f"{file.name}: {found.title} ({found.jurisdiction}, {found.direction})")
    for number, row in enumerate(found.rows, start=1):
        said = ", ".join(f"{name} {value}" for name, value in flat(plain(row)))
        click.echo(f"  {number:>4} {type(row).__name__}: {said}")


def _content(file: Path) -> bytes:
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise Invalid(f"{file.name} has {size:,} bytes; {LARGEST_FILE:,} are the most that is read.")
    return file.read_bytes()


def _head(file: Path, found: CourtFile) -> dict[str, Any]:
    return {"file": file.name, "title": found.title, "jurisdiction": found.jurisdiction, "direction": found.direction}


def _by_schema(content: bytes, found: CourtFile, folder: Path | None) -> list[str] | None:
    """The schema's own complaints; None where there is no schema to ask."""
    wanted = SCHEMAS.get(found.root)
    at = next(iter(sorted(folder.rglob(wanted))), None) if folder and wanted else None
    if at is None:
        return None
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(content, parser=safe)
    message = next((node for node in tree.iter() if etree.QName(node).localname == found.root), tree)
    schema = etree.XMLSchema(etree.parse(str(at), parser=etree.XMLParser(no_network=True)))
    schema.validate(message)
    return [f"schema {at.name}, line {one.line}: {one.message}" for one in schema.error_log]
