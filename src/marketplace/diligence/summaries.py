"""The summaries of sample files as a paper: made by us from the seller's records, with every party masked.

No page of a file is redacted: whether a scan names somebody cannot be proven, so none is shown before the deed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.render.pool import PaperJob, RenderPool, Unprinted
from kernel.errors import Refused
from marketplace.diligence.pseudonyms import pseudonym
from marketplace.diligence.samples import Sampled

PACKAGES = {"diligence": "marketplace.diligence"}
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Summary:
    """A sampled claim under the bidder's pseudonym: the same one as in his rows. `withheld` are columns of the tape."""

    reference: str
    claim: Sampled
    withheld: frozenset[str]

    @property
    def debtor(self) -> str:
        kind = "a company" if self.claim.debtor_kind == "company" else "a natural person"
        region = self.told("region")
        return f"{kind}, masked" if region is None else f"{kind} in {region}, masked"

    def told(self, name: str) -> object:
        """A value of the claim, or None where the seller withholds it from the tape."""
        if {name, f"{name}_minor"} & self.withheld:
            return None
        return getattr(self.claim, name)

    @property
    def items(self) -> list[tuple[object, ...]]:
        days = "due_on" not in self.withheld
        return [(item.kind, item.due_on if days else None, item.amount) for item in self.claim.items]

    @property
    def receipts(self) -> list[tuple[object, ...]]:
        return [(one.source.replace("_", " "), one.received_on, one.amount) for one in self.claim.receipts]

    @property
    def files(self) -> list[tuple[object, ...]]:
        return [(one.kind.replace("_", " "), one.language, one.made_on, one.sha256) for one in self.claim.files]


def summary_paper(
    sampled: Sequence[Sampled],
    key: bytes,
    *,
    withheld: frozenset[str],
    title: str,
    seller: str,
    buyer: str,
    claims: int,
    as_of: date,
) -> PaperJob:
    told = [Summary(pseudonym(key, "claim", str(one.claim_id)), one, withheld) for one in sampled]
    context: dict[str, object] = {
        "title": "Summaries of sample files",
        "author": seller,
        "reference": f"{title}, copy of {buyer}"[:120],
        "listing": title,
        "seller": seller,
        "buyer": buyer,
        "summaries": sorted(told, key=lambda one: one.reference),
        "claims_text": f"{claims:,}",
    }
    return PaperJob("summaries", "diligence/summaries.html", context, LANGUAGE, as_of)


def printed(job: PaperJob) -> bytes:
    """The paper as a PDF. Heavy: in a thread of a job, never in a transaction."""
    with RenderPool(PACKAGES, workers=1) as pool:
        for outcome in pool.render_many([job]):
            if isinstance(outcome, Unprinted):
                raise Refused(outcome.sentence)
            return outcome.paper.pdf
    raise RuntimeError("a paper that was asked for did not come back")
