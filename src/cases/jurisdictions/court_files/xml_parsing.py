"""XML from outside, read safely: no document type, hence no entities and no network; bounded in bytes and nodes."""

from dataclasses import dataclass, field
from xml.parsers import expat  # a parser without entities or network: a document type is refused below

from kernel.errors import Invalid

LARGEST_FILE = 32 * 1024 * 1024
DEEPEST = 40
MOST_NODES = 1_000_000
LARGEST_ANSWER = 16 * 1024 * 1024
MOST_IN_ANSWER = 250_000
"""A court takes 2,000 requests in one file and answers each with some twelve elements: half a megabyte, or sixteen
where every defendant wrote the 8,000 characters that a defence may have. Measured: at these limits reading costs
140 MB of memory with all the answers, at those of our own files 300.
"""


@dataclass(slots=True)
class Node:
    """An element: `line` is where it begins in the file."""

    namespace: str
    name: str
    attributes: dict[str, str]
    line: int
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def child(self, name: str) -> "Node | None":
        return next((one for one in self.children if one.name == name), None)


def parse_answer(content: bytes) -> Node:
    """The same of what a court sent, in the narrower bounds of an answer."""
    return parse(content, largest=LARGEST_ANSWER, most=MOST_IN_ANSWER)


def parse(content: bytes, *, largest: int = LARGEST_FILE, most: int = MOST_NODES) -> Node:
    """The root. Invalid, with the line, for anything that is not plain well-formed XML of a bearable size."""
    if len(content) > largest:
        raise Invalid(
            f"The file has {len(content):,} bytes; {largest:,} are the most that is read. Ask the court for parts."
        )
    building = _Building(most)
    try:
        building.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Invalid(
            f"The file is not well-formed XML: line {error.lineno}, {expat.ErrorString(error.code)}."
        ) from error
    except (UnicodeError, ValueError, LookupError) as error:
        raise Invalid("The file is not readable as XML: its encoding is unknown or does not hold.") from error
    return building.root


class _Building:
    def __init__(self, most: int) -> None:
        self._most = most
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._no_document_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._open: list[Node] = []
        self._count = 0
        self.root = Node("", "", {}, 0)

    def _no_document_type(self, *_: object) -> None:
        raise Invalid(
            "The file declares a document type (DOCTYPE). No court's answer needs one and entities can be harmful:"
            " it is not read."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= DEEPEST or self._count > self._most:
            raise Invalid(
                f"The file nests deeper than {DEEPEST} or holds more than {self._most:,} elements: it is not read"
                f" beyond line {self.parser.CurrentLineNumber}."
            )
        namespace, _, plain = name.rpartition(" ")
        kept = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Node(namespace, plain, kept, self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, data: str) -> None:
        self._open[-1].pieces.append(data)


def without_soap(root: Node) -> Node:
    """The message inside a SOAP envelope, or the root itself. A SOAP fault is Invalid with what it says."""
    if root.name != "Envelope":
        return root
    body = root.child("Body")
    message = body.children[0] if body is not None and body.children else None
    if message is None:
        raise Invalid("The SOAP envelope holds no message.")
    if message.name == "Fault":
        said = first_words(" ".join(one.text.strip() for one in message.children if one.text.strip()))
        raise Invalid(f"The court's service answered with a fault: {said or 'no words'}.")
    return message


def first_words(text: str, *, most: int = 300) -> str:
    """Its beginning in whole words: half of a secret that a service repeats would be known by nobody who blots it."""
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]} …"
