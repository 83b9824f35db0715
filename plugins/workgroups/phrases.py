"""Phrases: how a text in each language says that papers are there, that people can register, when
it is. A language that is not here is not looked at: no advice is better than wrong advice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_QUOTE = r"[\s\"'“”„«»‘’]*"


def _either(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language.

    What ends with `_stems` holds the beginnings of which one must be there at all.
    """

    enclosed_stems: tuple[str, ...]
    enclosed: re.Pattern[str]
    """A document is said to lie beside the text."""

    agenda: re.Pattern[str]
    """An agenda, and `other_papers` what else can be enclosed."""

    other_papers: re.Pattern[str]
    agenda_stems: tuple[str, ...]
    see_agenda: re.Pattern[str]
    """The reader is sent to an agenda."""

    later: re.Pattern[str]
    """It is still to come."""

    register_stems: tuple[str, ...]
    register: re.Pattern[str]
    """The reader is asked to register."""

    other_way: re.Pattern[str]
    """No need to register, or another way to do it."""

    meeting: str
    """The meeting itself, and that it `takes_place`."""

    takes_place: str
    starts: re.Pattern[str]
    """The meeting starts at; a clock time follows."""

    when: str
    """What stands before a colon in front of its time."""

    another: re.Pattern[str]
    """The sentence is about something else."""

    empty_links: frozenset[str]
    """Texts of links that do not say where they lead."""


_AGENDA = r"\b(?:draft\s+)?(?:agendas?|programmes?|programs?)\b"
_PAPERS = (
    r"\b(?:documents?|papers?|drafts?|minutes|slides|presentations?|notes?|reports?|contributions?"
    r"|letters?|invitations?|forms?|concept|background|questionnaires?|templates?|files?)\b"
)
_NAMED = rf"(?:{_AGENDA}|{_PAPERS})"
_BESIDE = r"(?:enclosed|attached|annexed)\b"
_NO_PREPOSITION = r"(?!(?:to|in|by|at|from|for|with|as|of|and|on)\b)"
_ENDS = r"(?=[ \t]*(?:[.,;:!)\n]|$))"
_THIS = r"(?:\s+(?:to|with)\s+(?:this\s+(?:page|invitation|message|meeting)|the\s+invitation)\b)"

