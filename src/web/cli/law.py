"""Ask the law without an account: no database, no network."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import click
import msgspec

from cases.jurisdictions.contract import LimitationFacts
from cases.law import questions
from cases.law.answers import Answer, InterestAnswer
from cases.law.examples.run import Judged, judged
from cases.law.overview import overview
from kernel.clock import SystemClock

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OVERVIEW = Path(__file__).resolve().parents[3] / "docs" / "jurisdictions.md"
DAYS = sorted(name for name in LimitationFacts.__dataclass_fields__ if name.endswith("_on"))
"""The days a question of limitation may give."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
seat = click.option("--seat", help="The court's place, by code or name; `recourse law list` names them.")
currency = click.option("--currency", help="Of the amount; another than the law's own is refused.")


@click.group()
def law() -> None:
    """Ask the law: deadlines, counting, service, interest, rates, fees, limitation.

    JURISDICTION is es, gb-ew, pl, se, de or eu. Days are written 2026-03-31.
    """


@law.command("list")
@click.argument("jurisdiction")
@as_json
def listed(jurisdiction: str, as_json: bool) -> None:
    """What can be asked of JURISDICTION, by code.

    \b
    Examples:
      recourse law list es
      recourse law list gb-ew --json
    """
    _print(questions.contents(jurisdiction), as_json=as_json)


@law.command()
@click.argument("jurisdiction")
@click.argument("rule")
@click.argument("event")
@seat
@click.option("--cause", help="The day of what the event must follow, such as the filing before a service.")
@as_json
def deadline(jurisdiction: str, rule: str, event: str, seat: str | None, cause: str | None, as_json: bool) -> None:
    """The deadline that RULE sets from EVENT (a day, or 2026-03-31T16:30).

    \b
    Examples:
      recourse law deadline es ES-MON-20 2026-07-20 --seat Bilbao
      recourse law deadline se SE-BF-ATERV 2026-11-24 --json
      recourse law deadline gb-ew EW-SERVE-DELIVERED 2026-06-05T17:00
      recourse law deadline pl PL-EPU-3M 2026-09-26 --cause 2026-09-01
    """
    _print(questions.deadline(jurisdiction, rule, event, seat=seat, cause=cause), as_json=as_json)


@law.command()
@click.argument("jurisdiction")
@click.argument("event")
@click.argument("length", type=int)
@click.argument("unit", default="days")
@seat
@click.option("--holiday", "holidays", multiple=True, help="A local holiday of the place; may be given often.")
@click.option("--under", help="Another law's way of counting, such as `Ley 39/2015`.")
@click.option("--back", is_flag=True, help="Count back from an event still to come.")
@click.option("--no-roll", is_flag=True, help="The last day stays where it falls.")
@click.option("--from-event", is_flag=True, help="The day of the event is the first that counts.")
@click.option("--cut-off", help="An hour such as 16:00: an event at or after it counts on the next working day.")
@as_json
def count(jurisdiction: str, event: str, length: int, unit: str, holidays: tuple[str, ...], **more: Any) -> None:
    """LENGTH days (or UNIT: working-days, clear-days, weeks, months, years) counted from EVENT.

    \b
    Examples:
      recourse law count es 2026-07-25 10 --seat bilbao --holiday 2026-08-31
      recourse law count es 2026-07-27 10 --under urgent
      recourse law count de 2026-03-15 1 months --from-event --no-roll
      recourse law count de 2026-03-01 1 half-months
      recourse law count gb-ew 2017-03-14 5 --back
      recourse law count gb-ew 2020-08-03T16:00 14 calendar-days --cut-off 16:00 --json
    """
    found = questions.count(
        jurisdiction,
        event,
        length,
        unit,
        seat=more["seat"],
        local_holidays=holidays,
        under=more["under"],
        back=more["back"],
        rolls=not more["no_roll"],
        from_event=more["from_event"],
        cut_off=more["cut_off"],
    )
    _print(found, as_json=more["as_json"])


@law.command()
@click.argument("jurisdiction")
@click.argument("method")
@click.argument("sent")
@click.option(
    "--document",
    type=click.Choice(["other", "claim form"]),
    default="other",
    show_default=True,
    help="What was sent: the claim form takes effect by a rule of its own.",
)
@as_json
def service(jurisdiction: str, method: str, sent: str, document: str, as_json: bool) -> None:
    """When a document SENT by METHOD takes effect.

    \b
    Examples:
      recourse law service gb-ew email 2026-06-05T17:00
      recourse law service gb-ew 'first class post' 2026-06-05 --document 'claim form'
      recourse law service se simplified 2026-03-02 --json
    """
    _print(questions.service(jurisdiction, method, sent, document=document), as_json=as_json)


@law.command()
@click.argument("jurisdiction")
@click.argument("table")
@click.argument("on")
@as_json
def rate(jurisdiction: str, table: str, on: str, as_json: bool) -> None:
    """The rate of TABLE on a day, in per cent a year.

    \b
    Examples:
      recourse law rate de base 2026-07-01
      recourse law rate pl maximum_default 2025-11-01 --json
    """
    _print(questions.rate(jurisdiction, table, on), as_json=as_json)


