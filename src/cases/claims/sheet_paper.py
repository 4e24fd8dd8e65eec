"""The calculation sheet on paper."""

from cases.claims.sheet import Sheet
from cases.proceedings.pictures import GALLEY
from documents.render.pool import PaperJob

LANGUAGE = "en"
INSTEAD = "Take the workbook: it has every row."


async def paper_of(sheet: Sheet, *, holder: str) -> bytes:
    """The PDF, tagged and with its fonts. Refused where the sheet is too long to be set while one waits."""
    words = {False: ", unverified", True: ""}
    context = {
        "title": f"Balance of {sheet.reference} on {sheet.on:%-d %B %Y}",
        "author": holder,
        "reference": sheet.reference,
        "sender": {"name": holder, "lines": [], "logo": None},
        "particulars": [("Claim", sheet.reference), ("As of", f"{sheet.on:%-d %B %Y}"), ("Currency", sheet.currency)],
        "sums": sheet.sums,
        "items": [(i.item, i.kind, i.due_on, i.amount, i.interest) for i in sheet.items],
        "periods": [
            (
                *(p.item, p.first_on, p.last_on, p.days, p.base, p.rate_percent, f"{p.amount:.6f}"),
                p.authority.citation + words[p.authority.verified],
            )
            for p in sheet.periods
        ],
        "roundings": [(r.item, f"{r.unrounded:.6f}", r.rounded, r.basis) for r in sheet.roundings],
        "payments": [
            (p.on, p.source.replace("_", " "), p.amount, f"{p.onto} {p.item}".strip(), p.law + words[p.verified])
            for p in sheet.payments
        ],
        "notes": sheet.balance.notes,
    }
    job = PaperJob("sheet", "claims/sheet.html", context, LANGUAGE, sheet.on)
    return (await GALLEY.look(job, instead=INSTEAD)).pdf
