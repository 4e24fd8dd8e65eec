"""Spain: monitorio and European order, deadlines, limitation, interest and fees. What was read is in LAW.md."""

from pathlib import Path

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.es.monitorio import monitorio
from cases.jurisdictions.es.papers.wording import CLASSES
from cases.jurisdictions.eu import order_before
from cases.jurisdictions.folder import open_folder

FOLDER = Path(__file__).parent
LAW = open_folder(FOLDER, zone="Europe/Madrid")

ES = Jurisdiction(
    code="es",
    name="Spain",
    countries=("es",),
    language="es",
    currency="EUR",
    time_zone="Europe/Madrid",
    procedures={
        "monitorio": monitorio(LAW.deadlines),
        "european_order": order_before("es", court_fee="european_order", fee=LAW.fees),
    },
    reckon=LAW.deadlines,
    limitation=LAW.limitation,
    interest=LAW.interest,
    fee=LAW.fees,
    locate=LAW.territories.locate,
    court=LAW.courts.court,
    seats=LAW.seats.names,
    exhibit_classes=CLASSES,
)

__all__ = ["ES", "FOLDER", "LAW"]
