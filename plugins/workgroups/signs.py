"""Signs: the characters that names are made of, and those that nobody means to type."""

from __future__ import annotations

import re
import unicodedata

from unidecode import unidecode

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""The name of a folder, a type or a service: it can be a part of an address."""


def slug(text: str) -> str:
    """The name that a folder would have for this text, in the letters a to z; may be empty."""
    return "-".join(re.findall("[a-z0-9]+", unidecode(text).replace("'", "").casefold()))


LINE_END = re.compile("[\r\x85\u2028\u2029]")
"""What libyaml takes for the end of a line, beside the line feed."""

_NONCHARACTERS = "".join(chr(p + 0xFFFE) + chr(p + 0xFFFF) for p in range(0, 0x110000, 0x10000))
STRANGE = re.compile(
    # The signs that nearly all text is made of come first: they are passed by quickly.
    "[^\t\n -~\xa0-\u200a\u200c-\u2027](?:"
    "(?<=[\0-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    f"\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}])|(?<=\r)(?!\n)"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f].)(?<=[\U000e0000-\U000e007f]))"
)
"""Controls and characters that turn the direction of text come with what is pasted; they break
feeds and let a line read otherwise than it is written (Unicode TR 36, section 2.6). U+200B parts a
word where nobody sees it; the joiners beside it stay, which languages and emoji need. So do the
letters without a form of their own (U+E0020 and on), in flags alone."""


def strange_character(text: str) -> tuple[int, str] | None:
    """Offset and name of the first character that nobody types, if there is one."""
    found = STRANGE.search(text)
    if not found:
        return None
    name = unicodedata.name(found[0], "control character")
    return found.start(), f"U+{ord(found[0]):04X} ({name.lower()})"
