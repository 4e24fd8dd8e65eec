"""The enforceable copy for the successor of the creditor (ZPO 727): shown by a public or certified document."""

from cases.jurisdictions.paperwork.succession import SuccessionLaw, succession

SUCCESSION = succession(
    SuccessionLaw(
        title="Succession of creditor (ZPO 727)",
        language="de",
        template="de/succession/request.html",
        subject="Antrag wegen Rechtsnachfolge auf Gläubigerseite",
        rule="ZPO 727",
        formal="ZPO 727",
    )
)
