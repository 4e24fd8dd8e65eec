"""Notice to the Kronofogden or the court that the claim has passed to a new creditor."""

from cases.jurisdictions.paperwork.succession import SuccessionLaw, succession

SUCCESSION = succession(
    SuccessionLaw(
        title="Notice of a new creditor",
        language="sv",
        template="se/succession/notice.html",
        subject="Anmälan om ny fordringsägare",
        rule="the new creditor shows the transfer",
    )
)
