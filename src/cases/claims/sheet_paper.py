"""The calculation sheet on paper. One renderer for the process, one sheet at a time."""

from functools import cache
from threading import Lock

from cases.claims.sheet import Sheet
from documents.render.engine import Renderer

LANGUAGE = "en"
_ONE_AT_A_TIME = Lock()


@cache
def _renderer() -> Renderer:
    return Renderer({"claims": "cases.claims"})


def paper_of(sheet: Sheet, *, holder: str) -> bytes:
    """The PDF, tagged and with its fonts. Takes a tenth of a second: call it in a thread."""
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
    with _ONE_AT_A_TIME:
        return _renderer().render_paper("claims/sheet.html", context, language=LANGUAGE, as_of=sheet.on).pdf
