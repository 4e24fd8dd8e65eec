"""Germany: Mahnverfahren with its papers and records, deadlines, limitation, interest, fees. What was read: LAW.md."""

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.de.eda.channel import EDA
from cases.jurisdictions.de.law import FOLDER, LAW
from cases.jurisdictions.de.mahnverfahren import mahnverfahren
from cases.jurisdictions.eu import order_before

DE = Jurisdiction(
    code="de",
    name="Germany",
    countries=("de",),
    language="de",
    currency="EUR",
    time_zone="Europe/Berlin",
    procedures={"mahnverfahren": mahnverfahren(LAW.deadlines), "european_order": order_before("de")},
    reckon=LAW.deadlines,
    limitation=LAW.limitation,
    interest=LAW.interest,
    fee=LAW.fees,
    locate=LAW.territories.locate,
    court=LAW.courts.court,
    seats=LAW.seats.names,
    channels=(EDA,),
)

__all__ = ["DE", "FOLDER", "LAW"]
