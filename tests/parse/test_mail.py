"""E-mail: bodies, charsets, transfer encodings, attachments in a wire format, forms."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Parsed
from streams.outcome import Drop, Emit, Reject
from tests.parse.wires import article, articles, outcome, rss

ARABIC = "اتفق وزراء المياه في ثلاث دول الأحد على تقاسم بيانات الأنهار خلال موسم الجفاف."
FIRST = "Ministers of three countries agreed on Sunday to share data on their rivers."
SECOND = "The figures will be published every week, one of them said."
NINJS = json.dumps({"uri": "urn:x:1", "headline": "Attached", "body_text": FIRST})


def mail(
    text: str = f"{FIRST}\n\n{SECOND}\n", *, charset: str = "utf-8", **fields: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Reuters <desk@example.org>"
    message["Subject"] = "Ministers share river data"
    message["Date"] = "Mon, 04 Mar 2019 16:09:00 +0100"
    message["Message-ID"] = "<1@example.org>"
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(text, charset=charset)
    return message


def read(message: MIMEPart) -> Parsed:
    return article(message.as_bytes())


def test_a_message_is_an_article() -> None:
    parsed = read(mail(In_Reply_To="<0@example.org>"))
    assert parsed.format == "email"
    assert parsed.id == "desk:1@example.org"
    assert parsed.headline == "Ministers share river data"
    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.published_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)
    assert [source.id for source in parsed.sources] == ["reuters"]
    assert [(link.rel, link.id) for link in parsed.links] == [("inReplyTo", "0@example.org")]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256", "iso-8859-6"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_charsets_and_transfer_encodings(charset: str, encoding: str) -> None:
    message = mail()
    message.replace_header("Subject", "لقاء ثلاثي حول المياه")
    message.set_content(ARABIC, charset=charset, cte=encoding)
    parsed = read(message)
    assert parsed.paragraphs == (ARABIC,)
    assert parsed.headline == "لقاء ثلاثي حول المياه"
    assert parsed.language == "ar"


def test_a_wrong_charset_of_a_part_is_caught() -> None:
    data = mail(ARABIC, charset="windows-1256").as_bytes()
    wrong = data.replace(b'charset="windows-1256"', b'charset="iso-8859-1"')
    assert wrong != data
    assert article(wrong).paragraphs == (ARABIC,)


@pytest.mark.parametrize(
    "broken",
    [
        "Content-Type: text/plain; charset*",
        "Content-Type: text/plain; charset=utf-8; format*",
        "Content-Disposition: inline; filename*",
    ],
)
def test_a_field_that_breaks_off_in_a_parameter_costs_no_more_than_that(broken: str) -> None:
    fields = f"From: desk@example.org\nSubject: River data\nMIME-Version: 1.0\n{broken}\n"
    parsed = article(f"{fields}\n{FIRST}\n", "message/rfc822")
    assert parsed.format == "email"
    assert parsed.headline == "River data"
    assert parsed.paragraphs == (FIRST,)


def test_the_plain_text_is_preferred() -> None:
    message = mail()
    message.add_alternative(f"<p>{FIRST}</p><p>{SECOND}</p><p>Logo</p>", subtype="html")
    assert read(message).paragraphs == (FIRST, SECOND)


def test_html_is_read_where_the_plain_text_only_stands_for_it() -> None:
    message = mail("Please view this message in HTML.")
    message.add_alternative(f"<p>{FIRST}</p><p>{SECOND}</p>", subtype="html")
    assert read(message).paragraphs == (FIRST, SECOND)


def test_a_signature_is_a_footer() -> None:
    parsed = read(mail(f"{FIRST}\n\n{SECOND}\n\n-- \nJane Doe\nDesk\n"))
    assert parsed.paragraphs == (FIRST, SECOND)
    assert "Jane Doe" in "".join(parsed.parts("footer"))


def test_flowed_lines_are_joined() -> None:
    body = f"{FIRST[:30]} \r\n{FIRST[30:]}\r\n\r\n{SECOND}\r\n"
    head = "From: a@example.org\r\nMIME-Version: 1.0\r\nSubject: S\r\n"
    for delsp, text in (("yes", body), ("no", body.replace(" \r\n", "\r\n", 0))):
        kind = f"Content-Type: text/plain; format=flowed; delsp={delsp}\r\n\r\n"
        joined = article(f"{head}{kind}{text}").paragraphs[0]
        assert joined.replace(" ", "") == FIRST.replace(" ", "")


@pytest.mark.parametrize(
    ("subtype", "maintype", "content", "fmt"),
    [
        ("json", "application", NINJS, "ninjs"),
        ("octet-stream", "application", NINJS, "ninjs"),
        ("xml", "application", rss("<title>Attached</title><guid>1</guid>"), "rss"),
    ],
)
def test_an_attachment_in_a_wire_format_is_read_as_it(
    subtype: str, maintype: str, content: str, fmt: str
) -> None:
    message = mail("See the attachment.")
    message.add_attachment(content.encode(), maintype=maintype, subtype=subtype, filename="item")
    parsed = read(message)
    assert (parsed.format, parsed.headline) == (fmt, "Attached")


def test_a_long_body_beside_an_attachment_is_an_article_too() -> None:
    message = mail("\n\n".join([FIRST, SECOND] * 5))
    message.add_attachment(NINJS.encode(), maintype="application", subtype="json", filename="n")
    assert [one.format for one in articles(message.as_bytes())] == ["email", "ninjs"]


def test_a_malformed_attachment_is_a_defect_beside_the_body() -> None:
    message = mail()
    message.add_attachment(b'{"uri": ', maintype="application", subtype="json", filename="n.json")
    result = outcome(message.as_bytes())
    assert isinstance(result, Emit)
    assert "n.json" in result.defects[0].detail


def test_a_malformed_body_is_a_defect_beside_the_attachment() -> None:
    message = mail('{"uri": ')
    message.add_attachment(NINJS.encode(), maintype="application", subtype="json", filename="n")
    result = outcome(message.as_bytes())
    assert isinstance(result, Emit)
    assert len(result.records) == 1
    assert [fault.reason for fault in result.defects] == ["not_json"]


def test_what_is_left_out_of_a_message_is_told_beside_its_articles() -> None:
    message = mail("See the attachment.")
    message.add_attachment(NINJS.encode(), maintype="application", subtype="json", filename="n")
    message.add_attachment(b"\x89PNG\0\0", maintype="image", subtype="png", filename="p.png")
    picture = b'{"uri": "urn:x:2", "type": "picture"}'
    message.add_attachment(picture, maintype="application", subtype="json", filename="m")
    result = outcome(message.as_bytes())
    assert isinstance(result, Emit)
    assert len(result.records) == 1
    assert [drop.reason for drop in result.dropped] == [
        "cover_note",
        "not_text_item",
        "not_text_item",
    ]


def test_a_message_without_a_body_leaves_nothing_out() -> None:
    message = mail("")
    message.add_attachment(NINJS.encode(), maintype="application", subtype="json", filename="n")
    result = outcome(message.as_bytes())
    assert isinstance(result, Emit)
    assert result.dropped == ()


def test_pictures_are_passed_over() -> None:
    message = mail()
    message.add_attachment(b"\x89PNG\0\0", maintype="image", subtype="png", filename="p.png")
    assert read(message).paragraphs == (FIRST, SECOND)


def test_a_forwarded_message_is_read() -> None:
    outer = mail("See below.")
    inner = mail()
    inner.replace_header("Subject", "Forwarded")
    outer.add_attachment(inner)
    assert read(outer).headline == "Forwarded"


def test_a_body_that_is_a_wire_item_is_read_as_it() -> None:
    assert read(mail(NINJS)).format == "ninjs"


def test_a_desks_form_is_an_article() -> None:
    form = {"Headline": ["Filed"], "Body": [f"{FIRST}\n{SECOND}"], "Slugline": ["River"],
            "Category": ["World"], "Priority": ["2"], "Dateline": ["AMMAN", ""]}  # fmt: skip
    parsed = read(mail(json.dumps(form)))
    assert (parsed.format, parsed.headline, parsed.slugline) == ("email", "Filed", "River")
    assert parsed.paragraphs == (FIRST, SECOND)
    assert (parsed.urgency, parsed.parts("dateline")) == (2, ("AMMAN",))


@pytest.mark.parametrize(
    ("field", "value"),
    [("Date", "Mon, 04 Mar 99999999999999999999 16:09:00"), ("From", "@"), ("Message-ID", "<<>")],
)
def test_a_malformed_field_is_as_good_as_none(field: str, value: str) -> None:
    head = f"MIME-Version: 1.0\nSubject: Ministers share river data\n{field}: {value}\n\n"
    assert article(f"{head}{FIRST}\n\n{SECOND}\n").paragraphs == (FIRST, SECOND)


def test_a_message_without_text_is_dropped() -> None:
    assert outcome(mail("\n").as_bytes()) == Drop("no_content")


def test_leading_blank_lines_and_an_mbox_line_are_passed_over() -> None:
    data = mail().as_bytes()
    assert article(b"  \r\n\r\n" + data).paragraphs == (FIRST, SECOND)
    assert article(b"From desk@example.org Mon Mar  4 15:09:00 2019\n" + data).paragraphs == (
        FIRST,
        SECOND,
    )


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: text/plain; " + "a=b; " * 2_000,
        "From: " + "(" * 1_900,
        "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 20_000,
        "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(800)),
    ],
    ids=["long field", "nested comment", "many parts", "nested parts"],
)
def test_what_takes_the_library_too_long_is_refused(head: str) -> None:
    result = outcome(f"MIME-Version: 1.0\n{head}\n\n{FIRST}\n")
    assert isinstance(result, Reject)
    assert result.reason in {"too_large", "not_mail"}


@settings(deadline=None)  # the library's first use of a codec takes its time
@given(st.binary(max_size=400))
def test_any_message_gives_an_outcome(rest: bytes) -> None:
    head = b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n"
    assert isinstance(outcome(head + b"\n--b\n" + rest), Emit | Drop | Reject)
    assert isinstance(outcome(head + rest), Emit | Drop | Reject)


def test_an_attached_text_of_one_line_is_no_article() -> None:
    message = mail()
    message.add_attachment("data\n", filename="attachment.txt")
    (parsed,) = articles(message.as_bytes())
    assert parsed.headline == "Ministers share river data"


def test_an_attached_flash_of_one_line_is_an_article() -> None:
    message = mail()
    message.add_attachment("URGENT: Ministers agree on the river\n", filename="flash.txt")
    assert [one.cue for one in articles(message.as_bytes())] == ["flash"]


def test_an_attached_text_with_paragraphs_is_an_article() -> None:
    message = mail()
    message.add_attachment(f"Headline of a release\n\n{FIRST}\n", filename="release.txt")
    assert [one.headline for one in articles(message.as_bytes())] == ["Headline of a release"]


FORWARDED = f"""See below.

