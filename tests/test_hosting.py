"""Hosting: what hosts read says what is meant, whatever stands in an address."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.hosting import (
    cloudflare_redirects,
    headers_file,
    netlify_redirects,
    nginx_redirects,
)
from workgroups.serving import FOR_EVER, SECURITY, TYPES, headers_of

REDIRECTS = [("/old/", "/groups/energy/"), ("/events/view.php", "/meetings/2020-01-21-cities/")]
ADDRESS = st.text(st.characters(exclude_categories=["Cs"])).map("/x{}".format)
EVIL = (
    "/a b",
    "/a\n/* https://evil.example 301!",
    "/a\r/b",
    "/*",
    "/:splat",
    "/100%",
    "/a#b",
    "/a?b=:c",
    '/a" https://evil.example;',
    "/$host",
    "/a\\",
    "/a;}",
    "/\u2028x",
    "/.*",
    "/é",
)


def test_each_old_address_leads_on() -> None:
    assert netlify_redirects(REDIRECTS) == (
        "/old/ /groups/energy/ 301!\n/events/view.php /meetings/2020-01-21-cities/ 301!\n"
    )
    assert cloudflare_redirects(REDIRECTS) == (
        "/old/ /groups/energy/ 301\n/events/view.php /meetings/2020-01-21-cities/ 301\n"
    )
    assert nginx_redirects(REDIRECTS) == (
        "/old/ /groups/energy/;\n/events/view.php /meetings/2020-01-21-cities/;\n"
    )


def test_nginx_tells_capitals_from_small_letters() -> None:
    """What it looks up is small letters to it; what another address is a twin of, it must not."""
    redirects = [("/Old/", "/a/"), ("/one/", "/a/"), ("/One/", "/b/"), ("/me/", "/Me/")]
    assert nginx_redirects(redirects) == (
        '"~^/Old/$" /a/;\n"~^/one/$" /a/;\n"~^/One/$" /b/;\n"~^/me/$" /Me/;\n'
    )


@pytest.mark.parametrize("write", [netlify_redirects, cloudflare_redirects])
@given(old=st.one_of(st.sampled_from(EVIL), ADDRESS), new=st.one_of(st.sampled_from(EVIL), ADDRESS))
def test_no_address_makes_another_rule(write: object, old: str, new: str) -> None:
    assert callable(write)
    line = write([(old, new)]) or f"{'x' * 999}"  # Cloudflare takes no longer one.
    if line.startswith("/"):
        assert re.fullmatch(r"/[\w/.~%-]* /[\w/.~%-]* 301!?\n", line, re.ASCII)
        assert [unquote(word) for word in line.split()[:2]] == [old, new]


@given(old=st.one_of(st.sampled_from(EVIL), ADDRESS), new=st.one_of(st.sampled_from(EVIL), ADDRESS))
def test_nor_anything_else_for_nginx(old: str, new: str) -> None:
    line = nginx_redirects([(old, new)])
    found = re.fullmatch(r'(?:"~(\^[\w/\\-]*\$)"|([a-z0-9/._-]+)) (/[\w/.~%-]*);\n', line, re.ASCII)
    assert found
    assert found[2] == old if found[2] else re.fullmatch(found[1].encode(), old.encode())
    assert unquote(found[3]) == new


@pytest.mark.parametrize("address", ["//evil.example/", "/\\evil.example", "https://x/", "", "a"])
def test_what_is_not_of_the_site_is_refused(address: str) -> None:
    for write in (netlify_redirects, cloudflare_redirects, nginx_redirects):
        with pytest.raises(ValueError, match="no address of the site"):
            write([("/old/", address)])
        with pytest.raises(ValueError, match="no address of the site"):
            write([(address, "/new/")])


def test_cloudflare_gets_what_it_can_read() -> None:
    many = [(f"/old-{number}/", "/new/") for number in range(2_500)]
    lines = cloudflare_redirects([(f"/{'x' * 1_000}/", "/"), *many]).splitlines()
    assert len(lines) == 2_000
    assert lines[0] == "/old-0/ /new/ 301"


def rules(text: str) -> dict[str, dict[str, str]]:
    """What a file of headers says, by pattern."""
    found: dict[str, dict[str, str]] = {}
    pattern = ""
    for line in text.splitlines():
        if line.startswith("/"):
            pattern = line
            found[pattern] = {}
        else:
            name, value = re.fullmatch(r"  ([\w-]+): (.+)", line).groups()  # type: ignore[union-attr]
            found[pattern][name] = value
    return found


def fits(pattern: str, address: str) -> bool:
    """Whether a request for an address gets what the rule says."""
    return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), address))


FILES = [
    "/",
    "/calendar.ics",
    "/theme/site.0123456789.css",
    "/theme/favicon.svg",
    "/groups/x/agenda.pdf",
    *(f"/meetings/x/file{suffix}" for suffix in sorted(TYPES)),
]


@pytest.mark.parametrize("address", FILES)
def test_a_host_sends_what_the_table_says(address: str) -> None:
    """A host itself sends pages as HTML, and has everything asked for that no rule is about."""
    matching = [
        headers for pattern, headers in rules(headers_file(FILES)).items() if fits(pattern, address)
    ]
    names = [name for headers in matching for name in headers]
    assert len(names) == len({*names}), "none is said twice"
    sent = {name: value for headers in matching for name, value in headers.items()}
    wanted = headers_of(address)
    wanted.pop("Content-Disposition", None)  # A build refuses such files.
    sent.setdefault("Content-Type", "text/html; charset=utf-8")
    sent.setdefault("Cache-Control", "no-cache")
    # What a page may load it says itself.
    directives = sent.pop("Content-Security-Policy").split("; ")
    assert {*directives} <= {*wanted.pop("Content-Security-Policy").split("; ")}
    assert "frame-ancestors 'none'" in directives
    assert sent == wanted


def test_cloudflare_reads_all_of_it() -> None:
    many = [f"/theme/x{number}.0123456789.css" for number in range(200)]
    text = headers_file([*FILES, *many])
    assert len(rules(text)) == 100
    assert max(map(len, text.splitlines())) <= 2_000
    assert rules(text)["/theme/site.0123456789.css"] == {"Cache-Control": FOR_EVER}
    assert rules(text)["/*"].items() >= SECURITY.items()


def test_only_what_is_there_has_a_rule() -> None:
    assert [*rules(headers_file(["/", "/calendar.ics"]))] == ["/*", "/*.ics"]
