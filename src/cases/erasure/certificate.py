"""The certificate of an erasure: what was there by hash, why it went, who said so, what had to stay and until when.

It names claims by reference and papers by SHA-256, never the person: it can be kept for ever.
"""

from functools import cache
from threading import Lock

from cases.erasure.planning import SENTENCES
from cases.erasure.queries import Outcome, RequestShown
from documents.render.engine import Renderer
from kernel.errors import Refused

LANGUAGE = "en"
ARTICLE = {
    "not_needed": "no longer needed for what it was collected for (GDPR art. 17.1 a)",
    "consent_withdrawn": "consent was withdrawn (GDPR art. 17.1 b)",
    "objection": "the person objected and nothing overrides it (GDPR art. 17.1 c)",
    "unlawful": "the processing was unlawful (GDPR art. 17.1 d)",
    "legal_duty": "a law obliges to erase (GDPR art. 17.1 e)",
}
_ONE_AT_A_TIME = Lock()


@cache
def _renderer() -> Renderer:
    return Renderer({"erasure": "cases.erasure"})


def certificate_of(request: RequestShown, outcome: Outcome) -> bytes:
    """The PDF. Refused before the erasure is done. Takes a tenth of a second: call it in a thread."""
    if request.done_at is None:
        raise Refused("There is a certificate once the erasure is done.")
    context = {
        "title": "Certificate of erasure",
        "author": request.holder,
        "reference": str(request.id),
        "sender": {"name": request.holder, "lines": [], "logo": None},
        "particulars": [
            ("Request", str(request.id)),
            ("Asked for on", f"{request.asked_on:%-d %B %Y}"),
            ("Ground", ARTICLE[request.ground]),
            ("Opened by", request.opened_by),
            ("Approved by", f"{request.approved_by}, {request.approved_at:%-d %B %Y, %H:%M} UTC"),
            ("Erased on", f"{request.done_at:%-d %B %Y, %H:%M} UTC"),
        ],
        "rows": [(reference, "name, address, identifiers and search keys blanked") for reference in outcome.blanked],
        "papers": [
            (
                one.sha256.hex() if one.sha256 else str(one.document_id),
                one.document_class,
                _fate(one.status, one.bytes_gone_at is not None),
            )
            for one in outcome.papers
        ],
        "remains": [
            (one.what, str(one.subject_id), SENTENCES[one.why], f"{one.until_on:%-d %B %Y}" if one.until_on else None)
            for one in outcome.remains
        ],
    }
    with _ONE_AT_A_TIME:
        rendered = _renderer().render_paper(
            "erasure/certificate.html", context, language=LANGUAGE, as_of=request.done_at.date()
        )
    return rendered.pdf


def _fate(status: str, bytes_gone: bool) -> str:
    if status != "destroyed":
        return "kept: something came in between"
    return "key destroyed, bytes deleted" if bytes_gone else "key destroyed"
