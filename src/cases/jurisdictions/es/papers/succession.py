"""Procedural succession: in running proceedings (LEC 17) or under an enforceable title (LEC 540)."""

from cases.jurisdictions.paperwork.succession import SuccessionLaw, succession

SUCCESSION = succession(
    SuccessionLaw(
        title="Succession of creditor (LEC 17, 540)",
        language="es",
        template="es/succession/request.html",
        subject="Escrito de sucesión procesal",
        rule="LEC 17 and 540",
    )
)
