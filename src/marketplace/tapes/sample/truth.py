"""The truth beside a sample tape: every planted defect and the bucket a careful platform puts it in.

The rules of the buckets:

- **rejected**: nobody can tell from the row what is owed, by whom or since when (no reference, no amount, an
  amount that cannot be read or can be read in two ways, dates that contradict each other or do not exist),
  the row's sums contradict each other, nothing is owed (zero or negative balance), or the row doubles another.
  Of two equal rows the first is accepted and the later rejected; of rows that share a reference and differ,
  every one is rejected, because none is more likely true than the other.
- **flagged**: the debt stands, a fact beside it is wrong (check digits of an identifier or account, a
  postcode of no such country, a cell that a spreadsheet would run). The row is accepted with a warning; the
  fact must be mended before it is used in a filing or a payment.
- **accepted-but-held**: the row is good and so is the claim, but the case may not leave onboarding: time-barred,
  insolvent, deceased, disputed, or being paid under a plan.
"""

from enum import StrEnum

import msgspec

FORMAT = "recourse-sample-truth/1"


class Bucket(StrEnum):
    """What becomes of a row with the defect."""

    REJECTED = "rejected"
    FLAGGED = "flagged"
    HELD = "accepted-but-held"


class Rule(msgspec.Struct, frozen=True):
    """One kind of defect, named as the reader's checks name it."""

    kind: str
    bucket: Bucket
    because: str


RULES = (
    Rule("duplicate.reference", Bucket.REJECTED, "two rows name one account and disagree about it"),
    Rule("amount.ambiguous", Bucket.REJECTED, "the amount can be read in two ways"),
    Rule("amount.not_a_number", Bucket.REJECTED, "the amount is not a number"),
    Rule("amount.negative", Bucket.REJECTED, "the debtor is owed, he does not owe"),
    Rule("amount.zero", Bucket.REJECTED, "the debt is paid"),
    Rule("amount.missing", Bucket.REJECTED, "the row states no amount"),
    Rule("balance.sum", Bucket.REJECTED, "the balance is not principal + interest + costs - payments"),
    Rule("reference.missing", Bucket.REJECTED, "the row cannot be told from another"),
    Rule("dates.order", Bucket.REJECTED, "nobody defaults on a contract before it is made"),
    Rule("date.impossible", Bucket.REJECTED, "there is no such day"),
    Rule("date.future", Bucket.REJECTED, "the default lies in the future"),
    Rule("duplicate.row", Bucket.REJECTED, "the row repeats an earlier one"),
    Rule("id.checksum", Bucket.FLAGGED, "the check digit does not belong to the identifier"),
    Rule("iban.checksum", Bucket.FLAGGED, "the check digits do not belong to the account"),
    Rule("postcode.country", Bucket.FLAGGED, "the country has no such postcode"),
    Rule("cell.formula", Bucket.FLAGGED, "a spreadsheet would run the cell"),
    Rule("limitation.barred", Bucket.HELD, "limitation ran out long ago"),
    Rule("status.insolvent", Bucket.HELD, "insolvency stays enforcement"),
    Rule("status.deceased", Bucket.HELD, "the heirs must be found first"),
    Rule("status.disputed", Bucket.HELD, "the dispute must be answered first"),
    Rule("status.live_plan", Bucket.HELD, "the debtor pays under a plan"),
)


class Defect(msgspec.Struct, frozen=True):
    """A planted defect. `row` is 1-based and counts data rows; `reference` is what the row says, or null."""

    row: int
    reference: str | None
    field: str
    column: str
    kind: str
    bucket: Bucket
    sentence: str


class KindCount(msgspec.Struct, frozen=True):
    """Rows that carry a defect of the kind."""

    kind: str
    bucket: Bucket
    rows: int


class RowCount(msgspec.Struct, frozen=True):
    """Rows by what becomes of them; the four add up to the tape's rows, and no row has two defects."""

    clean: int
    flagged: int
    held: int
    rejected: int


class Total(msgspec.Struct, frozen=True):
    """Sums of the balance column, as text: of the rows without a defect, and of all that are not rejected."""

    currency: str
    clean: str
    accepted: str


class Truth(msgspec.Struct, frozen=True):
    """What is known about a sample tape because it was written on purpose. `digest` is over the tape's bytes."""

    format: str
    country: str
    seed: int
    cut_off: str
    dirt: str
    rows: int
    file: str
    digest: str
    counts: tuple[KindCount, ...]
    buckets: RowCount
    totals: tuple[Total, ...]
    defects: tuple[Defect, ...]

    def of_kind(self, kind: str) -> tuple[Defect, ...]:
        """The defects of one kind, in the order of their rows."""
        return tuple(defect for defect in self.defects if defect.kind == kind)


def bucket_of(kind: str) -> Bucket:
    """The bucket of a kind of `RULES`."""
    return next(rule.bucket for rule in RULES if rule.kind == kind)


def kinds_in(country: str) -> tuple[str, ...]:
    """The kinds a tape of the country can carry: Britain has no identifier with a check digit."""
    return tuple(rule.kind for rule in RULES if not (country == "gb" and rule.kind == "id.checksum"))
