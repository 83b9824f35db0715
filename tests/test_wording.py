"""How English and French say dates, hours, zones, sizes and names."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from babel import Locale
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workgroups.times import When, in_zone, zone
from workgroups.wording import Wording, WordingError, load

STRINGS = Path(__file__).parents[1] / "theme" / "strings"
BRUSSELS = "Europe/Brussels"
EN = load(STRINGS, "en")
FR = load(STRINGS, "fr")


def hours(start: str, end: str, zone: str = BRUSSELS) -> When:
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return When(in_zone(first, zone), in_zone(last, zone), zone)


def days(start: str, end: str, zone: str = BRUSSELS) -> When:
    return When(date.fromisoformat(start), date.fromisoformat(end), zone)


AFTERNOON = hours("2020-01-21T14:00", "2020-01-21T17:00")


def test_one_instant_may_be_of_two_days() -> None:
    late = datetime(2026, 1, 1, 23, 30, tzinfo=UTC)
    there = late.astimezone(zone(BRUSSELS))
    assert late == there
    assert [EN.plain_date(late), EN.time(late)] == ["1 January 2026", "23:30"]
    assert [EN.plain_date(there), EN.time(there)] == ["2 January 2026", "00:30"]


@pytest.mark.parametrize(
    ("when", "english", "french"),
    [
        (
            AFTERNOON,
            "Tuesday 21 January 2020, 14:00 to 17:00",
            "mardi 21 janvier 2020, de 14:00 à 17:00",
        ),
        (days("2020-01-21", "2020-01-21"), "Tuesday 21 January 2020", "mardi 21 janvier 2020"),
        (
            days("2027-03-12", "2027-03-13"),
            "Friday 12 to Saturday 13 March 2027",
            "du vendredi 12 au samedi 13 mars 2027",
        ),
        (
            days("2027-02-28", "2027-03-02"),
            "Sunday 28 February to Tuesday 2 March 2027",
            "du dimanche 28 février au mardi 2 mars 2027",
        ),
        (
            days("2026-12-31", "2027-01-01"),
            "Thursday 31 December 2026 to Friday 1 January 2027",
            "du jeudi 31 décembre 2026 au vendredi 1er janvier 2027",
        ),
        (
            hours("2027-03-12T09:30", "2027-03-13T12:00"),
            "Friday 12 March 2027, 09:30 to Saturday 13 March 2027, 12:00",
            "du vendredi 12 mars 2027 à 09:30 au samedi 13 mars 2027 à 12:00",
        ),
    ],
)
def test_span(when: When, english: str, french: str) -> None:
    assert EN.span(when) == english
    assert FR.span(when) == french


def test_the_first_of_a_month_in_french() -> None:
    first, second = date(2026, 12, 1), date(2026, 12, 2)
    assert FR.date(first) == "mardi 1er décembre 2026"
    assert FR.plain_date(first) == "1er décembre 2026"
    assert FR.short_date(first) == "1er déc. 2026"
    assert FR.span(When(first, second, BRUSSELS)) == ("du mardi 1er au mercredi 2 décembre 2026")
    assert FR.days(When(first, first, BRUSSELS)) == "1"
    assert FR.month_year(first) == "décembre 2026"
    assert FR.plain_date(date(2026, 12, 11)) == "11 décembre 2026"
    assert EN.date(first) == "Tuesday 1 December 2026"


def test_days() -> None:
    day = date(2020, 1, 21)
    assert EN.date(day) == "Tuesday 21 January 2020"
    assert EN.plain_date(day) == "21 January 2020"
    assert EN.short_date(day) == "21 Jan 2020"
    assert (EN.weekday(day), EN.month(day), EN.month_year(day)) == ("Tue", "Jan", "January 2020")


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (AFTERNOON, "21"),
        (days("2027-03-12", "2027-03-13"), "12–13"),
        (days("2027-02-28", "2027-03-02"), "28–"),
        (days("2026-12-31", "2027-12-31"), "31–"),
    ],
)
def test_date_block(when: When, shown: str) -> None:
    assert EN.days(when) == shown


def test_hours_only_where_one_pair_is_true() -> None:
    assert EN.hours(AFTERNOON) == "14:00 to 17:00"
    assert EN.hours(days("2027-03-12", "2027-03-12")) == ""
    assert EN.hours(hours("2027-03-12T09:30", "2027-03-13T12:00")) == ""


def test_hours_of_one_of_several_days() -> None:
    begins, ends = datetime(2027, 3, 12, 9, 30), datetime(2027, 3, 12, 12)
    assert EN.clock(begins, ends) == "09:30 to 12:00"
    assert EN.clock(begins, None) == "from 09:30"
    assert FR.clock(None, ends) == "jusqu’à 12:00"
    assert EN.clock(None, None) == ""


def test_a_week_begins_as_the_language_has_it() -> None:
    american = Wording("us", Locale.parse("en_US"), MappingProxyType({}))
    assert (EN.weekdays[0], FR.weekdays[6]) == ("Monday", "dimanche")
    assert (american.weekdays[0], american.weekdays[1]) == ("Sunday", "Monday")
    assert (EN.first_weekday, american.first_weekday) == (0, 6)


def test_the_clock_of_a_whole_list() -> None:
    assert EN.city_time(BRUSSELS) == "Brussels time"
    assert FR.city_time(BRUSSELS) == "heure locale à Bruxelles"
    assert EN.city_time("UTC") == "UTC"


def test_a_month_as_a_heading_begins_with_a_capital() -> None:
    first = date(2026, 11, 1)
    assert FR.month_year(first) == "novembre 2026"
    assert FR.heading(FR.month_year(first)) == "Novembre 2026"


def test_initials_of_months() -> None:
    assert "".join(EN.month_initials()) == "JFMAMJJASOND"


def test_time_is_the_clocks_own() -> None:
    assert (
        EN.time(in_zone(datetime.fromisoformat("2020-07-01T09:05"), "America/New_York")) == "09:05"
    )
    assert EN.time(time(16, 45)) == "16:45"


@pytest.mark.parametrize(
    ("when", "english", "french"),
    [
        (AFTERNOON, "Brussels time (CET)", "heure locale à Bruxelles (CET)"),
        (
            hours("2020-07-21T14:00", "2020-07-21T17:00"),
            "Brussels time (CEST)",
            "heure locale à Bruxelles (CEST)",
        ),
        (
            days("2020-01-21", "2020-01-21", "Europe/Athens"),
            "Athens time (EET)",
            "heure locale à Athènes (EET)",
        ),
        # Over a change of the clocks no abbreviation is true for all of it.
        (
            hours("2027-03-27T09:00", "2027-03-28T12:00"),
            "Brussels time",
            "heure locale à Bruxelles",
        ),
        # Zones whose abbreviation is a number, and a zone of no place.
        (
            days("2020-01-21", "2020-01-21", "Europe/Istanbul"),
            "Istanbul time (UTC+3)",
            "heure locale à Istanbul (UTC+3)",
        ),
        (
            days("2020-01-21", "2020-01-21", "America/Sao_Paulo"),
            "Sao Paulo time (UTC−3)",
            "heure locale à São Paulo (UTC−3)",
        ),
        (
            days("2020-01-21", "2020-01-21", "Asia/Tehran"),
            "Tehran time (UTC+3:30)",
            "heure locale à Téhéran (UTC+3:30)",
        ),
        (days("2020-01-21", "2020-01-21", "UTC"), "UTC", "UTC"),
        (days("2020-01-21", "2020-01-21", "Etc/UTC"), "UTC", "UTC"),
    ],
)
def test_zone(when: When, english: str, french: str) -> None:
    assert EN.zone(when) == english
    assert FR.zone(when) == french


@pytest.mark.parametrize(
    ("when", "english", "french"),
    [
        (AFTERNOON, "13:00 to 16:00 UTC", "de 13:00 à 16:00 UTC"),
        (
            hours("2020-01-22T05:00", "2020-01-22T07:00", "Asia/Tokyo"),
            "Tuesday 21 January 2020, 20:00 to 22:00 UTC",
            "mardi 21 janvier 2020, de 20:00 à 22:00 UTC",
        ),
        (
            hours("2020-01-21T22:00", "2020-01-22T00:30"),
            "21:00 to 23:30 UTC",
            "de 21:00 à 23:30 UTC",
        ),
        (
            hours("2020-01-21T00:30", "2020-01-21T02:00"),
            "Monday 20 January 2020, 23:30 to Tuesday 21 January 2020, 01:00 UTC",
            "du lundi 20 janvier 2020 à 23:30 au mardi 21 janvier 2020 à 01:00 UTC",
        ),
        # The clocks change on the way; in UTC they do not.
        (
            hours("2020-03-29T01:00", "2020-03-29T12:00"),
            "00:00 to 10:00 UTC",
            "de 00:00 à 10:00 UTC",
        ),
        # As much as London's clocks show in winter: it helps those who do not know that.
        (
            hours("2020-01-21T14:00", "2020-01-21T15:00", "Europe/London"),
            "14:00 to 15:00 UTC",
            "de 14:00 à 15:00 UTC",
        ),
        (hours("2020-01-21T14:00", "2020-01-21T15:00", "Etc/UTC"), "", ""),
        (days("2020-01-21", "2020-01-22"), "", ""),
    ],
)
def test_hours_in_utc(when: When, english: str, french: str) -> None:
    assert EN.in_utc(when) == english
    assert FR.in_utc(when) == french


def test_deadline() -> None:
    closes = in_zone(datetime.fromisoformat("2020-01-17T18:00"), BRUSSELS)
    told = "17 January 2020, 18:00 Brussels time (CET)"
    assert EN.moment(closes, AFTERNOON) == told
    assert EN.moment(closes.astimezone(UTC), AFTERNOON) == told
    assert FR.moment(closes, AFTERNOON) == "17 janvier 2020 à 18:00, heure locale à Bruxelles (CET)"


def test_deadline_has_the_abbreviation_of_its_own_day() -> None:
    when = hours("2020-04-01T14:00", "2020-04-01T17:00")
    closes = in_zone(datetime.fromisoformat("2020-03-20T18:00"), BRUSSELS)
    assert EN.moment(closes, when) == "20 March 2020, 18:00 Brussels time (CET)"


def test_day_alone_as_deadline_and_as_opening() -> None:
    day = date(2020, 1, 17)
    assert EN.moment(day, AFTERNOON) == "at the end of 17 January 2020, Brussels time (CET)"
    assert EN.opening(day, AFTERNOON) == "17 January 2020"
    opens = in_zone(datetime.fromisoformat("2020-01-17T09:00"), BRUSSELS)
    assert EN.opening(opens, AFTERNOON) == "17 January 2020, 09:00 Brussels time (CET)"


@pytest.mark.parametrize(
    ("size", "english", "french"),
    [
        (0, "1 kB", "1 ko"),
        (240_000, "240 kB", "240 ko"),
        (999_499, "999 kB", "999 ko"),
        (999_500, "1 MB", "1 Mo"),
        (1_240_000, "1.2 MB", "1,2 Mo"),
    ],
)
def test_size(size: int, english: str, french: str) -> None:
    assert EN.size(size) == english
    assert FR.size(size) == french


def test_language() -> None:
    assert EN.language("fr") == "French"
    assert FR.language("fr") == "français"
    assert EN.language("pt-BR") == "Portuguese (Brazil)"
    assert EN.own_name("fr") == "français"
    assert EN.language("qq") == EN.own_name("qq") == "qq"
    assert EN.language("not a code") == EN.own_name("not a code") == "not a code"


@pytest.mark.parametrize(
    ("since", "until", "english", "french"),
    [
        ("2021", None, "since 2021", "depuis 2021"),
        ("2024-07", None, "since July 2024", "depuis juillet 2024"),
        ("2024-07-15", None, "since 15 July 2024", "depuis le 15 juillet 2024"),
        (None, "2023", "until 2023", "jusqu’en 2023"),
        (None, "2023-06-30", "until 30 June 2023", "jusqu’au 30 juin 2023"),
        ("2018", "2021-06-30", "2018 to 30 June 2021", "2018 – 30 juin 2021"),
        (None, None, "", ""),
    ],
)
def test_term_of_a_chair(since: str | None, until: str | None, english: str, french: str) -> None:
    assert EN.term(since, until) == english
    assert FR.term(since, until) == french


def test_lists_and_hosts() -> None:
    assert EN.all_of(["Energy", "Health", "Water"]) == "Energy, Health and Water"
    assert FR.all_of(["Énergie", "Santé"]) == "Énergie et Santé"
    assert EN.host("https://www.europa.eu/x?y") == "europa.eu"


def test_no_line_of_french_begins_with_a_colon() -> None:
    assert EN.title("Vers la mission : quand ?", "fr") == "Vers la mission\xa0: quand\xa0?"
    assert FR.title("Lire « Énergie » !", "fr") == "Lire «\xa0Énergie\xa0»\xa0!"
    assert FR.title("Heat : plans", "en") == "Heat : plans"
    assert FR.t("card.next", date="demain") == "Prochaine\xa0: demain"
    assert " :" not in "".join(str(text) for text in FR.strings.values())


def test_plural_forms() -> None:
    assert EN.t("documents.count", count=1) == "1 document"
    assert EN.t("documents.count", count=1200) == "1,200 documents"
    assert FR.t("documents.count", count=0) == "0 document"
    with pytest.raises(KeyError, match="needs a count"):
        EN.t("documents.count")


def test_plural_forms_for_a_script() -> None:
    assert EN.forms("documents.count") == {"one": "{count} document", "other": "{count} documents"}
    assert EN.forms("site.search") == {"other": "Search"}


def test_a_string_that_does_not_exist_is_never_shown() -> None:
    with pytest.raises(KeyError):
        EN.t("no.such.key")
    with pytest.raises(KeyError):
        EN.t("card.next")


def test_languages_have_the_same_keys() -> None:
    """`load` holds them to it; this says that it did."""
    assert EN.strings.keys() == FR.strings.keys()
    assert len(EN.strings) > 100


def strings(folder: Path, **languages: str) -> Path:
    for lang, text in languages.items():
        (folder / f"{lang}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("french", "told"),
    [
        ('locale = "fr"\n[a]\nx = "{day}"', "a.y is missing"),
        ('locale = "fr"\n[a]\nx = "{day}"\ny = "1"\nz = "2"', "a.z is not a string"),
        ('locale = "fr"\n[a]\nx = "{jour}"\ny = "1"', "a.x must have these placeholders: day"),
        ('locale = "fr"\n[a]\ny = "1"\nx = { one = "{day}", other = "{day}" }', "a.x has plural"),
        ('[a]\nx = "{day}"\ny = "1"', "say the locale"),
        ('locale = "zz_ZZ"\n[a]\nx = "{day}"\ny = "1"', "is unknown"),
        ('locale = "fr"\n[a]\nx = 3\ny = "1"', "a.x must be text"),
        ("locale = fr", "fr.toml"),
    ],
)
def test_a_fault_in_a_language_is_told_at_start(tmp_path: Path, french: str, told: str) -> None:
    folder = strings(tmp_path, en='locale = "en_GB"\n[a]\nx = "{day}"\ny = "1"', fr=french)
    with pytest.raises(WordingError, match=told):
        load(folder, "fr")


def test_what_editors_of_windows_put_first_is_no_fault(tmp_path: Path) -> None:
    own = strings(tmp_path, en='\ufeff[site]\nskip = "Skip"')
    assert load(STRINGS, "en", own).t("site.skip") == "Skip"


def test_plural_forms_must_be_all_that_the_language_has(tmp_path: Path) -> None:
    folder = strings(tmp_path, en='locale = "pl"\n[a]\nx = { one = "1", other = "2" }')
    with pytest.raises(WordingError, match=r"a\.x lacks its plural form few, many"):
        load(folder, "en")


def test_strings_of_its_own_lie_over_the_themes(tmp_path: Path) -> None:
    own = strings(tmp_path, en='[site]\nskip = "Skip to what matters"')
    words = load(STRINGS, "en", own)
    assert words.t("site.skip") == "Skip to what matters"
    assert words.strings == {**EN.strings, "site.skip": "Skip to what matters"}
    assert load(STRINGS, "fr", own).strings == FR.strings


def test_a_language_of_its_own_needs_none_of_the_themes(tmp_path: Path) -> None:
    text = (STRINGS / "en.toml").read_text(encoding="utf-8").replace("en_GB", "en_IE")
    assert load(STRINGS, "ga", strings(tmp_path, ga=text)).locale.territory == "IE"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[site]\nskp = "x"', "site.skp is not a string of the interface"),
        ('[home]\ncount = "x"', "home.count has plural forms in one language"),
        ('[span]\nhours = "{start}"', "span.hours must have these placeholders: end, start"),
        ("[site]\nskip = 1", "site.skip must be text"),
    ],
)
def test_a_mistake_in_strings_of_its_own_is_told_with_their_file(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(WordingError) as raised:
        load(STRINGS, "en", strings(tmp_path, en=text))
    assert str(raised.value).startswith(f"{tmp_path / 'en.toml'}: {told}")
    assert "\n" not in str(raised.value)


def test_a_language_without_strings(tmp_path: Path) -> None:
    with pytest.raises(WordingError, match="there are no strings for de"):
        load(tmp_path, "de")


def test_nothing_of_the_machine_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL", "TZ"):
        monkeypatch.setenv(name, "C" if name != "TZ" else "Asia/Tokyo")
    fresh = load(STRINGS, "fr")
    assert fresh.span(AFTERNOON) == FR.span(AFTERNOON)
    assert fresh.zone(AFTERNOON) == FR.zone(AFTERNOON)


def test_built_by_hand() -> None:
    """A wording is a value: no file is needed to have one."""
    words = Wording("en", Locale("en"), MappingProxyType({"a": "b {c}"}))
    assert words.t("a", c=1) == "b 1"


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1))
ZONES = st.sampled_from([BRUSSELS, "UTC", "Asia/Kathmandu", "America/St_Johns", "Etc/GMT+3"])


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=40)), ZONES, st.booleans())
def test_any_time_can_be_said(
    start: datetime, length: timedelta, zone_name: str, is_whole_days: bool
) -> None:
    first, last = start.replace(second=0, microsecond=0), (start + length).replace(microsecond=0)
    when = When(*(moment.replace(tzinfo=zone(zone_name)) for moment in (first, last)), zone_name)
    if is_whole_days:
        when = When(first.date(), last.date(), zone_name)
    for words in (EN, FR):
        said = words.span_and_zone(when)
        assert str(last.year) in said
        assert is_whole_days or f"{first:%H:%M}" in said
        assert "{" not in said + words.in_utc(when) + words.days(when)


@settings(max_examples=60)
@given(data=st.text('locale="en_GB"\n[]a.x{}day=1#', max_size=60).map(str.encode) | st.binary())
@example(data=b'locale = "fr"\n[a]\nx = "{"\ny = "1"')
@example(data=b'locale = "fr"\n[a]\nx = "{day!q}"\ny = "1"')
@example(data=b'locale = "fr"\n[a]\nx = "{day:{}}"\ny = "1"')
@example(data=b'locale = ""\n[a]\nx = "{day}"\ny = "1"')
@example(data=b'locale = "fr"\n[a]\nx = "{day.__class__}"\ny = "1"')
@example(data=b'locale = "fr"\n[a]\nx = {}\ny = "1"')
@example(data=b'locale = "fr"\n[a]\nx = "\xe9t\xe9 {day}"\ny = "1"')
def test_any_strings_are_taken_or_told(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    strings(folder, en='locale = "en_GB"\n[a]\nx = "{day}"\ny = "1"')
    (folder / "fr.toml").write_bytes(data)
    try:
        words = load(folder, "fr")
    except WordingError as error:
        assert "fr.toml: " in str(error)  # noqa: PT017  Either is right.
    else:
        assert words.t("a.x", day=1)
