"""Fee, costs and the account for refunds (TypyDanych.xsd)."""

from cases.jurisdictions.court_files.codes import Flag
from cases.jurisdictions.court_files.layout import Field, Layout, attribute
from cases.jurisdictions.court_files.numbers import Whole
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.pl.epu import claims, limits

FEE = Layout(
    "Opłata sądowa",
    claims.CourtFee,
    (
        attribute("ObnizenieKosztowOplatySadowej", "reduced", "Obniżenie opłaty", Flag(), optional=True),
        attribute("wartosc", "amount", "Wartość", limits.ZLOTY),
        attribute("zwolnienie", "exemption", "Zwolnienie", Whole(0, 0)),
        attribute("zasadzenie", "demanded", "Żądanie zwrotu", limits.ZERO_ONE),
        attribute("identyfikator", "payment_id", "Identyfikator płatności", limits.IDENTIFIER, optional=True),
    ),
)
COSTS = Layout(
    "Koszty",
    claims.Costs,
    (
        attribute("wartosc", "amount", "Wartość", limits.COSTS),
        attribute("zasadzenie", "demanded", "Żądanie zasądzenia", limits.ZERO_ONE),
        attribute("wgNorm", "by_norms", "Według norm przepisanych", limits.ZERO_ONE),
        attribute("opis", "description", "Opis", limits.FREE, optional=True),
    ),
)
REFUND = Layout(
    "Rachunek do zwrotu opłat",
    claims.RefundAccount,
    (
        Field("NumerRachunkuDoZwrotuOplat", "number", "Numer rachunku", limits.ACCOUNT),
        Field("WlascicielRachunku", "holder", "Właściciel rachunku", Text(150, least=2)),
    ),
)
