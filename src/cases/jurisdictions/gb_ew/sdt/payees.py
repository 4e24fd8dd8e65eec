"""How and to whom a judgment is paid."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.gb_ew.sdt.codes import Frequency
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class FullPayment:
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalments:
    amount: Money
    frequency: Frequency


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediatePayment:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeAddress:
    line1: str
    line2: str
    line3: str | None = None
    line4: str | None = None
    line5: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """Whom the defendant shall pay. The slip and giro fields are for those who print payment slips."""

    name: str
    address: PayeeAddress
    telephone: str | None = None
    dx_number: str | None = None
    fax: str | None = None
    email: str | None = None
    pcm: str | None = None
    reference: str | None = None
    account_number: str | None = None
    account_holder: str | None = None
    sort_code: str | None = None
    bank_name: str | None = None
    bank_info1: str | None = None
    bank_info2: str | None = None
    slip_codeline1: str | None = None
    slip_codeline2: str | None = None
    giro_account: str | None = None
    giro_code1: str | None = None
    giro_code2: str | None = None
    apacs_code: str | None = None
