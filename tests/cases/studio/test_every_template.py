"""Every paper of every country, with its sample and with hostile data; a new paper is held to the same by itself."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cases.jurisdictions.contract import Paper
from documents.render.inspection import inspect_pdf
from documents.render.words import locale_of
from tests.cases.studio.papers import ALL, alike, made, prepared

NO_TOTAL = frozenset(
    {
        "goodbye_letter",
        "power_of_attorney",
        "title_chain",
        "masc_proof",
        "succession",
        "withdrawal",
        "application_change",
        "certificate_of_service",
        "status_update",
        "breathing_space_notice",
        "form_a",
        "form_b_reply",
        "appendix_2",
        "eop_withdrawal",
        "epu_letter",
        "epu_motion",
        "epu_address",
        "epu_defects",
        "epu_power_ended",
        "epu_attorney",
        "monierungsantwort",
        "vollstreckungsbescheid",
    }
)
"""Papers that state no sum, or its parts alone, as form A does."""
BY_ACCOUNT = frozenset({"mahnantrag"})
"""Their machine part is made once the court account is known; what it cannot hold is refused all the same."""
EACH = pytest.mark.parametrize(("code", "procedure", "kind"), ALL, ids=["-".join(one) for one in ALL])


@EACH
def test_its_sample_is_complete(code: str, procedure: str, kind: str) -> None:
    """What is missing is entered in src/cases/studio/samples/papers.toml under the country and the paper's code."""
    paper = prepared(code, procedure, kind, bad=False)
    assert isinstance(paper, Paper), [one.sentence for one in paper]


@EACH
def test_its_text_carries_every_amount_and_day_exactly(code: str, procedure: str, kind: str) -> None:
    for bad in (False, True):
        if bad and _refused_for_its_characters(code, procedure, kind):
            continue
        one = made(code, procedure, kind, bad=bad)
        assert [said for said in one.written if said not in one.text] == []
        assert one.written, "a paper without any day was not dated"
        total = alike(one.case.total.formatted(str(locale_of(one.paper.language))))
        owed = one.paper.context.get("owed")
        demanded = alike(owed.formatted(str(locale_of(one.paper.language)))) if hasattr(owed, "formatted") else total
        assert kind in NO_TOTAL or demanded in one.text


@EACH
def test_it_is_archivable_tagged_and_readable_aloud(code: str, procedure: str, kind: str) -> None:
    for bad in (False, True):
        if bad and _refused_for_its_characters(code, procedure, kind):
            continue
        one = made(code, procedure, kind, bad=bad)
        seen = inspect_pdf(one.pdf)
        assert seen.faults == ()
        assert (seen.pages, seen.language is not None, bool(seen.fonts)) == (one.pages, True, True)
        assert set(seen.attachments) == {part.name for part in one.paper.machine}
        assert b"pdfuaid:part" in one.pdf or b"pdfuaid" in one.pdf


@EACH
def test_hostile_data_stay_words(code: str, procedure: str, kind: str) -> None:
    if _refused_for_its_characters(code, procedure, kind):
        return
    one = made(code, procedure, kind, bad=True)
    assert "<script>" in one.text, "the names are printed as they are entered"
    assert "'49'" not in one.text, "an address is no template"


def _refused_for_its_characters(code: str, procedure: str, kind: str) -> bool:
    """A court's machine takes its own characters alone: such a paper is stopped, each fault with its sentence."""
    outcome = prepared(code, procedure, kind, bad=True)
    if isinstance(outcome, Paper):
        return False
    machine = prepared(code, procedure, kind, bad=False)
    assert isinstance(machine, Paper)
    assert machine.machine or kind in BY_ACCOUNT, "only what a machine reads may be refused for its characters"
    assert all(one.sentence.endswith((".", "”")) for one in outcome)
    return True


OUTLOUD = Path(sys.executable).with_name("outloud")
VERAPDF = shutil.which("verapdf")
FLAVOURS = ("3a", "ua1")


@pytest.mark.scenario
@pytest.mark.timeout(600)
@pytest.mark.skipif(not OUTLOUD.exists(), reason="outloud is not installed beside this Python: outloud==0.2.1 of PyPI")
def test_the_reader_of_the_blind_finds_no_fault_in_any_template(tmp_path: Path) -> None:
    report, paths = tmp_path / "report.json", one_of_each_template(tmp_path)
    subprocess.run([OUTLOUD, *paths, "--json", report], capture_output=True, check=False)
    results = json.loads(report.read_bytes())["results"]
    assert len(results) == len(paths)
    faults = {
        Path(one["path"]).stem: [found["message"] for found in one["findings"] if found["severity"] == "error"]
        for one in results
    }
    assert {paper: said for paper, said in faults.items() if said} == {}


@pytest.mark.scenario
@pytest.mark.timeout(1200)
@pytest.mark.skipif(VERAPDF is None, reason="veraPDF is not installed; no registry of packages has it")
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_validator_passes_every_template(flavour: str, tmp_path: Path) -> None:
    paths = one_of_each_template(tmp_path)
    told = subprocess.run(
        [str(VERAPDF), "--flavour", flavour, "--format", "text", *paths], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    assert [line for line in told if not line.startswith("PASS ")] == []
    assert len(told) == len(paths)


def one_of_each_template(folder: Path) -> list[Path]:
    paths = []
    for one in {prepared(*one, bad=False).template: one for one in ALL}.values():
        paths.append(folder / f"{'-'.join(one)}.pdf")
        paths[-1].write_bytes(made(*one, bad=False).pdf)
    return paths