@law.command()
@click.argument("jurisdiction")
@click.argument("principal")
@click.argument("first")
@click.argument("last")
@click.option("--kind", default="statutory", show_default=True, help="statutory, contractual or a table's name.")
@click.option("--debtor", default="person", show_default=True, help="person or company.")
@click.option("--percent", help="The agreed rate, for contractual interest.")
@currency
@as_json
def interest(jurisdiction: str, principal: str, first: str, last: str, as_json: bool, **more: Any) -> None:
    """Interest on PRINCIPAL from the FIRST day to the LAST, both counted.

    \b
    Examples:
      recourse law interest de 1000.00 2026-01-01 2026-06-30 --debtor company
      recourse law interest es 1000.00 2026-01-01 2026-06-30 --kind procedural --currency EUR
      recourse law interest gb-ew 1000.00 2026-01-01 2026-06-30 --kind contractual --percent 4.50 --json
    """
    _print(questions.interest(jurisdiction, principal, first, last, **more), as_json=as_json)


@law.command()
@click.argument("jurisdiction")
@click.argument("code")
@click.argument("value")
@click.option("--on", help="The day the fee is asked for; today if left out.")
@click.option("--party", default="company", show_default=True, help="person or company.")
@currency
@as_json
def fee(jurisdiction: str, code: str, value: str, on: str | None, as_json: bool, **more: Any) -> None:
    """The fee CODE on a claim of VALUE.

    \b
    Examples:
      recourse law fee pl epu 15000.00
      recourse law fee es monitorio 2000.01 --on 2026-03-02 --party company --currency EUR
      recourse law fee pl zarzuty 100000.00 --party person --json
    """
    _print(questions.fee(jurisdiction, code, value, on or _today(), **more), as_json=as_json)


def _with_days(command: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(DAYS):
        words = name.removesuffix("_on").replace("_", " ")
        command = click.option(f"--{words.replace(' ', '-')}", name, help=f"The day, if known: {words}.")(command)
    return command


@law.command()
@click.argument("jurisdiction")
@click.option("--on", help="The day it is judged; today if left out.")
@click.option("--product", default="other", show_default=True, help="As in a tape: consumer_loan, telecom, rent …")
@click.option("--item", default="principal", show_default=True, help="As in a tape: principal, invoice, interest …")
@click.option("--debtor", default="person", show_default=True, help="person or company.")
@click.option("--region", help="The debtor's region or postcode, where regions have their own law.")
@click.option("--happened", multiple=True, help="What interrupts or suspends, its day, last day and form; often.")
@_with_days
@as_json
def limitation(jurisdiction: str, on: str | None, as_json: bool, **facts: Any) -> None:
    """How a claim stands: --due, --default, --contract, --last-payment … give the days that are known.

    \b
    Examples:
      recourse law limitation pl --due 2021-03-01 --on 2026-11-22
      recourse law limitation es --due 2018-03-01 --region 31001
      recourse law limitation de --due 2020-05-05 --titled 2021-06-01 --debtor company --item interest --product invoice
      recourse law limitation se --contract 2020-03-15 --product invoice --happened 'demanded 2022-05-01 writing' --json
    """
    _print(questions.limitation(jurisdiction, on or _today(), **facts), as_json=as_json)


@law.command()
@click.argument("file", type=FILE)
def examples(file: Path) -> None:
    """Run the worked examples of FILE through the engine. The exit code is 1 when one fails or cannot be read."""
    found: list[Judged] = []
    for one in judged(file):
        found.append(one)
        click.echo(one.told())
    counts = Counter(one.verdict for one in found)
    click.echo(f"{counts['agree']} passed, {counts['not']} failed")
    unsupported = Counter(one.topic for one in found if one.verdict == "unsupported")
    told = ", ".join(f"{topic} {many}" for topic, many in sorted(unsupported.items()))
    click.echo(f"unsupported: {counts['unsupported']}" + (f" ({told})" if told else ""))
    if counts["malformed"]:
        click.echo(f"malformed: {counts['malformed']}")
    if counts["not"] or counts["malformed"]:
        raise SystemExit(1)


@law.command("overview")
def write_overview() -> None:
    """Write docs/jurisdictions.md: what each law covers, what is unverified, what is missing."""
    OVERVIEW.write_text(overview())
    click.echo(f"wrote {OVERVIEW.name}")


def _today() -> str:
    return SystemClock().now().astimezone(UTC).date().isoformat()


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(answer).decode())
        return
    for line in _told(answer):
        click.echo(line)


def _told(answer: Answer) -> Iterator[str]:
    plain: dict[str, Any] = msgspec.to_builtins(answer)
    steps, authority = plain.pop("steps", []), plain.pop("authority", None)
    periods = plain.pop("periods", [])
    for name, value in plain.items():
        if isinstance(value, dict):
            yield f"{name}:"
            yield from (f"  {code:24} {title}" for code, title in value.items())
        elif value not in (None, []):
            yield f"{name.replace('_', ' '):14} {', '.join(value) if isinstance(value, list) else value}"
    yield from (f"  {step['sentence']}" for step in steps)
    for one in periods:
        days = f"{one['first_on']} to {one['last_on']}, {one['days']} days"
        yield f"  {days} at {one['percent']} %: {one['amount']} ({one['authority']['citation']})"
    if authority is not None:
        yield f"rule           {authority['citation']}"
        yield f"read in        {authority['source']}, {authority['checked_on']}"
        yield f"official text  {'seen' if authority['verified'] else 'NOT seen: unverified'}"
    elif isinstance(answer, InterestAnswer):
        yield f"official text  {'seen' if answer.verified else 'NOT seen for every rate: unverified'}"