---------- Forwarded message ---------
From: Ministry of Water <press@example.net>
Date: Mon, Mar 4, 2019 at 4:09 PM
Subject: Ministers share river data
To: <desk@example.org>

{FIRST}

{SECOND}
"""


def test_the_head_of_a_message_sent_on_is_no_text() -> None:
    parsed = read(mail(FORWARDED))
    assert parsed.paragraphs == ("See below.", FIRST, SECOND)
    assert [source.name for source in parsed.sources] == ["Ministry of Water"]
    assert len(parsed.parts("footer")) == 5


def test_fields_that_nothing_was_sent_on_by_are_text() -> None:
    assert read(mail(f"Date: 4 March\n\n{FIRST}\n")).paragraphs == ("Date: 4 March", FIRST)


@pytest.mark.parametrize(
    "line",
    [
        "View this email in your browser",
        "You are receiving this email because you signed up.",
        "Unsubscribe | Manage preferences",
        "Newsletter abbestellen",
        "Se désabonner",
        "Darse de baja",
        "Отписаться от рассылки",
        "إلغاء الاشتراك",
        "配信停止はこちら",
    ],
)
def test_what_a_newsletter_says_of_itself_is_a_footer(line: str) -> None:
    parsed = read(mail(f"{line}\n\n{FIRST}\n\n{SECOND}\n\n{line}\n"))
    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("footer") == (line, line)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("Auto-Submitted", "auto-generated (failure)"),
        ("Precedence", "auto_reply"),
        ("From", "Mail Delivery System <MAILER-DAEMON@example.org>"),
        ("Content-Type", 'multipart/report; report-type=delivery-status; boundary="x"'),
    ],
)
def test_what_machines_answer_is_no_news(field: str, value: str) -> None:
    message = mail()
    del message[field]
    message[field] = value
    assert outcome(message.as_bytes()) == Drop("automatic_mail")


def test_an_alert_that_a_machine_sends_is_news() -> None:
    assert read(mail(Auto_Submitted="auto-generated")).paragraphs == (FIRST, SECOND)


def test_a_message_saved_without_the_fields_of_its_way_is_a_message() -> None:
    body = (
        "From: Reuters <desk@example.org>\nTo: news@example.org\n"
        f"Date: Mon, 04 Mar 2019 16:09:00 +0100\nSubject: Talks\n\n{FIRST}\n\n{SECOND}\n"
    )
    parsed = article(body)
    assert (parsed.format, parsed.headline) == ("email", "Talks")
    assert parsed.paragraphs == (FIRST, SECOND)
    assert article(body.replace("From: Reuters <desk@", "Ed: Reuters <desk@")).format == "text"


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("koi8-r", "Министры договорились"),
        ("utf-8", "لقاء ثلاثي"),
        ("windows-1254", "Görüşme İzmir"),
    ],
)
def test_a_field_in_bytes_above_ascii_is_read_by_the_charset_of_the_text(
    charset: str, words: str
) -> None:
    message = mail(f"{FIRST}\n\n{SECOND} {words}\n", charset=charset)
    parsed = article(
        message.as_bytes().replace(b"Ministers share river data", words.encode(charset))
    )
    assert parsed.headline == words


def test_an_encoded_word_may_hold_letters_that_are_not_encoded() -> None:
    head = b"Subject: =?windows-1252?Q?River=92s_data=2C_ministers\xe2\x80\x99_talks?="
    body = mail().as_bytes().replace(b"Subject: Ministers share river data", head)
    assert article(body).headline == "River’s data, ministers’ talks"
    head = b"Subject: =?utf-8?B?w4lsYW4=?= caf\xc3\xa9"
    body = mail().as_bytes().replace(b"Subject: Ministers share river data", head)
    assert article(body).headline == "Élan café"


def test_parts_that_are_none_raise_nothing() -> None:
    head = b"MIME-Version: 1.0\nSubject: A\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
    body = b"Content-Type: multipart/related\n\nabc\n--x--\n"
    assert outcome(head + body) == Drop("no_content")


HEAD_OF_ANOTHER = """From: Ministry of Water <press@example.net>
Sent: Monday, March 4, 2019 4:09 PM
To: desk@example.org
Subject: Ministers share river data
"""


def test_a_head_that_nothing_but_its_fields_tells_is_no_text() -> None:
    parsed = read(mail(f"Please use.\n\n{'_' * 32}\n{HEAD_OF_ANOTHER}\n{FIRST}\n\n{SECOND}\n"))
    assert parsed.paragraphs == ("Please use.", FIRST, SECOND)
    assert [source.name for source in parsed.sources] == ["Ministry of Water"]


def test_a_message_quoted_as_a_whole_is_read_as_it_was() -> None:
    text = f"{HEAD_OF_ANOTHER}\n{FIRST}\n\n{SECOND}\n"
    quoted = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
    parsed = read(mail(f"{quoted}\n"))
    assert parsed.paragraphs == (FIRST, SECOND)


def test_a_quoted_line_among_others_keeps_its_mark() -> None:
    assert read(mail(f"{FIRST}\n\n> {SECOND}\n")).paragraphs == (FIRST, f"> {SECOND}")


@pytest.mark.parametrize(
    "below",
    [
        "ENDS\n\nNotes to editors:\n\n1. The plan covers three countries.\n\n2. It began in 1990.",
        "###\n\nAbout Acme: it measures water.\n\nwww.acme.example",
        "- انتهى -\n\nلمزيد من المعلومات يرجى التواصل مع المكتب الإعلامي",
        "Notes to editors\n\nThe plan covers three countries.",
        "Media Contact:\n\nJohn Roe\n\n+1 555 0100",
        "【お問い合わせ】\n\n広報室　電話 03-5550-0100",
        "Pressekontakt:\n\nMax Muster, Tel. 0555 0100",
    ],
)
def test_what_a_release_says_below_its_text_is_a_footer(below: str) -> None:
    parsed = read(mail(f"{FIRST}\n\n{SECOND}\n\n{below}\n"))
    assert parsed.paragraphs == (FIRST, SECOND)
    assert len(parsed.parts("footer")) == len(below.split("\n\n"))


def test_a_word_that_heads_a_long_text_ends_nothing() -> None:
    long = "They met again on Tuesday in Amman and said so. " * 5
    parsed = read(mail(f"{FIRST}\n\nContacts\n\n{long}\n\n{SECOND}\n"))
    assert parsed.paragraphs[-1] == SECOND


@pytest.mark.parametrize(
    "label", ["PRESS RELEASE", "For immediate release", "بيان صحفي", "Pressemitteilung", "보도자료"]
)
def test_what_a_release_calls_itself_is_no_text(label: str) -> None:
    parsed = read(mail(f"{label}\n\n{FIRST}\n\n{SECOND}\n"))
    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("slugline") == (label,)


def test_a_release_repeats_place_and_day_and_names_who_sends_it() -> None:
    place = "SPRINGFIELD, Ill., March 4, 2019"
    parsed = read(
        mail(
            f"PR Newswire\n\n{place}\n\n{place} /PRNewswire/ -- {FIRST}\n\n{SECOND}\n\n"
            "View original content: http://news.example/1.html\n\nSOURCE Acme Inc.\n\n"
            "CONTACT: John Roe\n"
        )
    )
    assert parsed.parts("dateline") == (place,)
    assert parsed.paragraphs == (f"{place} /PRNewswire/ -- {FIRST}", SECOND)
    assert parsed.parts("source_line") == ("PR Newswire", "SOURCE Acme Inc.")
    assert len(parsed.parts("footer")) == 2


def test_what_html_hides_is_no_text() -> None:
    message = mail("See the HTML.")
    message.add_alternative(
        '<div style="display:none">Shown beside the subject&zwnj;</div><p hidden>Nor this</p>'
        f"<p>{FIRST}</p><p>{SECOND}</p>",
        subtype="html",
    )
    assert read(message).paragraphs == (FIRST, SECOND)


def test_a_subject_in_capitals_is_not_repeated() -> None:
    parsed = read(mail(f"MINISTERS SHARE RIVER DATA\n\n{FIRST}\n\n{SECOND}\n"))
    assert parsed.paragraphs == (FIRST, SECOND)


def test_what_a_mailing_list_puts_below_a_message_is_a_footer() -> None:
    below = f"{'_' * 47}\nwire mailing list\nwire@lists.example"
    parsed = read(mail(f"{FIRST}\n\n{SECOND}\n{below}\n"))
    assert parsed.paragraphs == (FIRST, SECOND)
    assert len(parsed.parts("footer")) == 3


def test_a_rule_within_a_text_is_no_end() -> None:
    parsed = read(mail(f"{FIRST}\n\n{'_' * 20}\n\n{SECOND}\n"))
    assert parsed.paragraphs[-1] == SECOND
