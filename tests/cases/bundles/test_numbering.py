"""The files a court gets are those its petition lists: same order, same number, same class, same name."""

from datetime import date

import pytest

from cases.bundles.queries import case_papers
from cases.desk.exhibits import Upload, attach_exhibit
from cases.desk.reach import cases_at_hand
from cases.jurisdictions.es.papers.documents import index_of
from cases.proceedings.case_file import assemble
from documents.bundles.annexes import annex_name
from kernel.db import transaction
from tests.builders.cases import a_desk, an_open_case
from tests.builders.files import a_pdf
from tests.builders.papers import a_paper

pytestmark = pytest.mark.usefixtures("database", "object_store")
BROUGHT = (
    ("power", "Escritura de poder", date(2025, 1, 20)),
    ("masc", "Acreditación de la negociación", date(2026, 9, 15)),
    ("other", "Correo del deudor", None),
    ("contract", "Contrato de préstamo n.º 2021/0457", date(2021, 4, 3)),
)


async def test_files_for_lexnet_bear_the_names_that_the_petition_lists() -> None:
    desk = await a_desk(country="ES")
    case_id = await an_open_case(desk=desk)
    for kind, title, dated_on in BROUGHT:
        upload = Upload("scan.pdf", a_pdf(title))
        await attach_exhibit(desk.lawyer, [case_id], upload, kind=kind, title=title, dated_on=dated_on)
    async with transaction(desk.lawyer):
        [case] = await cases_at_hand(desk.lawyer, [case_id])
    await a_paper(desk.system, subject_kind="claim", subject_id=case.claim_id, kind="assignment", title="Extract")
    async with transaction(desk.lawyer):
        [assembled] = await assemble(
            desk.lawyer, [case], on=desk.clock.now().date(), signatory=None, purpose="the test"
        )
    listed = [line.file_name for line in index_of(assembled.file.exhibits)]

    _, papers = await case_papers(desk.lawyer, case_id)
    offered = [one for one in papers if one.is_exhibit]
    named = [annex_name(number, one.kind, one.title, ".pdf") for number, one in enumerate(offered, 1)]
    assert named == listed
    assert listed[0] == "01 Contrato - Contrato de prestamo n.o 2021 0457.pdf"
    assert listed[1].startswith("02 Cesion de credito - Extracto certificado")
    assert listed[-1] == "05 Otros documentos - Correo del deudor.pdf"
