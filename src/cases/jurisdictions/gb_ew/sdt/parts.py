"""The single elements that travel inside the sealed papers: which file holds which message, written and read back."""

from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, MachineFile
from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.twin import Section, twin
from cases.jurisdictions.court_files.xml_parsing import parse
from cases.jurisdictions.court_files.xml_reading import read
from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.gb_ew.sdt import limits
from cases.jurisdictions.gb_ew.sdt.batches import filing_faults
from cases.jurisdictions.gb_ew.sdt.claim_messages import BreathingSpace, Claim, StatusUpdate
from cases.jurisdictions.gb_ew.sdt.envelope import LAYOUTS
from cases.jurisdictions.gb_ew.sdt.judgment_messages import Judgment, JudgmentAndWarrant, Warrant
from cases.jurisdictions.gb_ew.sdt.messages import REQUEST_TYPES, Filing, Message
from cases.jurisdictions.gb_ew.sdt.spelling import as_decided
from kernel.errors import Invalid

NOT_YET_SENT = "not-yet-sent"
"""The request id of a message that is only in its paper: the one it is sent under comes when it is lodged."""


@dataclass(frozen=True, slots=True)
class PartKind:
    """A machine file of a paper: `namespace` is that in which the court's schema declares its element."""

    name: str
    struct: type
    namespace: str
    description: str

    @property
    def element(self) -> str:
        return REQUEST_TYPES[self.struct]

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.struct]


KINDS: tuple[PartKind, ...] = (
    PartKind("mcol-claim.xml", Claim, limits.CLAIM, "The claim as Money Claim Online takes it"),
    PartKind("mcol-judgment.xml", Judgment, limits.JUDGMENT, "The request for judgment as Money Claim Online takes it"),
    PartKind("mcol-warrant.xml", Warrant, limits.WARRANT, "The request for a warrant as Money Claim Online takes it"),
    PartKind(
        "mcol-judgment-warrant.xml",
        JudgmentAndWarrant,
        limits.JUDGMENT,
        "The request for judgment and warrant at once as Money Claim Online takes it",
    ),
    PartKind("mcol-status.xml", StatusUpdate, limits.STATUS, "The claim status update as Money Claim Online takes it"),
    PartKind(
        "mcol-breathing-space.xml",
        BreathingSpace,
        limits.BREATHING,
        "The breathing space notification as Money Claim Online takes it",
    ),
)
BY_NAME = {one.name: one for one in KINDS}
BY_ELEMENT = {one.element: one for one in KINDS}
BY_STRUCT = {one.struct: one for one in KINDS}


def part_of(case: str, message: Message) -> MachineFile | tuple[Fault, ...]:
    """The message as the file that travels in its paper, or everything the court's format would refuse in it."""
    filing = Filing(case=case, request_id=NOT_YET_SENT, message=message)
    if wrong := filing_faults(filing):
        return wrong
    kind = BY_STRUCT[type(message)]
    content = as_bytes(tree(kind.element, kind.layout, message, kind.namespace))
    return MachineFile(kind.name, content, kind.description)


def part_for(case_file: CaseFile, message: Message) -> MachineFile | tuple[Fault, ...]:
    """The same from a case file, with the spellings that a person decided on."""
    case = case_file.case_reference
    return part_of(case, as_decided(case_file, Filing(case=case, request_id=NOT_YET_SENT, message=message)))


def inside(case_file: CaseFile, message: Message) -> tuple[MachineFile, ...]:
    """The message for its paper; nothing where it does not fit the court's format, which then gets the paper alone."""
    found = part_for(case_file, message)
    return (found,) if isinstance(found, MachineFile) else ()


def message_of(content: bytes, *, case: str) -> Message:
    """The message of a part. Invalid, with places, for anything but one of the elements above."""
    root = parse(content)
    kind = BY_ELEMENT.get(root.name)
    if kind is None or root.namespace != kind.namespace:
        raise Invalid(f"The part is a <{root.name}>; known are {', '.join(BY_ELEMENT)}.")
    message: Message = read(kind.layout, root, case=case)
    return message


def twin_of(name: str, content: bytes) -> Section:
    """The part as labelled rows. Invalid for a name or content that is none of this channel's."""
    kind = BY_NAME.get(name)
    if kind is None:
        raise Invalid(f"Money Claim Online has no part {name}; known are {', '.join(BY_NAME)}.")
    message = message_of(content, case=name)
    if not isinstance(message, kind.struct):
        raise Invalid(f"{name} holds a <{REQUEST_TYPES[type(message)]}>, not a <{kind.element}>.")
    return twin(kind.layout, message)
