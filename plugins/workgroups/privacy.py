"""Privacy: what stands in a text or field that the whole world should not read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .problems import Problem
from .words import Passage
from .written import Written

_SECRET_STEMS = ("pass", "pin", "code", "pwd", "kennwort", "?p=")
_SECRET = re.compile(
    r"(?:\b(?:pass\s?codes?|pass\s?words?|access\s+code|meeting\s+code|mot\s+de\s+passe"
    r"|code\s+(?:for|of|to\s+join)\s+the\s+(?:call|meeting|video\s?conference)"
    r"|code\s+d['’]accès|code\s+secret|passwort|kennwort|kenncode|zugangscode)\b|\b(?-i:PIN)\b"
    r"(?:\s+code)?|\bcode\s+(?-i:PIN)\b)"
    r"[ \t*_\xa0\u202f]*(?:(?:for\s+the\s+(?:call|meeting)\s*)?"
    r"(?::|=|\bis\b|\best\b|\blautet\b|\bist\b))"
    r"[ \t*_:`\"'“”„«»\xa0]*(?:(?=[^\s`]*\d)[^\s`\"'“”«»]{4,}"
    r"|\d{2,4}(?:[ \xa0\u202f]\d{2,4})+\b)|\b(?-i:PIN)(?:\s+code)?[ \t*_`]+\d(?: ?\d){3,9} ?#"
    r"|\b(?:dial-?in|conference|meeting)\s+(?-i:PIN)[ \t*_`]+\d(?: ?\d){3,9}\b",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"[?&;](?:pwd|passwd|passcode|password|pin)=[^\s&\"'<>)\]]+"
    r"|/meet/\d+\?p=[^\s&\"'<>)\]]+",
    re.IGNORECASE,
)

_MOBILE = {
    "30": "69",
    "31": "6",
    "32": "4[5-9]",
    "33": "[67]",
    "34": "[67]",
    "351": "9",
    "352": "6",
    "353": "8[35-9]",
    "356": "(?:79|99|77)",
    "357": "9",
    "358": "(?:4|50)",
    "359": "8[789]",
    "36": "(?:20|30|70)",
    "370": "6",
    "371": "2",
    "372": "5",
    "385": "9",
    "386": "(?:[3467][01]|51|64)",
    "39": "3",
    "40": "7",
    "41": "7[5-9]",
    "420": "[67]",
    "421": "9",
    "43": "6[5-9]",
    "44": "7[1-57-9]",
    "46": "7[0236]",
    "47": "[49]",
    "48": "(?:45|5[0137]|6[069]|7[2389]|88)",
    "49": "1[567]",
}
"""How the numbers of mobile telephones begin, by the code of their country (ITU-T E.164).

Where a country's mobile numbers look like all others, as in Denmark, nothing can be told.
"""

_GAP = r"[ .()/\xa0\u202f-]{0,2}"
_PHONE = re.compile(
    "(?<![\\w.,:/-])(?:\\+|00)(?:"
    + "|".join(f"{code}{_GAP}(?:\\(0\\){_GAP})?{start}" for code, start in _MOBILE.items())
    + f")(?:{_GAP}\\d){{5,10}}(?!\\w)"
)
_CALLED_MOBILE = re.compile(
    r"\b(?:mobile|mob\.|cell|gsm|portable|handy|whatsapp|signal)\b\W{0,4}"
    r"(?:(?:number|phone|n°|no\.?)\W{0,3})?(?:\+|0)\d(?:[ ./()-]{0,2}\d){7,12}(?!\d)",
    re.IGNORECASE,
)
_CALL_ME = re.compile(
    r"(?:\b(?:call|text|ring|phone|reach)\s+me\s+(?:on|at|under)|\b(?:appelez|contactez)-moi\s+au"
    r"|\bmich\s+unter)\W{1,3}0(?:4[5-9]|[67]|1[567])(?:[ ./()-]{0,2}\d){6,9}(?!\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+0-9]")
_MOBILE_STEMS = ("mob", "cell", "gsm", "portable", "handy", "whatsapp", "signal")

_CALL_ME_STEMS = (" me ", "-moi", "mich unter")

_ANY_COUNTRY = ("gmx", "hotmail", "live", "outlook", "yahoo", "yandex")
_FREE_MAIL = (
    *("aol.com", "free.fr", "freenet.de", "gmail.com", "googlemail.com", "icloud.com"),
    *("laposte.net", "libero.it", "mac.com", "mail.ru", "me.com", "msn.com", "o2.pl", "onet.pl"),
    *("orange.fr", "pm.me", "proton.me", "protonmail.com", "seznam.cz", "sfr.fr", "skynet.be"),
    *("t-online.de", "telenet.be", "tutanota.com", "wanadoo.fr", "web.de", "wp.pl", "ymail.com"),
)
_MAIL = re.compile(
    r"[\w.+-]{1,64}@(?:"
    + "|".join(re.escape(host) for host in _FREE_MAIL)
    + rf"|(?:{'|'.join(_ANY_COUNTRY)})\.(?:com?\.)?[a-z]{{2,3}})\b(?![.-]\w)",
    re.IGNORECASE,
)


def passcode_in_public(written: Written) -> Iterator[Problem]:
    """The passcode of a call, in words or within its address: uninvited guests look for them."""
    remedy = "Take it out; say how people get it, for instance with their registration."
    for passage in _passages_with(written, _SECRET_STEMS):
        for found in _SECRET.finditer(passage.text):
            message = "the passcode of a call stands where everybody can read it"
            yield passage.problem(found.start(), message, remedy)
        for found in _IN_ADDRESS.finditer(passage.text):
            message = "this address carries the passcode of a call"
            yield passage.problem(found.start() + 1, message, remedy)


def personal_phone(written: Written) -> Iterator[Problem]:
    """The number of somebody's own telephone."""
    by_name = ((_CALLED_MOBILE, passage) for passage in _passages_with(written, _MOBILE_STEMS))
    by_number = ((_PHONE, passage) for passage in _passages_with(written, ("+", "00")))
    by_call = ((_CALL_ME, passage) for passage in _passages_with(written, _CALL_ME_STEMS))
    for pattern, passage in (*by_number, *by_name, *by_call):
        for found in pattern.finditer(passage.text):
            number = _NUMBER.search(passage.text, found.start())
            message = "this is the number of a mobile telephone, which is somebody's own"
            remedy = "Write the number of the office."
            yield passage.problem(number.start() if number else 0, message, remedy)


def private_mail(written: Written) -> Iterator[Problem]:
    """A mail address that somebody has at home."""
    for passage in _passages_with(written, ("@",)):
        for found in _MAIL.finditer(passage.text):
            message = f"{found[0]} is a private mail address"
            remedy = "Write the address of the role or of the office."
            yield passage.problem(found.start(), message, remedy)


def _passages_with(written: Written, stems: tuple[str, ...]) -> Iterator[Passage]:
    """The parts of texts that hold one of these words, code and addresses too: all is published."""
    for words in written.words:
        if words.has_one_of(stems):
            yield from (passage for passage in words.published if passage.has_one_of(stems))
