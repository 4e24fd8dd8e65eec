"""Whom a judgment's debtor pays, and how (Judgment.xsd)."""

from cases.jurisdictions.court_files.codes import Code
from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.layout import Choice, Field, Layout, Option
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.gb_ew.sdt import limits, payees
from cases.jurisdictions.gb_ew.sdt.codes import Frequency
from cases.jurisdictions.gb_ew.sdt.limits import line, words

FULL = Layout("Payment in full", payees.FullPayment, (Field("fullByDate", "by", "In full by", Day()),))
INSTALMENTS = Layout(
    "Payment by instalments",
    payees.Instalments,
    (
        Field("amount", "amount", "Instalment", limits.POUNDS),
        Field("frequency", "frequency", "How often", Code(Frequency)),
    ),
)
IMMEDIATE = Layout("Payment at once", payees.ImmediatePayment, ())
PAYMENT = Choice(
    (
        Option("inFullByPayment", payees.FullPayment, FULL),
        Option("instalment", payees.Instalments, INSTALMENTS),
        Option("immediatePayment", payees.ImmediatePayment, IMMEDIATE),
    )
)
PAYEE_ADDRESS = Layout(
    "Payee's address",
    payees.PayeeAddress,
    (
        Field("line1", "line1", "Address line 1", words(35)),
        Field("line2", "line2", "Address line 2", words(35)),
        Field("line3", "line3", "Address line 3", line(35), optional=True),
        Field("line4", "line4", "Address line 4", line(35), optional=True),
        Field("line5", "line5", "Address line 5", line(35), optional=True),
        Field("postcode", "postcode", "Postcode", limits.POSTCODE, optional=True),
    ),
)


def maybe(element: str, attribute: str, label: str, most: int) -> Field:
    return Field(element, attribute, label, words(most), optional=True)


TELEPHONE = Text(14, forms=(limits.TELEPHONE,))
PAYEE = Layout(
    "Payee",
    payees.Payee,
    (
        Field("name", "name", "Name", words(70)),
        Field("address", "address", "Address", PAYEE_ADDRESS),
        Field("telephoneNumber", "telephone", "Telephone", TELEPHONE, optional=True),
        maybe("dxNumber", "dx_number", "DX number", 35),
        maybe("faxNumber", "fax", "Fax", 24),
        maybe("email", "email", "E-mail", 254),
        maybe("pcm", "pcm", "Preferred contact method", 2),
        maybe("reference", "reference", "Reference", 24),
        maybe("bankAccountNumber", "account_number", "Account number", 8),
        maybe("bankAccountHolder", "account_holder", "Account holder", 70),
        maybe("bankSortCode", "sort_code", "Sort code", 8),
        maybe("bankName", "bank_name", "Bank", 30),
        maybe("bankInfo1", "bank_info1", "Bank information 1", 30),
        maybe("bankInfo2", "bank_info2", "Bank information 2", 30),
        maybe("slipCodeline1", "slip_codeline1", "Slip code line 1", 58),
        maybe("slipCodeline2", "slip_codeline2", "Slip code line 2", 58),
        maybe("giroAccountNumber", "giro_account", "Giro account", 8),
        maybe("giroTransCode1", "giro_code1", "Giro code 1", 9),
        maybe("giroTransCode2", "giro_code2", "Giro code 2", 9),
        maybe("apacsTransCode", "apacs_code", "APACS code", 2),
    ),
)
