"""Reports under an instruction: for any period, as a page and as a sheet, and those the firm handed over."""

from datetime import date, timedelta
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response, Template

from accounts.forms import day, optional_day
from cases.desk.forms import AnyRequest, acted_once, texts
from cases.instructions.delivered import delivered_report, delivered_reports
from cases.instructions.delivering import deliver_report
from cases.instructions.queries import InstructionShown, instruction
from cases.instructions.report_sheet import as_csv, as_sheet, rows_of
from cases.instructions.reports import report_of
from kernel.actor import Actor
from kernel.errors import NotFound

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


ROUTES = (show_report, download_report, deliver, show_delivered)
