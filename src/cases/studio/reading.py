"""What a template and its module say of themselves: the fields they read, the law they cite, and their digest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from inspect import getsource
from sys import modules

from jinja2 import Environment, meta, nodes

from cases.jurisdictions.contract import PaperKind
from cases.proceedings.printing import PACKAGES
from documents.render.environment import paper_environment

GIVEN = frozenset({"furniture", "language", "as_of"})
"""What the renderer gives to every template."""
ARTICLES = re.compile(
    r"(?:Regulation \d+/\d+(?: art\. ?[\d()a-z]+)?)"
    r"|(?:\b(?:LEC|CC|KPC|KC|ZPO|BGB|GKG|RDG|CPR|PD|RGPD|LO)\s?\d[\w.()/²³⁷]*(?: [IV]+\b)?)"
    r"|(?:\b[Aa]rt(?:\.|ículos?|icles?)\s?\d[\w.()²³⁷]*(?:\s§\s?\d+)?"
    r"(?:\s(?:de la )?(?:LEC|k\.p\.c\.|k\.c\.|CC|RGPD|RODO))?)"
    r"|(?:§+\s?\d+\w?(?:\s(?:Abs\.|Satz|Nr\.)\s?\d+)*(?:\s(?:ZPO|BGB|GKG|RDG))?)"
    r"|(?:\d+(?:[–,]\s?\d+)*\s§§?(?:\s\w+(?:lagen|balken))?)"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """An article. `said`: the sentence of the country's LAW.md that names it, None where none does; `unverified`:
    that sentence says the text was not read, or nothing is said of it.
    """

    article: str
    said: str | None
    unverified: bool


def fields_of(template: str) -> tuple[str, ...]:
    """Every value of the context that the template and those it builds on read, as `case.creditor.name`, in order."""
    found: dict[str, None] = {}
    for name in _family(template):
        tree = _environment().parse(_source(name))
        given = meta.find_undeclared_variables(tree) - GIVEN
        for node in tree.find_all((nodes.Getattr, nodes.Getitem, nodes.Name)):
            path = _path(node)
            if path is not None and path.partition(".")[0] in given:
                found[path] = None
    return tuple(sorted(one for one in found if not any(other.startswith(f"{one}.") for other in found)))


def cited_by(code: str, kind: PaperKind, template: str) -> tuple[Cited, ...]:
    """The articles that stand in the template and in the paper's module, with what LAW.md says of each."""
    text = " ".join([*map(_source, _family(template)), module_source(kind)])
    found = dict.fromkeys(re.sub(r"\s+", " ", one).rstrip(".,()") for one in ARTICLES.findall(text))
    return tuple(_marked(one, _law(code)) for one in sorted(found))


def digest_of_paper(kind: PaperKind, template: str) -> str:
    """Changes whenever a template of the paper's family or its module does; of other papers it says nothing."""
    pieces = [*map(_source, _family(template)), module_source(kind)]
    return sha256(b"\0".join(one.encode() for one in pieces)).hexdigest()


def module_source(kind: PaperKind) -> str:
    prepare = kind.prepare
    while isinstance(prepare, partial):
        prepare = prepare.func
    return getsource(modules[prepare.__module__])


@cache
def _environment() -> Environment:
    return paper_environment(PACKAGES)


@cache
def _source(name: str) -> str:
    prefix, _, rest = name.partition("/")
    place = "documents" if prefix == "documents" else PACKAGES[prefix]
    return (files(place) / "templates" / rest).read_text(encoding="utf-8")


@cache
def _family(template: str) -> tuple[str, ...]:
    """The template and every one it extends, includes or imports from."""
    found: dict[str, None] = {}
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = None
        waiting += [one for one in meta.find_referenced_templates(_environment().parse(_source(name))) if one]
    return tuple(found)


def _path(node: nodes.Node) -> str | None:
    match node:
        case nodes.Name(ctx="load"):
            return node.name
        case nodes.Getattr():
            inner = _path(node.node)
            return f"{inner}.{node.attr}" if inner else None
        case nodes.Getitem(node=whole, arg=nodes.Const(value=name)):
            inner = _path(whole)
            return f"{inner}.{name}" if inner else None
    return None


@cache
def _law(code: str) -> tuple[str, ...]:
    """LAW.md in sentences, those of `eu` with every country's."""
    return tuple(one for folder in dict.fromkeys((code, "eu")) for one in _sentences(folder))


def _sentences(folder: str) -> Iterator[str]:
    text = (files(f"cases.jurisdictions.{folder}") / "LAW.md").read_text(encoding="utf-8")
    for paragraph in re.split(r"\n\s*\n|\n(?=[-|#])", text):
        yield re.sub(r"\s+", " ", paragraph).strip("-| ")


def _marked(article: str, law: tuple[str, ...]) -> Cited:
    """Found by its number, since LAW.md and a court's own language order the words differently."""
    number = (re.search(r"\d[\w.²³⁷]*", article) or [article])[0]
    said = next((one for says in (_names, _holds) for one in law if says(one, number)), None)
    return Cited(article, said, said is None or "unverified" in said or "not read" in said)


def _names(said: str, number: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", said) is not None


def _holds(said: str, number: str) -> bool:
    """Whether it names the whole article of 816.1, or a run such as 812–818; short numbers fit too many laws."""
    whole = re.fullmatch(r"(\d{3,})(\..*)?", number)
    if whole is None:
        return False
    named = re.findall(r"(?<![\w.§])(\d{3,})(?:(?:–| to )(\d{3,}))?(?!\w)", said)
    return any(int(first) <= int(whole[1]) <= int(last or first) for first, last in named)
