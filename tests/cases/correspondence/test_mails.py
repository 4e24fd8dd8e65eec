"""Mails as the world writes them: taken apart where they can be, and still mails where they cannot."""

from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from cases.correspondence.mails import MOST_PARTS, read_mail
from tests.builders.files import a_pdf, a_png
from tests.builders.post import a_mail


def test_the_files_of_a_mail_and_what_it_says_of_itself() -> None:
    mail = read_mail(a_mail(subject="Sygn. akt VI Nc-e 12/26 – nakaz zapłaty", files={"nakaz zapłaty.pdf": a_pdf()}))

    assert mail.subject == "Sygn. akt VI Nc-e 12/26 – nakaz zapłaty"
    assert [(one.name, one.content) for one in mail.files] == [("nakaz zapłaty.pdf", a_pdf())]
    assert (mail.says_from, mail.body, mail.whole) == ("court@example.org", "See the document enclosed.", True)


def test_eight_bit_letters_that_no_rule_allows_are_read_as_they_were_meant() -> None:
    head = "From: sąd@example.org\r\nSubject: Zażalenie\r\nMIME-Version: 1.0\r\n"
    part = 'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="{}"\r\n\r\n%PDF-'
    polish = read_mail((head + part.format("doręczenie.pdf")).encode())
    swedish = read_mail((head.replace("ą", "a").replace("ż", "z") + part.format("Föreläggande.pdf")).encode("latin-1"))

    assert (polish.subject, [one.name for one in polish.files]) == ("Zażalenie", ["doręczenie.pdf"])
    assert [one.name for one in swedish.files] == ["Föreläggande.pdf"]


def test_a_name_loses_what_leads_astray_and_the_file_is_kept() -> None:
    raw = a_mail(files={"../../etc/crontab\u202efdp.pdf": a_pdf(), "": a_png(), "x" * 300 + ".pdf": a_pdf("long")})
    names = [one.name for one in read_mail(raw).files]

    assert names[:2] == ["crontabfdp.pdf", "attachment-2"]
    assert names[2].endswith(".pdf")
    assert len(names[2]) <= 110


def test_a_forwarded_message_gives_its_files_and_a_logo_is_no_paper() -> None:
    inner = EmailMessage()
    inner["Subject"] = "The court’s own"
    inner.set_content("inner")
    inner.add_attachment(a_pdf("inner"), maintype="application", subtype="pdf", filename="order.pdf")
    outer = EmailMessage()
    outer.set_content("<p>See <img src='cid:logo'></p><script>no()</script>", subtype="html")
    outer.add_related(a_png(), maintype="image", subtype="png", cid="<logo>")
    outer.make_mixed()
    outer.attach(inner)
    mail = read_mail(outer.as_bytes())

    assert [one.name for one in mail.files] == ["order.pdf"]
    assert mail.body == "inner"


def test_the_same_mail_is_the_same_by_whatever_way_it_came() -> None:
    raw = a_mail(files={"a.pdf": a_pdf()})
    detour = b"Received: from a by b; Sun, 22 Nov 2026 10:00:00 +0000\r\n" + raw

    assert read_mail(raw).digest == read_mail(detour).digest
    assert read_mail(raw).digest != read_mail(a_mail(files={"a.pdf": a_pdf("another")})).digest
    assert read_mail(raw).digest != read_mail(a_mail(message_id="<2@court>", files={"a.pdf": a_pdf()})).digest


def test_more_parts_than_anybody_sends_are_left_in_the_message() -> None:
    mail = read_mail(a_mail(files={f"{number}.pdf": a_pdf() for number in range(MOST_PARTS + 1)}))

    assert (len(mail.files), mail.whole) == (MOST_PARTS, False)


def test_parts_nested_beyond_reading_are_one_message() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(3000))
    mail = read_mail(b"Subject: deep\r\n" + nested)

    assert mail.files == ()
    assert not mail.whole


@given(st.binary(max_size=400))
def test_anything_is_a_message(raw: bytes) -> None:
    assert len(read_mail(raw).digest) == 32


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(("utf-8", "latin-1", "utf-16")))
def test_whatever_stands_in_its_head_the_file_comes_out(subject: str, name: str, charset: str) -> None:
    head = f'Subject: {subject}\r\nContent-Type: application/pdf; name="{name}"\r\n\r\n'
    mail = read_mail(head.encode(charset, "replace") + b"%PDF-1.7")

    assert all(one.name and "/" not in one.name and len(one.name) <= 110 for one in mail.files)
