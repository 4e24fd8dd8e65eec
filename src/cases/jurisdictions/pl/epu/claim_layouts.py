"""The claim, alone (PozewEPU.xsd) and in a batch (Pozwy.xsd)."""

from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.layout import Field, Layout, attribute
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.pl.epu import claims, limits
from cases.jurisdictions.pl.epu.claim_rules import RULES, no_place_in_a_batch
from cases.jurisdictions.pl.epu.cost_layouts import COSTS, FEE, REFUND
from cases.jurisdictions.pl.epu.party_layouts import COURT, FILER, PARTY
from cases.jurisdictions.pl.epu.person_layouts import OFFICER
from cases.jurisdictions.pl.epu.sum_layouts import DEMAND, EVIDENCE

HEAD = (
    attribute("ID", "claim_id", "ID pozwu", limits.IDENTIFIER),
    Field("version", "version", "Wersja formatu", Text(10), as_attribute=True, computed=True),
    attribute("dataZlozenia", "filed_on", "Data złożenia", Day()),
)
COURTS = (
    Field("Adresat", "court", "Adresat", COURT),
    Field("SadWlasciwy", "proper_court", "Sąd właściwy", COURT, optional=True),
    Field("OsobaSkladajaca", "filer", "Osoba składająca", FILER),
    Field("Powod", "claimants", "Powód", PARTY, many=(1, None), wrapper="ListaPowodow"),
    Field("Pozwany", "defendants", "Pozwany", PARTY, many=(1, None), wrapper="ListaPozwanych"),
    Field("SprawaWgPowoda", "reference", "Sygnatura według powoda", Text(60)),
    Field("WartoscSporu", "dispute_value", "Wartość przedmiotu sporu", limits.ZLOTY),
    Field("OplataSadowa", "fee", "Opłata sądowa", FEE),
    Field("KosztyZastepstwa", "attorney_costs", "Koszty zastępstwa", COSTS),
    Field("InneKoszty", "other_costs", "Inne koszty", COSTS, optional=True),
)
DEMANDS = (
    Field("Roszczenie", "demands", "Roszczenie", DEMAND, many=(1, None), wrapper="ListaRoszczen"),
    Field("Dowod", "evidence", "Dowód", EVIDENCE, many=(0, None), wrapper="ListaDowodow", optional=True),
    Field("InneRoszczenia", "other_demands", "Inne roszczenia", limits.LONG, optional=True),
    Field("Uzasadnienie", "reasons", "Uzasadnienie", limits.LONG),
)
IN_BATCH = Layout("Pozew", claims.Claim, (*HEAD, *COURTS, *DEMANDS), rules=(*RULES, no_place_in_a_batch))
ALONE = Layout(
    "Pozew",
    claims.Claim,
    (
        *HEAD,
        attribute("CzyWniosekUmorzBrakPodst", "discontinue_without_ground", "Wniosek o umorzenie przy braku podstaw",
                   limits.ZERO_ONE, optional=True),
        attribute("CzyWniosekUmorzUchylenie", "discontinue_when_set_aside", "Wniosek o umorzenie po uchyleniu nakazu",
                   limits.ZERO_ONE, optional=True),
        Field("Oswiadczenie", "declaration", "Oświadczenie", limits.FREE, optional=True),
        *COURTS,
        Field("RachunekDoZwrotuOplat", "refund_account", "Rachunek do zwrotu opłat", REFUND, optional=True),
        *DEMANDS,
        Field("Podpis", "signatures", "Podpis", OFFICER, many=(0, None), wrapper="ListaPodpisow", optional=True),
    ),
    rules=RULES,
)  # fmt: skip
BATCH = Layout(
    "Paczka pozwów",
    claims.ClaimBatch,
    (
        attribute("OznaczeniePaczki", "designation", "Oznaczenie paczki", Text(60)),
        Field("PozewEPU", "claims", "Pozew", IN_BATCH, many=(1, None)),
    ),
)
