"""Lines of a message that its tools wrote: a forwarded head, how to read it elsewhere or leave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from streams.parse.article import Part

FIRST: Final = 3
LAST: Final = 12
"""Paragraphs at the beginning and the end among which newsletters speak of themselves."""

MAX_CHARS: Final = 300
"""A longer line is text."""

NEWSLETTER: Final = re.compile(
    r"[\W_]{0,6}(?:view original content\b|this (?:e-?mail|message|communication)\b.{0,120}"
    r"\b(?:confidential|privileged)\b"
    r"|(?:view|read|open|see) (?:this|it|in|the|on)\b.{0,40}\b(?:browser|online|web)\b"
    r"|(?:click here to |to )?unsubscribe\b|manage (?:your )?(?:subscription|preferences|emails?)\b"
    r"|you(?:['’]re| are| have)? (?:receiving|received) this\b|why did i get this\b"
    r"|(?:update|change|edit) (?:your |e?mail ){0,2}(?:preferences|subscription|settings)\b"
    r"|if you (?:no longer wish|do(?: not|n['’]t) (?:wish|want)) to receive\b"
    r"|(?:having |if you have )?trouble (?:viewing|reading|seeing) this\b|forward to a friend\b"
    r"|this (?:e-?mail|message|newsletter) was sent to\b|our mailing address is\b"
    r"|add us to your address book\b|want to change how you receive\b"
    r"|(?:voir|lire|ouvrir|afficher) (?:cet? |la |le ).{0,20}(?:navigateur|en ligne)\b"
    r"|(?:se |vous )?dés(?:abonner|inscrire|inscription)\b|vous recevez cet?\b"
    r"|si (?:ce message|cet e-?mail|vous ne (?:visualisez|souhaitez))\b"
    r"|.{0,30}im browser (?:ansehen|anzeigen|öffnen|lesen)\b|(?:newsletter )?(?:abmelden"
    r"|abbestellen)"
    r"|sie erhalten diese|(?:falls|wenn) (?:diese|sie diese).{0,40}(?:nicht|angezeigt)"
    r"|ver (?:este|el|o|esta|no) .{0,25}naveg?ador\b|(?:darse|date) de baja\b|descadastr"
    r"|cancelar (?:la |a |su |tu )?(?:suscripción|inscrição|assinatura)\b"
    r"|(?:ha|has|usted ha|você) (?:recibido|recebeu|está recebendo) est|recibes? este\b"
    r"|visualizza .{0,30}browser\b|(?:annulla|cancella) l['’]iscrizione|disiscriviti\b"
    r"|(?:hai ricevuto|ricevi) quest|bekijk .{0,30}(?:browser|online)\b|(?:uitschrijven|afmelden)\b"
    r"|u ontvangt (?:deze|dit)\b|отписаться\b|(?:открыть|посмотреть|читать) .{0,20}в браузере"
    r"|вы получили (?:это|данное) письмо|abonelik(?:ten|inizi) (?:çık|iptal)"
    r"|.{0,20}tarayıcı(?:nız)?da (?:görüntüle|aç)|(?:ل)?إلغاء الاشتراك|(?:عرض|شاهد"
    r"|افتح).{0,30}المتصفح"
    r"|(?:لقد )?(?:تتلقى|تلقيت|وصلتك|تصلك) هذ"
    r"|配信停止|配信の停止|退订|取消订阅|在浏览器中查看|수신 ?거부)",
    re.IGNORECASE,
)

FORWARDED: Final = re.compile(
    r"[-_ ]{2,20}(?:forwarded (?:message|by)|original (?:message|appointment)"
    r"|weitergeleitete nachricht|ursprüngliche nachricht|message (?:transféré|d['’]origine)"
    r"|mensaje (?:reenviado|original)|mensagem (?:encaminhada|original)|messaggio (?:inoltrato"
    r"|originale)|doorgestuurd bericht|oorspronkelijk bericht|videresendt (?:melding|besked)"
    r"|vidarebefordrat meddelande|пересл?анное сообщение|пересылаемое сообщение|исходное сообщение"
    r"|iletilen (?:mesaj|ileti)|orijinal (?:mesaj|ileti)|رسالة معاد توجيهها|الرسالة الأصلية"
    r"|رسالة أعيد توجيهها|転送メッセージ|元のメッセージ"
    r"|转发的?邮件(?:信息)?|原始邮件|전달된 메시지"
    r"|원본 메(?:일|시지)|προωθημένο μήνυμα)[^\n]{0,60}"
    r"|begin forwarded message\s?:|début du message (?:réexpédié|transféré)\s?:"
    r"|anfang der weitergeleiteten (?:e-?mail|nachricht)\s?:|inizio messaggio inoltrato\s?:"
    r"|بداية الرسالة المعاد توجيهها\s?:"
    r"|inicio del mensaje reenviado\s?:|início da mensagem (?:reencaminhada|encaminhada)\s?:",
    re.IGNORECASE,
)
"""What stands before a message that is sent on within another."""

HEAD_LINES: Final = 10
"""Lines of the head of a message sent on: five fields, some of them on two lines."""

FIELD: Final = re.compile(
    r"[*_>\s]{0,6}(?:from|to|cc|bcc|sent|date|subject|reply-to|importance|attachments"
    r"|von|an|gesendet|datum|betreff|antwort an|de|à|envoyé|objet|pour|répondre à"
    r"|para|enviado|fecha|asunto|data|assunto|enviada(?: em)?|da|a|inviato|oggetto"
    r"|van|aan|verzonden|onderwerp|fra|til|från|till|skickat|ämne|emne|sendt"
    r"|от|кому|отправлено|дата|тема|копия|kimden|kime|gönderen|alıcı|gönderme tarihi|tarih"
    r"|konu"
    r"|من|إلى|التاريخ|الموضوع|مرسل|أرسل|نسخة"
    r"|差出人|宛先|件名|日時|送信日時"
    r"|发件人|收件人|发送时间|主题|日期|抄送"
    r"|보낸 ?사람|받는 ?사람"
    r"|날짜|제목|보낸 ?날짜|από|προς|ημερομηνία|θέμα)"
    r"\s?[*_]{0,2}[:：](?:.{0,300})",
    re.IGNORECASE,
)
SENDER: Final = re.compile(
    r"[*_>\s]{0,6}(?:from|von|de|da|van|fra|från|от|kimden|gönderen|من|差出人|发件人"
    r"|보낸 ?사람|από)\s?[*_]{0,2}[:：][*_]{0,2}\s*(.{1,300})",
    re.IGNORECASE,
)


FIELDS: Final = 3
"""Fields one below the other, the sender first, from which they are a head that nothing else
tells: as mailers set it above what they send on."""
LIST_LINES: Final = 6
LINE_CHARS: Final = 100
"""Lines below a text, its rule among them, that a mailing list writes, and the longest of them."""

RULE: Final = re.compile(r"[-_=*]{5,200}")


def set_off(parts: Sequence[Part]) -> tuple[list[Part], str]:
    """Make footers of such lines, unless there is nothing else; give who sent what is sent on."""
    tools = dict(_forwarded(parts))
    sender = next(filter(None, tools.values()), "")
    near = {*range(FIRST), *range(len(parts) - LAST, len(parts))}
    for at in near:
        if 0 <= at < len(parts) and _of_a_newsletter(parts[at].text):
            tools[at] = ""
    tools |= dict.fromkeys(_of_a_list(parts), "")
    if all(at in tools for at, part in enumerate(parts) if part.kind == "paragraph"):
        return list(parts), ""
    told = [
        msgspec.structs.replace(part, kind="footer") if at in tools else part
        for at, part in enumerate(parts)
    ]
    return told, sender


def _of_a_newsletter(line: str) -> bool:
    return len(line) <= MAX_CHARS and NEWSLETTER.match(line) is not None


def _of_a_list(parts: Sequence[Part]) -> Sequence[int]:
    """Give the places of what a mailing list puts below a message, behind a rule."""
    last = range(len(parts) - 1, max(len(parts) - LIST_LINES, 0) - 1, -1)
    at = next((at for at in last if RULE.fullmatch(parts[at].text)), 0)
    below = parts[at + 1 :]
    addressed = any("@" in one.text or "://" in one.text for one in below)
    if not (at and addressed) or FIELD.fullmatch(below[0].text):
        return ()
    return range(at, len(parts)) if all(len(one.text) <= LINE_CHARS for one in below) else ()


def _forwarded(parts: Sequence[Part]) -> Iterator[tuple[int, str]]:
    """Give the places of the lines before messages sent on, each with whom it names as sender."""
    left = 0
    for at, part in enumerate(parts):
        line = part.text
        if len(line) > MAX_CHARS:
            left = 0
        elif FORWARDED.fullmatch(line):
            left = HEAD_LINES
            yield at, ""
        elif (left or _begins_head(parts, at)) and FIELD.fullmatch(line):
            if not left and at and RULE.fullmatch(parts[at - 1].text):
                yield at - 1, ""
            left = (left or HEAD_LINES) - 1
            found = SENDER.fullmatch(line)
            yield at, found[1].strip() if found else ""
        else:
            left = 0


def _begins_head(parts: Sequence[Part], at: int) -> bool:
    """Tell whether a sender's line is followed by other fields, each a line."""
    if not SENDER.fullmatch(parts[at].text):
        return False
    below = parts[at + 1 : at + FIELDS]
    return len(below) == FIELDS - 1 and all(
        len(part.text) <= MAX_CHARS and FIELD.fullmatch(part.text) for part in below
    )