_EN = Phrases(
    enclosed_stems=("enclose", "attach", "annex", "found here", "available here", "loaded here"),
    enclosed=_either(
        rf"\bfind\s+(?:\w+\s+){{0,2}}?{_BESIDE}",
        rf"\b{_BESIDE}\s+(?:please|you\s+(?:will|can)\s+find)\b",
        rf"\b{_BESIDE}\s+(?:is|are)\s+(?:\w+\s+){{0,3}}?{_NAMED}",
        rf"\b(?:the|an|our|see|also)\s+{_BESIDE}\s+(?:{_NO_PREPOSITION}\w+\s+){{0,2}}?{_NAMED}",
        rf"{_NAMED}(?:\s+(?:is|are))?\s+(?:also\s+|now\s+)?{_BESIDE}(?:{_THIS}|(?=\s*(?:[.,;:)]|$)))",
        rf"\bsee\s+(?:the\s+)?(?:attached|attachments?){_ENDS}",
        r"\bthe\s+attachments?\s+(?:has|have|contains?|gives?|holds?)\s+(?:\w+\s+){0,2}?"
        rf"(?:details|information|{_NAMED})",
        rf"\bsee\s+(?:the\s+)?annex(?:es)?\s+for\s+(?:the|our|a)\s+(?:\w+\s+)?{_NAMED}{_ENDS}",
        rf"{_NAMED}\s+(?:(?:is|are)\s+available|can\s+be\s+(?:found|(?:down)?loaded))\s+here{_ENDS}",
    ),
    agenda=_either(_AGENDA),
    other_papers=_either(_PAPERS),
    agenda_stems=("agenda", "program"),
    see_agenda=_either(
        r"\b(?:see|consult|read)\s+(?:also\s+)?the\s+(?:\w+\s+)?agenda\b(?!\s+of\b)",
        rf"{_AGENDA}\s+(?:(?:is|can\s+be\s+found|stands|follows)\s+)?below{_ENDS}",
        r"\b(?:see|find)\s+below\s+(?:for\s+)?the\s+(?:\w+\s+)?agenda\b",
        r"\bagenda\s+is\s+(?:available|published|online|on\s+this\s+page)\b",
    ),
    later=_either(
        r"\b(?:will|shall|would|to)\s+(?:\w+\s+)?(?:be|follow)\b",
        r"\b(?:not|once|when|as\s+soon\s+as|last|previous|former|next)\b",
    ),
    register_stems=("regist", "sign up"),
    register=_either(
        rf"\b(?:press|click|push|hit|tap)\s+(?:on\s+)?(?:the\s+)?{_QUOTE}"
        r"(?:register|registration|sign\s+up)\b",
        r"\bplease\s+(?:also\s+|first\s+)?(?:register|sign\s+up)\b(?!\s+(?:an?|your|its|their)\b)",
        r"\b(?:in\s+order\s+to|how\s+to|must|have\s+to|need\s+to|can)\s+register\b(?!\s+(?:a|an|their"
        r"|its|his|your|our)\b)(?=\s*(?:[.,;:!)]|$|(?:here|by|before|until|online|now|via|for\s+(?:the"
        r"|this)\s+(?:meeting|event|workshop|webinar|seminar|conference))\b))",
        r"(?:^|[.!?]\s+)to\s+register\s*[,:]",
        r"(?:^|[.!?,]\s+)(?:register|sign\s+up)\s+(?:here|now|online|below|by|before|until"
        r"|(?:with|via|through|in)\s+the\s+(?:online\s+)?form)\b",
        r"(?:^|[.!?:;,–—-]\s+|\n\s*|\b(?:prior|advance|online|but|so)\s+)registration\s+is"
        r"\s+(?:now\s+)?(?:open|required|mandatory|compulsory|obligatory|necessary)\b",
        r"\b(?:fill(?:\s+in|\s+out)?|use|complete|click|via|through|open|follow)\s+(?:on\s+)?(?:the|our"
        r"|this)\s+(?:online\s+)?registration\s+(?:form|link)\b|\bregistration\s+button\b",
    ),
    other_way=_either(
        r"\b(?:no|not|without|nor|never|closed|will|do|does|reception|desk|entrance|arrival)\b",
        r"n['’]t\b|@|\bby\s+(?:e-?mail|mail|phone|post)\b",
        r"\bwith\s+(?:the|your|their)\b(?!\s+(?:\w+\s+)?form\b)|\bwho\s+(?:have\s+)?registered\b",
    ),
    meeting=r"\b(?:meeting|workshop|webinar|seminar|conference|event|assembly)\b|\bwe\b",
    takes_place=r"\b(?:takes?\s+place|(?:is|be|are)\s+(?:held|scheduled)|runs?|lasts?|meet)\b",
    starts=_either(r"\b(?:the\s+meeting|we)\s+(?:will\s+)?(?:starts?|begins?)\s+at\s+"),
    when=r"(?:date\s+and\s+time|dates?|time|times|when|hours?)",
    another=_either(
        r"\b(?:next|previous|last|following|another|other|second|after|before|preceded|originally"
        r"|instead|lunch|dinner|breakfast|visit|excursion|side|parallel|each|every|daily"
        r"|local\s+time|UTC|GMT)\b",
        r"\b[A-Z][a-z]+\s+time\b",
    ),
    empty_links=frozenset(
        (
            *("here", "click here", "click", "this link", "link", "the link", "this", "this page"),
            *("read more", "more", "read here", "see here", "press here", "follow this link"),
        )
    ),
)

