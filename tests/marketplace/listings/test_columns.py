"""Every column has a role with its reason; what names a debtor or was written freely has no other one."""

import pytest

from kernel.errors import Invalid
from marketplace.anonymity import DEBTOR_KEY, Role
from marketplace.anonymity.roles import KINDS
from marketplace.anonymity.tape import RENAMED
from marketplace.listings.columns import Shown, chosen, columns_under, proposals, why_not
from marketplace.listings.demanded import Demanded, check_demanded, read_roles
from marketplace.listings.portfolio import SCHEMA
from marketplace.tapes.catalogue import CATALOGUE, Identifying

NEVER = [name for name, column in proposals().items() if column.proposed in {Shown.DIRECT, Shown.TEXT}]


def test_every_column_of_a_portfolio_has_a_proposal_and_a_reason() -> None:
    assert set(SCHEMA) - {"claim_id", DEBTOR_KEY} <= set(proposals())
    assert all(column.reason and column.proposed in column.may for column in proposals().values())


def test_everything_the_catalogue_calls_a_direct_identifier_is_proposed_as_one() -> None:
    direct = {name for name, field in CATALOGUE.items() if field.identifying is Identifying.DIRECT}
    assert direct <= {name for name, column in proposals().items() if column.proposed is Shown.DIRECT}


def test_a_proposal_to_blur_is_what_the_engine_does_by_itself() -> None:
    blurred = {name for name, column in proposals().items() if column.proposed is Shown.QUASI}
    assert blurred <= set(KINDS)


@pytest.mark.parametrize("name", NEVER)
@pytest.mark.parametrize("role", ["quasi", "sensitive", "free"])
def test_what_names_a_debtor_or_was_written_freely_is_refused_every_other_role(name: str, role: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_roles({name: role})
    place = refused.value.places[0]
    assert (place.where, place.value) == (f"role_{name}", role)
    assert proposals()[name].reason in place.sentence


def test_what_an_outsider_knows_is_never_shown_as_it_stands() -> None:
    for name in ("birth_on", "postcode", "city", "region", "debtor_kind"):
        assert "an outsider" in str(why_not(name, "free"))


def test_a_column_the_platform_does_not_know_is_never_released() -> None:
    assert "does not know this column" in str(why_not("remarks", "quasi"))
    assert why_not("remarks", "direct") is not None
    assert "not yours to decide" in str(why_not(DEBTOR_KEY, "free"))


def test_an_unknown_word_is_refused_like_a_wrong_role() -> None:
    with pytest.raises(Invalid, match="product cannot be shown as it stands"):
        read_roles({"product": "public"})


def test_only_what_differs_from_the_proposal_is_kept() -> None:
    assert chosen({"product": Role.QUASI, "city": Role.DIRECT}) == {"city": Role.DIRECT}
    changed = [one.column.name for one in columns_under({"city": Role.DIRECT}) if one.changed]
    assert changed == ["city"]


@pytest.mark.parametrize(
    ("demanded", "where"),
    [
        (Demanded(k=9), "k"),
        (Demanded(t=0.0), "t"),
        (Demanded(t=1.01), "t"),
        (Demanded(l=0), "l"),
        (Demanded(roles={"flags": Role.SENSITIVE}), "l"),
    ],
)
def test_less_than_the_floor_is_refused_where_it_stands(demanded: Demanded, where: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_demanded(demanded)
    assert [place.where for place in refused.value.places] == [where]


def test_the_same_settings_have_one_digest_whatever_k_is() -> None:
    one, other = Demanded(k=10, roles={"city": Role.DIRECT}), Demanded(k=50, roles={"city": Role.DIRECT})
    assert one.under == other.under
    assert one.under != Demanded(k=10).under
    assert one.under != Demanded(k=10, l=2, roles={"city": Role.DIRECT}).under


def test_the_catalogues_names_are_the_portfolios() -> None:
    """A column of the table that neither a tape nor a portfolio has would be an idle promise."""
    typed = {RENAMED.get(field.typed, field.typed) for field in CATALOGUE.values()}
    assert set(proposals()) <= typed | set(SCHEMA)
