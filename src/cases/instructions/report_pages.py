"""Reports under an instruction: for any period, as a page and as a sheet, and those the firm handed over."""

import csv
import io
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import xlsxwriter
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response, Template

from accounts.forms import day, optional_day
from cases.desk.forms import AnyRequest, acted_once, texts
from cases.instructions.queries import InstructionShown, instruction
from cases.instructions.reports import Report, deliver_report, delivered_report, delivered_reports, report_of
from documents.neutral import neutralised_text
from kernel.actor import Actor
from kernel.errors import NotFound

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = tuple[str, str, str, str]


@get("/instructions/{instruction_id:uuid}/report", include_in_schema=False)
async def show_report(
    actor: NamedDependency[Actor],
    instruction_id: FromPath[UUID],
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
) -> Template:
    one = await instruction(actor, instruction_id)
    from_on, until_on = await _period(actor, one, since, until)
    context = {
        "one": one,
        "report": await report_of(actor, instruction_id, from_on, until_on),
        "remark": None,
        "delivered": False,
        "here_at": f"/instructions/{instruction_id}",
        "may_deliver": not one.ours and actor.may("cases.work") and one.status == "accepted",
    }
    return Template("cases/instructions/report.html", context=context)


@get("/instructions/{instruction_id:uuid}/report/{suffix:str}", include_in_schema=False)
async def download_report(
    actor: NamedDependency[Actor],
    instruction_id: FromPath[UUID],
    suffix: FromPath[str],
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
) -> Response[bytes]:
    """The same figures as `csv` or `xlsx`."""
    one = await instruction(actor, instruction_id)
    if suffix not in {"csv", "xlsx"}:
        raise NotFound("There is no such file.")
    from_on, until_on = await _period(actor, one, since, until)
    rows = rows_of(await report_of(actor, instruction_id, from_on, until_on))
    name = f"{one.number}-{from_on.isoformat()}-{until_on.isoformat()}.{suffix}"
    content, kind = (as_csv(rows), "text/csv") if suffix == "csv" else (as_sheet(rows), XLSX)
    return Response(content, media_type=kind, headers={"content-disposition": f"attachment; filename={name}"})


@post("/instructions/{instruction_id:uuid}/reports", include_in_schema=False)
async def deliver(request: AnyRequest, actor: NamedDependency[Actor], instruction_id: FromPath[UUID]) -> Redirect:
    actor.must("cases.work")
    data = await texts(request)

    async def act() -> str:
        from_on, until_on = day(data.get("since", ""), "since"), day(data.get("until", ""), "until")
        await deliver_report(actor, instruction_id, from_on, until_on, data.get("remark", ""))
        return "The report is with the owner, as it stood."

    return await acted_once(request, actor, data, f"/instructions/{instruction_id}", act)


@get("/instructions/{instruction_id:uuid}/reports/{report_id:uuid}", include_in_schema=False)
async def show_delivered(
    actor: NamedDependency[Actor], instruction_id: FromPath[UUID], report_id: FromPath[UUID]
) -> Template:
    one = await instruction(actor, instruction_id)
    found = await delivered_report(actor, instruction_id, report_id)
    if found is None:
        raise NotFound("There is no such report here.")
    context = {
        "one": one,
        "report": found[0],
        "remark": found[1],
        "delivered": True,
        "here_at": f"/instructions/{instruction_id}",
        "may_deliver": False,
    }
    return Template("cases/instructions/report.html", context=context)


async def _period(actor: Actor, one: InstructionShown, since: str, until: str) -> tuple[date, date]:
    """The days named; else from the last report, or the acceptance, until today."""
    last = await delivered_reports(actor, one.id)
    began = (
        last[0].until_on + timedelta(days=1)
        if last
        else one.accepted_at.date()
        if one.accepted_at
        else actor.today("UTC")
    )
    from_on = optional_day(since, "since") or began
    return from_on, optional_day(until, "until") or max(from_on, actor.today("UTC"))


def rows_of(report: Report) -> list[Row]:
    """The report as lines of four cells: section, what, how much, in what."""
    rows: list[Row] = [
        ("instruction", "number", report.number, ""),
        ("instruction", "owner", report.owner, ""),
        ("instruction", "firm", report.firm, ""),
        ("instruction", "from", report.from_on.isoformat(), ""),
        ("instruction", "until", report.until_on.isoformat(), ""),
        ("cases", "in all", str(report.cases), ""),
    ]
    rows += [("cases by stage", one.name, str(one.many), "") for one in report.stages]
    rows += [("papers sent", one.name, str(one.many), "") for one in report.papers]
    rows += [("money received", "", one.amount, one.currency) for one in report.received]
    rows += [
        ("costs", "laid out", report.laid_out.amount, report.laid_out.currency),
        ("costs", "court fees of papers", report.court_fees.amount, report.court_fees.currency),
        ("time", "minutes", str(report.minutes), ""),
        ("deadlines", "met", str(report.deadlines_met), ""),
        ("deadlines", "missed", str(report.deadlines_missed), ""),
    ]
    rows += [("next deadlines", f"{one.reference}: {one.title}", one.safe_on.isoformat(), "") for one in report.ahead]
    rows += [
        (f"fee: {one.what}", f"{one.quantity} at {one.rate}", one.amount.amount, one.amount.currency)
        for one in report.fees
    ]
    rows += [("fees", "in all", report.fees_total.amount, report.fees_total.currency)]
    return rows + [("note", note, "", "") for note in report.notes]


def as_csv(rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["section", "what", "value", "currency"])
    for row in rows:
        writer.writerow([neutralised_text(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_sheet(rows: list[Row]) -> bytes:
    """Every cell is text: nothing of it is a formula or a link."""
    held = BytesIO()
    closed = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, closed) as book:
        page = book.add_worksheet("Report")
        page.set_column(0, 3, 28)
        page.write_row(0, 0, ("section", "what", "value", "currency"), book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(number, column, neutralised_text(cell))
    return held.getvalue()


ROUTES = (show_report, download_report, deliver, show_delivered)