_FR = Phrases(
    enclosed_stems=("joint", "annex"),
    enclosed=_either(
        r"\bci[-\s](?:joint|annexé)e?s?\b",
        r"\ben\s+annexe\b(?!\s+(?:du|de|des|d['’]|à|au)\b)",
        r"\ben\s+pièces?\s+jointes?\b",
    ),
    agenda=_either(r"\b(?:projets?\s+d['’]\s*)?(?:ordre\s+du\s+jour|programme|agenda)\b"),
    other_papers=_either(
        r"\b(?:documents?|projets?|notes?|présentations?|rapports?|contributions?|lettres?"
        r"|comptes?[-\s]rendus?|procès-verba(?:l|ux)|formulaires?|invitations?|fichiers?)\b"
    ),
    agenda_stems=("ordre du jour",),
    see_agenda=_either(
        r"\b(?:voir|consultez|lisez)\s+(?:aussi\s+)?l['’]ordre\s+du\s+jour\b(?!\s+(?:de|du|des)\b)",
        r"\bordre\s+du\s+jour\s+(?:(?:figure|se\s+trouve|est)\s+)?ci-(?:dessous|après)\b",
    ),
    later=_either(r"\b(?:ser(?:a|ont)|suivr(?:a|ont)|dès|prochaine?|précédente?|dernière?|pas)\b"),
    register_stems=("inscri",),
    register=_either(
        rf"\b(?:cliquez|appuyez|cliquer|appuyer)\s+sur\s+(?:le\s+bouton\s+)?{_QUOTE}(?:s['’]|l['’])?inscri",
        rf"\bbouton\s+{_QUOTE}(?:s['’]|d['’])?inscri",
        r"\b(?:pour|veuillez|merci\s+de|invités?\s+à|priés?\s+de)\s+vous\s+inscrire\b",
        r"\binscrivez-vous\b",
        r"\bpour\s+s['’]inscrire\b(?!\s+dans\b)",
        r"\binscription\s+(?:est\s+)?(?:obligatoire|requise|nécessaire)\b",
        r"\binscriptions?\s+(?:est|sont)\s+ouvertes?\b",
        r"\b(?:formulaire|lien)\s+d['’]inscription\b",
    ),
    other_way=_either(
        r"\b(?:pas|sans|aucune?|non|ni|accueil|closes?|arrivée)\b",
        r"@|\bpar\s+(?:courriel|e-?mail|téléphone)\b|\bauprès\b",
    ),
    meeting=r"\b(?:réunion|atelier|webinaire|séminaire|conférence|assemblée|événement|évènement)\b",
    takes_place=r"\b(?:se\s+tien(?:t|dra)|aura\s+lieu|a\s+lieu|se\s+déroule(?:ra)?|dure(?:ra)?)\b",
    starts=_either(r"\bla\s+réunion\s+(?:commence|débute)(?:ra)?\s+à\s+"),
    when=r"(?:date\s+et\s+heure|dates?|heures?|horaires?|quand)",
    another=_either(
        r"\b(?:prochaine?|précédente?|dernière?|suivante?|autre|après|avant|déjeuner|dîner|visite"
        r"|chaque|heure\s+locale|heure\s+de|UTC|GMT)\b"
    ),
    empty_links=frozenset(
        (
            *("ici", "cliquez ici", "cliquer ici", "ce lien", "lien", "le lien", "cette page"),
            *("lire la suite", "en savoir plus", "plus", "voir ici", "par ici"),
        )
    ),
)

_DE = Phrases(
    enclosed_stems=("anbei", "beigefügt", "anhang"),
    enclosed=_either(
        r"\banbei\b",
        r"\bbeigefügte?[nrsm]?\b",
        r"\bim\s+anhang\b(?!\s+(?:der|des|von|zu[rm]?)\b)",
    ),
    agenda=_either(
        r"\b(?:entwurf\s+(?:der|einer)\s+)?(?:tagesordnung|agenda|programm)\b",
    ),
    other_papers=_either(
        r"\b(?:dokumente?n?|unterlagen?|entw[uü]rfe?n?|protokolle?|folien|präsentation(?:en)?|berichte?"
        r"|papiere?|schreiben|dateie?n?|beitrag)\b"
    ),
    agenda_stems=("tagesordnung",),
    see_agenda=_either(
        r"\bsiehe\s+(?:auch\s+)?(?:die\s+)?tagesordnung\b",
        r"\btagesordnung\s+(?:finden\s+sie\s+|steht\s+)?(?:unten|weiter\s+unten)\b",
    ),
    later=_either(r"\b(?:wird|werden|folgt|folgen|sobald|letzte[nrs]?|nächste[nrs]?|nicht)\b"),
    register_stems=("anmeld", "melden sie"),
    register=_either(
        r"\bmelden\s+sie\s+sich\b[^.!?]{0,80}?\ban\b",
        r"\b(?:bitte|um\s+sich\s+anzumelden|zur\s+anmeldung)\s*,?\s+(?:klicken|drücken|nutzen)\s+sie\b",
        r"\banmeldung\s+(?:ist\s+)?(?:erforderlich|nötig|notwendig)\b",
        r"\banmeldeformular\b",
    ),
    other_way=_either(
        r"\b(?:keine?|nicht|ohne|empfang|e-?mail|geschlossen)\b|@",
    ),
    meeting=r"\b(?:sitzung|treffen|workshop|webinar|seminar|konferenz|veranstaltung|tagung)\b",
    takes_place=r"\b(?:findet|finden|dauert|tagt)\b",
    starts=_either(r"\bdie\s+sitzung\s+beginnt\s+um\s+"),
    when=r"(?:datum(?:\s+und\s+uhrzeit)?|uhrzeit|zeit|wann|termin)",
    another=_either(
        r"\b(?:nächste[nrs]?|letzte[nrs]?|vorige[nrs]?|andere[nrs]?|danach|nach|vor|mittagessen"
        r"|besuch|jeweils|ortszeit|UTC|GMT)\b"
    ),
    empty_links=frozenset(
        ("hier", "klicken sie hier", "dieser link", "diesem link", "link", "mehr")
    ),
)

PHRASES: Mapping[str, Phrases] = {"de": _DE, "en": _EN, "fr": _FR}
"""The phrases by the code of their language."""


def phrases_of(lang: str) -> Phrases | None:
    """The phrases of a language, be it that of a country: `fr-be`."""
    return PHRASES.get(lang.partition("-")[0].lower())
