"""Proofs of documents as they leave the house: compared with the locked objects first, checked before they go."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from documents.proofs.checking import check
from documents.proofs.proof import written
from documents.proofs.queries import evidence
from kernel.actor import Actor
from kernel.errors import Refused
from web.witnesses import compare, witness_of


async def prove(actor: Actor, document_id: UUID) -> bytes:
    """The proof file of a document the actor may see.

    NotFound for a stranger; Refused while its fact is not sealed and published, or if the locked objects or the proof
    itself contradict the database: then nothing is handed out.
    """
    found = await evidence(actor, document_id)
    for one in found.seals:
        witness = await witness_of(one)
        if not witness.statements:
            raise Refused("The seal of this document is not published yet. Try again in a minute.")
        findings = compare(one, witness)
        if findings:
            raise Refused(
                f"Seal {one.id} is contradicted outside the database: {findings[0].sentence}. Tell the operator."
            )
    await check(found.proof)
    return written(found.proof)


@get("/documents/{document_id:uuid}/proof", include_in_schema=False)
async def download_proof(actor: NamedDependency[Actor], document_id: FromPath[UUID]) -> Response[Any]:
    """The proof of a document, for whoever may read the document."""
    name = f"proof-{document_id}.json"
    return Response(
        await prove(actor, document_id),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


ROUTES = (download_proof,)
