"""From the parts of sealed papers to bulk requests: every part in exactly one file, or left out with its reasons."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cases.jurisdictions.court_channel import AccountField, CourtFile, LeftOut, Lodgement, Occasion, Part
from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.gb_ew.sdt import limits
from cases.jurisdictions.gb_ew.sdt.batches import File, RefusedFiling, Sender, batch
from cases.jurisdictions.gb_ew.sdt.characters import Transliteration
from cases.jurisdictions.gb_ew.sdt.claim_messages import Claim
from cases.jurisdictions.gb_ew.sdt.messages import Filing
from cases.jurisdictions.gb_ew.sdt.parts import message_of
from kernel.errors import Invalid, Place
from kernel.money import Money

CUSTOMER, TARGET, PREFIX = "customer_id", "target", "claim_prefix"
CERTIFICATE, KEY = "client_certificate", "client_key"
TARGETS = ("mcol", "C_MC")
ACCOUNT: tuple[AccountField, ...] = (
    AccountField(
        CUSTOMER,
        "SDT customer id",
        pattern="[1-9][0-9]{7}",
        advice="Eight digits, given by HMCTS when it opens the account for Secure Data Transfer.",
    ),
    AccountField(
        TARGET,
        "Target application",
        pattern="mcol|C_MC",
        advice="mcol for the court itself, C_MC while commissioning: nothing sent there is filed.",
    ),
    AccountField(
        PREFIX,
        "Claim number prefix",
        pattern="[0-9A-Za-z]{2}",
        optional=True,
        advice="The two characters HMCTS gave with the customer id. It is not sent; the file's control sheet names it.",
    ),
    AccountField(
        CERTIFICATE,
        "Client certificate",
        pattern=r"(?s).{1,20000}",
        secret=True,
        optional=True,
        lines=True,
        advice="As PEM. Needed to send through the service, not to hand a file over.",
    ),
    AccountField(
        KEY,
        "Key of the client certificate",
        pattern=r"(?s).{1,20000}",
        secret=True,
        optional=True,
        lines=True,
        advice="As PEM.",
    ),
)


def lodge(parts: Sequence[Part], account: Mapping[str, str], occasion: Occasion) -> Lodgement:
    """Files of at most 2,000 requests under the request ids of the parts. Invalid where account or reference are unfit.

    Nothing is respelt: what the court's characters cannot hold is left out, with a spelling somebody may choose.
    """
    sender, reference = _sender(account), occasion.reference
    if not limits.CODE.pattern.fullmatch(reference) or len(reference) > limits.LONGEST_NAME:
        told = f"At most {limits.LONGEST_NAME} letters, digits, _ and -."
        raise Invalid("The file cannot be named like this.", places=[Place("reference", reference, told)])
    filings: list[Filing] = []
    unread: list[LeftOut] = []
    for part in parts:
        found = _filing(part)
        if isinstance(found, Filing):
            filings.append(found)
        else:
            unread.append(LeftOut(part.request_id, part.case_reference, found))
    done = batch(filings, sender=sender, reference=reference)
    by_id = {one.request_id: one for one in filings}
    files = tuple(_court_file(one, [by_id[id_] for id_ in one.request_ids], account) for one in done.files)
    return Lodgement(files, (*unread, *(_left_out(one) for one in done.refused)))


def _sender(account: Mapping[str, str]) -> Sender:
    customer, target = account.get(CUSTOMER, ""), account.get(TARGET, "")
    places = []
    if not (customer.isascii() and customer.isdigit() and len(customer) == 8 and customer[0] != "0"):
        places.append(Place(CUSTOMER, customer, "Enter the eight digits HMCTS gave."))
    if target not in TARGETS:
        places.append(Place(TARGET, target, f"Enter one of {', '.join(TARGETS)}."))
    if places:
        raise Invalid("The account with Secure Data Transfer is not complete.", places=places)
    return Sender(int(customer), target)


def _filing(part: Part) -> Filing | tuple[Fault, ...]:
    try:
        message = message_of(part.content, case=part.case_reference)
    except Invalid as refused:
        remedy = "Prepare the paper anew."
        places = refused.places or [Place("part", None, refused.sentence)]
        return tuple(Fault(part.case_reference, one.where, one.value, one.sentence, remedy) for one in places)
    return Filing(case=part.case_reference, request_id=part.request_id, message=message)


def _left_out(refused: RefusedFiling) -> LeftOut:
    spelt = {one.field: one for one in refused.proposals}
    faults = tuple(_with_spelling(one, spelt.get(one.field.removeprefix("message."))) for one in refused.faults)
    return LeftOut(refused.filing.request_id, refused.filing.case, faults)


def _with_spelling(fault: Fault, proposed: Transliteration | None) -> Fault:
    if proposed is None:
        return fault
    unknown = f" Nobody may guess at {' '.join(proposed.open)}." if proposed.open else ""
    told = f"“{proposed.after}” might do: somebody must decide it and enter it, then prepare the paper anew.{unknown}"
    return replace(fault, remedy=told)


def _court_file(file: File, filings: Sequence[Filing], account: Mapping[str, str]) -> CourtFile:
    kinds = Counter(one.request_type for one in filings)
    controls = [("Requests", str(len(filings))), *((name, str(count)) for name, count in sorted(kinds.items()))]
    claimed = [one.message.amount for one in filings if isinstance(one.message, Claim)]
    if claimed:
        controls.append(("Claimed in all", str(_sum(claimed))))
    controls.append(("Target application", account[TARGET]))
    if account.get(PREFIX):
        controls.append(("Claim number prefix", account[PREFIX]))
    return CourtFile(file.reference, f"{file.reference}.xml", file.content, file.request_ids, tuple(controls))


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money.zero("GBP"))
