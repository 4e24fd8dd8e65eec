"""The clause for the successor of the creditor (KPC 788): shown by an official or officially certified document."""

from cases.jurisdictions.paperwork.succession import SuccessionLaw, succession

SUCCESSION = succession(
    SuccessionLaw(
        title="Succession of creditor (KPC 788)",
        language="pl",
        template="pl/succession/request.html",
        subject="Wniosek dotyczący następcy prawnego wierzyciela",
        rule="KPC 788",
        formal="KPC 788",
    )
)
