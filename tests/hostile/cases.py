"""Hostile input: what a stranger's pull request could hold, each case with its class and name.

A case writes its files into a content folder that is valid without them. What then becomes of each
stands in `outcomes.txt`.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FIELDS = """\
uid: {name}@hostile.example
title: Hostile
groups: [smart-cities]
start: 2020-03-10
"""


@dataclass(frozen=True)
class Case:
    """One hostile input; `write` puts it into the folder of content that is given."""

    kind: str
    name: str
    write: Callable[[Path], None]

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


def folder_of(content: Path, name: str) -> Path:
    """The folder of a case's own meeting, made."""
    folder = content / "meetings" / "2020" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def meeting(kind: str, name: str, more: str = "", body: str = "", without: str = "") -> Case:
    """A meeting with more fields, or with a text; `without` is a field it has not of itself."""
    usual = "".join(
        f"{line}\n"
        for line in FIELDS.format(name=name).splitlines()
        if not without or not line.startswith(f"{without}:")
    )
    return raw(kind, name, f"---\n{usual}{more}\n---\n{body}\n".encode("utf-8", "surrogatepass"))


def raw(kind: str, name: str, data: bytes) -> Case:
    """A meeting whose file holds these bytes."""

    def write(content: Path) -> None:
        (folder_of(content, name) / "index.md").write_bytes(data)

    return Case(kind, name, write)


# ---- YAML ----------------------------------------------------------------------------------------

_BOMB = "\n".join(
    f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9) if n else 'lol'}]" for n in range(12)
)
_WHOLE = "---\n" + FIELDS + "---\n"


def _yaml(name: str, more: str) -> Case:
    return meeting("YAML", f"yaml-{name}", more)


def _bytes(name: str, data: bytes) -> Case:
    name = f"yaml-{name}"
    return raw("YAML", name, data.replace(b"{name}", name.encode()))


YAML = [
    _yaml("anchor-bomb", _BOMB),
    _yaml("anchor-alone", "notice: &a hello"),
    _yaml("alias-to-nothing", "notice: *a"),
    _yaml("anchor-within-itself", "place: &a\n  name: *a"),
    _yaml("merge-key", "<<: {draft: yes}"),
    _yaml("merge-of-an-anchor", "place: &a {name: A}\nonline:\n  <<: *a"),
    _yaml("python-object", 'notice: !!python/object/apply:os.system ["touch owned"]'),
    _yaml("python-name", "notice: !!python/name:os.system"),
    _yaml("python-module", "notice: !!python/module:os"),
    _yaml("python-new", 'notice: !!python/object/new:os.popen ["id"]'),
    _yaml("tag-of-a-namespace", "%TAG ! tag:evil.example,2020:\n---\nnotice: x"),
    _yaml("tag-binary", "notice: !!binary aGVsbG8="),
    _yaml("tag-local", "notice: !include /etc/passwd"),
    _yaml("tag-set", "tags: !!set {a, b}"),
    _yaml("deep-brackets", f"notice: {'[' * 5_000}"),
    _yaml("deep-closed-brackets", f"notice: {'[' * 200}{']' * 200}"),
    _yaml("deep-braces", f"notice: {'{a: ' * 3_000}"),
    _yaml("deep-by-indents", "\n".join(f"{' ' * n}a{n}:" for n in range(300))),
    _yaml("deep-by-dashes", f"tags:\n  {'- ' * 3_000}a"),
    _yaml("deep-at-the-limit", f"notice: {'[' * 9_999}"),
    _yaml("deep-questions", f"{'? ' * 3_000}a"),
    _yaml("many-keys", "\n".join(f"k{n}: v" for n in range(10_000))),
    _yaml("many-items", f"tags: [{', '.join(f't{n}' for n in range(14_000))}]"),
    _yaml("many-groups", f"groups: [{', '.join(['a'] * 30_000)}]"),
    _yaml("long-key", f"{'k' * 90_000}: v"),
    _yaml("long-value", f"notice: {'v' * 99_000}"),
    _yaml("larger-than-allowed", f"notice: {'v' * 200_000}"),
    _yaml("key-is-a-list", "? [a, b]\n: c"),
    _yaml("key-of-many-lines", "? |\n  a\n  b\n: c"),
    _yaml("key-is-null", "~: a\n: b"),
    _yaml("name-of-a-dunder", "__class__: {__init__: {__globals__: x}}"),
    _yaml("names-of-pelican", "template: ../../etc/passwd\nsave_as: /tmp/owned\nurl: //evil"),
    _yaml("second-document", "...\n--- !!python/name:os.system\nx"),
    _yaml("directive", "%YAML 9.9\n---\nnotice: x"),
    _yaml("keys-twice", "title: Another"),
    _yaml("number-endless", f"documents: [{{file: a.pdf, order: {'9' * 9_000}}}]"),
    _yaml("number-in-sixties", "start2: 190:20:30:30:30:30:30"),
    _yaml("escape-beyond-unicode", 'notice: "\\UFFFFFFFF"'),
    _yaml("escape-of-half-a-pair", 'notice: "\\ud83d"'),
    _yaml("escape-of-nul", 'notice: "a\\0b"'),
    _yaml("escape-unknown", 'notice: "\\q"'),
    _yaml("quote-never-closed", 'notice: "' + "a\n  " * 2_000),
    _yaml("day-of-no-calendar", "closed: 9999-99-99\nend: 0000-00-00"),
    _yaml("year-endless", f"end: {'9' * 4_000}-01-01"),
    _yaml("block-indent-wrong", "notice: |9\n a"),
    _bytes("not-utf-8", b"---\ntitle: caf\xe9\n---\n"),
    _bytes("overlong-utf-8", b"---\ntitle: \xc0\xaf\n---\n"),
    _bytes("half-a-pair", b"---\ntitle: \xed\xa0\xbd\n---\n"),
    _bytes("utf-16", _WHOLE.encode("utf-16")),
    _bytes("utf-32", _WHOLE.encode("utf-32")),
    _bytes("utf-7", b"---\ntitle: +ADw-script+AD4-alert(1)+ADw-/script+AD4-\n---\n"),
    _bytes("byte-order-mark", b"\xef\xbb\xbf" + _WHOLE.encode()),
    _bytes("byte-order-mark-twice", b"\xef\xbb\xbf" * 2 + _WHOLE.encode()),
    _bytes("byte-order-mark-inside", _WHOLE.replace("Hostile", "Hos\ufefftile").encode()),
    _bytes("nul", _WHOLE.replace("Hostile", "Hos\0tile").encode()),
    _bytes("only-nul", bytes(1_000)),
    _bytes("windows-line-ends", _WHOLE.replace("\n", "\r\n").encode()),
    _bytes("carriage-returns", _WHOLE.replace("\n", "\r").encode()),
    _bytes("mixed-line-ends", _WHOLE.replace("\n", "\r\n", 2).replace("start", "\rstart").encode()),
    _bytes("line-separators", _WHOLE.replace("\n", "\u2028").encode()),
    _bytes("next-line", _WHOLE.replace("Hostile", "Hos\u0085tile").encode()),
    _bytes("form-feed", _WHOLE.replace("Hostile", "Hos\x0ctile").encode()),
    _bytes("empty", b""),
    _bytes("one-fence", b"---"),
    _bytes("fences-alone", b"---\n---\n"),
    _bytes("many-fences", b"---\n" * 100_000),
    _bytes("many-conflicts", b"<<<<<<< a\n" * 50_000),
    _bytes("of-50-megabytes", _WHOLE.encode() + b"a " * 25_000_000),
    _bytes("one-line-of-999-kilobytes", _WHOLE.encode() + b"a" * 999_000),
    _bytes("fields-of-999-kilobytes", b"---\n" + b"a: b\n" * 199_000),
]

# ---- Files ---------------------------------------------------------------------------------------

PDF = b"%PDF-1.7\n%%EOF\n"


def _files(name: str, write: Callable[[Path], None]) -> Case:
    """A valid meeting; `write` puts more into its folder."""
    name = f"files-{name}"

    def whole(content: Path) -> None:
        folder = folder_of(content, name)
        (folder / "index.md").write_text(f"---\n{FIELDS.format(name=name)}---\n", "utf-8")
        write(folder)

    return Case("Files", name, whole)


def _named(name: str, *files: str) -> Case:
    def write(folder: Path) -> None:
        for number, file in enumerate(files):
            (folder / file).write_bytes(PDF + str(number).encode())

    return _files(f"named-{name}", write)


def _link(target: str, name: str = "agenda.pdf") -> Callable[[Path], None]:
    return lambda folder: (folder / name).symlink_to(target)


def _hard_link(folder: Path) -> None:
    outside = folder.parents[2].with_name("outside.pdf")
    outside.write_bytes(PDF)
    (folder / "agenda.pdf").hardlink_to(outside)


def _text_is(make: Callable[[Path], None]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "index.md").unlink()
        make(folder / "index.md")

    return write


def _socket(path: Path) -> None:
    # The name of a socket may have 107 bytes; it stays when it is moved.
    short = Path(f"/tmp/hostile.{os.getpid()}")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(short))
    short.rename(path)


def _deep(folder: Path) -> None:
    inner = folder.parent.joinpath(*["d"] * 100)
    inner.mkdir(parents=True)
    (inner / "a.pdf").write_bytes(PDF)


def _deeper_than_paths(folder: Path) -> None:
    """Folders whose path is longer than the system takes; git makes them one by one, too."""
    here = os.open(folder.parent, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("d" * 200, dir_fd=here)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def _many(folder: Path) -> None:
    for number in range(10_000):
        (folder / f"{number}.exe").touch()


def _index_folder(folder: Path) -> None:
    (folder / "index.md").unlink()
    (folder / "index.md").mkdir()


FILES = [
    _named("newline", "a\nb.pdf"),
    _named("carriage-return", "a\r\nContent-Type: text-html.pdf"),
    _named("double-quote", 'a"b.pdf'),
    _named("single-quote", "a'b.pdf"),
    _named("percent", "a%2e%2e%2fb.pdf", "%00.pdf"),
    _named("semicolon", "a;rm -rf .pdf"),
    _named("script", "<script>alert(1)<.pdf"),
    _named("image-with-event", "<img src=x onerror=canary()>.pdf"),
    _named("leading-dash", "-rf.pdf"),
    _named("two-dashes", "--output=x.pdf"),
    _named("255-bytes", "a" * 251 + ".pdf"),
    _named("255-bytes-of-accents", "\u00e9" * 125 + ".pdf"),
    _named("emoji", "\U0001f4c4\U0001f469\u200d\U0001f52c.pdf"),
    _named("composed-and-not", "caf\u00e9.pdf", "cafe\u0301.pdf"),
    _named("capitals", "agenda.pdf", "Agenda.pdf"),
    _named("capitals-of-the-ending", "agenda.pdf", "agenda.PDF"),
    _named("sharp-s", "stra\u00dfe.pdf", "strasse.pdf"),
    _named("wide-letters", "\uff41genda.pdf", "agenda.pdf"),
    _named("bidi", "agenda\u202efdp.pdf"),
    _named("escape-sequence", "\x1b[2Ja.pdf"),
    _named("backslash", "..\\..\\a.pdf"),
    _named("shell", "$(touch owned)`id`.pdf"),
    _named("template", "{{ 7*7 }}.pdf"),
    _named("spaces", " a .pdf"),
    _named("only-dots", "...pdf"),
    _named("device-of-windows", "CON.pdf"),
    _named("stream-of-windows", "a:b.pdf"),
    _named("workflow-command", "::error::x.pdf"),
    _named("html", "a.html"),
    _named("svg", "a.svg"),
    _named("htaccess", ".htaccess"),
    _named("no-stem", ".pdf"),
    _named("no-ending", "agenda"),
    _named("two-endings", "agenda.html.pdf"),
    _named("as-a-page-of-ours", "meeting.ics", "index.html"),
    _files(
        "named-in-no-encoding",
        lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.pdf")).write_bytes(PDF),
    ),
    _files("link-outside", _link("/etc/passwd")),
    _files("link-to-a-folder", _link("/etc", "papers")),
    _files("link-to-itself", _link("agenda.pdf")),
    _files("link-to-nothing", _link("nowhere.pdf")),
    _files("link-within", _link("index.md", "agenda.pdf")),
    _files("link-to-a-process", _link("/proc/self/environ")),
    _files("text-is-a-link", _text_is(lambda path: path.symlink_to("/etc/passwd"))),
    _files("hard-link", _hard_link),
    _files("pipe", lambda folder: os.mkfifo(folder / "agenda.pdf")),
    _files("text-is-a-pipe", _text_is(os.mkfifo)),
    _files("translation-is-a-pipe", lambda folder: os.mkfifo(folder / "index.fr.md")),
    _files("socket", lambda folder: _socket(folder / "agenda.pdf")),
    _files("text-is-a-socket", _text_is(_socket)),
    _files("text-is-a-folder", _index_folder),
    _files("folders-100-deep", _deep),
    _files("folders-deeper-than-paths", _deeper_than_paths),
    _files("ten-thousand", _many),
    _files("page-is-a-pipe", lambda folder: _page(folder, os.mkfifo)),
    _files("page-is-a-link", lambda folder: _page(folder, lambda p: p.symlink_to("/etc/passwd"))),
]


def _page(folder: Path, make: Callable[[Path], None]) -> None:
    pages = folder.parents[2] / "pages"
    pages.mkdir(exist_ok=True)
    make(pages / "hostile.md")


# ---- Markdown ------------------------------------------------------------------------------------

BODIES = {
    "script": "<script>canary()</script>",
    "script-in-capitals": "<SCRIPT>canary()</SCRIPT>",
    "script-with-slash": "<script/src=data:,canary()></script>",
    "script-within-script": "<scr<script>ipt>canary()</scr</script>ipt>",
    "script-unended": "<script>canary()",
    "script-with-nul": "<scr\0ipt>canary()</scr\0ipt>",
    "image-with-event": '<img src=x onerror="canary()" alt=x>',
    "image-with-slashes": "<img/src=x/onerror=canary()/alt=x>",
    "image-with-backticks": "<img src=`x`onerror=canary()>",
    "image-with-quotes": '<img """><script>canary()</script>">',
    "svg-with-event": "<svg onload=canary()>",
    "svg-with-script": "<svg><script>canary()</script></svg>",
    "svg-animate": "<svg><a><animate attributeName=href values=javascript:canary() /></a></svg>",
    "svg-use": '<svg><use href="data:image/svg+xml,<svg id=x onload=canary()>#x"/></svg>',
    "svg-foreign": "<svg><foreignObject><img src=x onerror=canary()></foreignObject></svg>",
    "svg-style-mutation": '<svg></p><style><a id="</style><img src=1 onerror=canary()>">',
    "math-mutation": "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror=canary()&gt;">',
    "math-link": "<math><a xlink:href=javascript:canary()>x</a></math>",
    "noscript-mutation": '<noscript><p title="</noscript><img src=x onerror=canary()>">',
    "template": "<template><script>canary()</script></template>",
    "comment-odd-end": "<!--><img src=x onerror=canary()>-->",
    "comment-bang-end": "<!-- --!><img src=x onerror=canary()> -->",
    "comment-unended": "<!-- <img src=x onerror=canary()>",
    "cdata": "<![CDATA[<img src=x onerror=canary()>]]>",
    "cdata-in-svg": "<svg><![CDATA[><img src=x onerror=canary()>]]>",
    "processing": "<?xml-stylesheet href='javascript:canary()'?>",
    "doctype": '<!DOCTYPE html [<!ENTITY x "<script>canary()</script>">]>&x;',
    "iframe": "<iframe src=javascript:canary()></iframe>",
    "iframe-srcdoc": '<iframe srcdoc="<script>parent.canary()</script>"></iframe>',
    "object": "<object data=javascript:canary()></object>",
    "embed": "<embed src=javascript:canary()>",
    "applet": "<applet code=Evil></applet>",
    "form": "<form action=https://evil.example><input name=p><button>Go</button></form>",
    "button-with-action": "<button formaction=javascript:canary()>x</button>",
    "input-focus": "<input onfocus=canary() autofocus>",
    "select-focus": "<select autofocus onfocus=canary()></select>",
    "textarea": "<textarea><img title='</textarea><img src=x onerror=canary()>'></textarea>",
    "title-mutation": "<title><img title='</title><img src=x onerror=canary()>'></title>",
    "base": "<base href=https://evil.example/>",
    "refresh": '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    "link-stylesheet": "<link rel=stylesheet href=https://evil.example/a.css>",
    "style": "<style>@import 'https://evil.example/a.css';</style>",
    "style-attribute": '<p style="background:url(https://evil.example/)">x</p>',
    "body-with-event": "<body onload=canary()>",
    "details-toggle": "<details open ontoggle=canary()><summary>x</summary></details>",
    "marquee": "<marquee onstart=canary()>x</marquee>",
    "video": "<video src=x onerror=canary()></video>",
    "video-source": "<video><source onerror=canary() src=x></video>",
    "audio": "<audio src=x onerror=canary()></audio>",
    "image-srcset": '<img srcset="https://evil.example/a.png" alt=x src=a.png>',
    "picture-source": '<picture><source srcset="https://evil.example/a"><img alt=x></picture>',
    "link-hover": "<a href=https://a.example onmouseover=canary()>x</a>",
    "link-ping": "<a href=https://a.example ping=https://evil.example>x</a>",
    "link-target": "<a href=https://a.example target=_blank>x</a>",
    "link-target-name": "<a href=https://a.example target=x name=location>x</a>",
    "accesskey": "<p accesskey=x onclick=canary()>x</p>",
    "editable": "<p contenteditable autofocus onfocus=canary()>x</p>",
    "popover": "<p popover id=x onbeforetoggle=canary()>x</p>",
    "id-location": "<p id=location>x</p>",
    "id-of-document": "<p id=getElementById>x</p><p id=cookie>y</p><p id=body>z</p>",
    "id-of-the-theme": "<p id=main>x</p><p id=content>y</p>",
    "id-prototype": "<p id=__proto__>x</p>",
    "class": '<p class="button button--primary">Register</p>',
    "data-attribute": "<p data-timeline=x data-starts=y>x</p>",
    "is-attribute": "<p is=x-evil>x</p>",
    "custom-element": "<x-evil onclick=canary()>x</x-evil>",
    "unclosed-everything": "<div><table><tr><td><b><i><a href=https://a.example>",
    "end-tags-alone": "</main></body></html>",
    "table-fostered": "<table><img src=x onerror=canary()><tr><td>x</td></tr></table>",
    "quote-in-attribute": "<a title='\"><img src=x onerror=canary()>' href=https://a.example>x</a>",
    "javascript": "[x](javascript:canary())",
    "javascript-in-capitals": "[x](JaVaScRiPt:canary())",
    "javascript-with-tab": "[x](<java\tscript:canary()>)",
    "javascript-with-entity": "[x](javascript&colon;canary())",
    "javascript-with-numbers": "[x](&#106;avascript:canary())",
    "javascript-with-hex": "[x](&#x6A&#x61&#x76&#x61script:canary())",
    "javascript-with-nul": "[x](java\0script:canary())",
    "javascript-with-nul-entity": "[x](java&#0;script:canary())",
    "javascript-with-newline": "[x](java&NewLine;script&colon;canary())",
    "javascript-after-control": "[x](&#1;javascript:canary())",
    "javascript-percent": "[x](javascript%3Acanary())",
    "javascript-in-html": "<a href=' &#14; javascript:canary()'>x</a>",
    "javascript-reference": "[x][y]\n\n[y]: javascript:canary()",
    "javascript-reference-twice": "[y]\n\n[y]: javascript:canary()\n[y]: https://a.example",
    "javascript-autolink": "<javascript:canary()>",
    "javascript-image": "![x](javascript:canary())",
    "javascript-title": '[x](https://a.example "\\" onmouseover=canary() x=\\"")',
    "javascript-address-breaks-out": '[x](https://a.example/"onmouseover=canary())',
    "data": "[x](data:text/html,<script>canary()</script>)",
    "data-base64": "[x](data:text/html;base64,PHNjcmlwdD5jYW5hcnkoKTwvc2NyaXB0Pg==)",
    "data-image": "![x](data:image/svg+xml,%3Csvg/onload=canary()%3E)",
    "vbscript": "[x](vbscript:canary())",
    "file": "[x](file:///etc/passwd)",
    "blob": "[x](blob:https://a.example/1)",
    "feed-javascript": "[x](feed:javascript:canary())",
    "view-source": "[x](view-source:https://a.example)",
    "two-slashes": "[x](//evil.example/)",
    "backslashes": "[x](\\\\\\\\evil.example/)",
    "slash-backslash": "[x](/\\evil.example/)",
    "https-without-slashes": "[x](https:evil.example)",
    "address-half-a-bracket": "[x](http://[::1)",
    "image-from-elsewhere": "![x](https://evil.example/pixel.png)",
    "image-outside": "![x](../../../../../../etc/passwd)",
    "image-outside-percent": "![x](%2e%2e/%2e%2e/index.md)",
    "attach": "[x]({attach}/etc/passwd) [y]({static}../../pelicanconf.py)",
    "template-signs": "{{ WORKGROUPS }} {% include '/etc/passwd' %} {# x #}",
    "placeholder": "\x02wzxhzdk:0\x03 \x02amp\x03 wzxhzdk:0",
    "attribute-list": "{: onclick=canary() }\n\n# x {: id=location onclick=canary() }",
    "entity-that-is-markup": "&lt;script&gt;canary()&lt;/script&gt;",
    "code-that-is-markup": "`<script>canary()</script>`\n\n    <img src=x onerror=canary()>",
    "fence-language": '``` x" onclick="canary()\ncode\n```',
    "heading-that-is-markup": "# <img src=x onerror=canary()>",
    "table-that-is-markup": "| a |\n| - |\n| <img src=x onerror=canary()> |",
    "autolink-mail": "<a@a.example?bcc=b@b.example&body=x>",
    "mailto-with-header": "[x](mailto:a@a.example?bcc=b@b.example%0d%0aX:y)",
    "other-host-in-the-text": "[https://pretix.eu/form](https://evil.example/)",
    "look-alike-host": "[x](https://pr\u0435tix.eu/)",
    "credentials": "[x](https://pretix.eu@evil.example/)",
    "bidi": "a \u202egnp.exe\u202c b",
    "bidi-entity": "a &#x202e;gnp.exe b",
}

SLOW = {
    "emphasis": "*a **b " * 7_000,
    "emphasis-by-paragraph": ("*a **b*c** " * 25 + "\n\n") * 170,
    "underscores": ("_a __b_c__ " * 25 + "\n\n") * 170,
    "brackets": "[" * 50_000,
    "brackets-by-paragraph": ("[" * 100 + "\n\n") * 490,
    "links-unended-by-paragraph": ("[a](" * 90 + "\n\n") * 130,
    "links-nested-by-paragraph": ("[" * 45 + "a" + "](b)" * 45 + "\n\n") * 200,
    "images-by-paragraph": ("![a](b " * 90 + "\n\n") * 75,
    "references": "".join(f"[r{n}]: /u\n" for n in range(900)) + "\n" + "[r1][] " * 90,
    "references-parted": "".join(f"[r{n}]: /u\n\n" for n in range(3_800)),
    "reference-titles": '[a]: b "' * 6_000,
    "reference-of-one-line": "[" + "a" * 49_000 + "]: b",
    "tables": ("| a " * 24 + "|\n" + "| - " * 24 + "|\n\n") * 240,
    "table-long": "| a | b |\n| - | - |\n" + "| a | b |\n" * 990,
    "table-wide": "a" + "|a" * 99 + "\n" + "-" + "|-" * 99 + "\n" + ("a" + "|a" * 99 + "\n") * 240,
    "lists-flat": "- a\n" * 1_000,
    "lists-parted": "- a\n\n" * 9_900,
    "lists-nested": "".join("  " * (n % 12) + "- a\n" for n in range(999)),
    "lists-nested-parted": "".join("  " * (n % 12) + "- a\n\n" for n in range(2_900)),
    "lists-too-deep": "".join("  " * n + "- a\n" for n in range(150)),
    "lists-on-one-line": "- " * 24_000,
    "quotes-on-one-line": ">" * 50_000,
    "quotes-deep": "> " * 12 + "a\n",
    "quotes-parted": (">" * 11 + " a\n\n") * 3_500,
    "quotes-and-lists": ("> - > - > - > - a\n\n") * 2_600,
    "code-spans": "".join("`" * n + "a" for n in range(300)),
    "code-spans-by-paragraph": ("`a``b" * 33 + "\n\n") * 290,
    "ticks-growing-by-paragraph": ("".join("`" * n + " " for n in range(13)) + "\n\n") * 520,
    "entities": "&amp;" * 10_000,
    "entities-by-paragraph": ("&#x41;" * 100 + "\n\n") * 82,
    "entities-unended": ("&" + "a" * 498 + "\n\n") * 99,
    "html-blocks": "<div>\n\n" * 999,
    "html-nested": "<div>" * 99 + "\n\n" + "<b>" * 99,
    "html-deep-by-paragraph": ("<b>" * 99 + "\n\n") * 10,
    "html-links-open": ("<a href=x>" * 99 + "\n\n") * 10,
    "html-unended": "<div " * 990,
    "html-attributes": "<div " + "a=b " * 12_000 + ">",
    "comments": "<!-- " * 990,
    "comments-parted": "<!-- a\n\n" * 990,
    "comments-and-dashes": "<!--" + "-" * 49_000,
    "fences": "```\n" * 1_000,
    "fences-parted": "```\n\n" * 9_000,
    "fences-growing": "\n\n".join("`" * n for n in range(3, 300)),
    "headings": "# a\n" * 1_000,
    "headings-same": "# a\n\n" * 9_900,
    "headings-hashes": "# " + "# " * 24_000,
    "rules": "* * *\n\n" * 7_000,
    "rule-nearly": "* " * 20_000 + "a",
    "underlines": "a\n=\n" * 490,
    "addresses": "https://a.example/ " * 2_600,
    "address-of-brackets": "https://a.example/" + "(" * 99 + ")" * 99,
    "address-of-stops": "https://a.example/" + "." * 49_000,
    "address-long": "https://" + "a" * 49_000,
    "backslashes": ("\\\\" * 49 + "\n\n") * 490,
    "spaces": " " * 49_000 + "a",
    "lines-of-spaces": (" " * 50 + "\n") * 970,
    "tabs": "\t" * 49_000 + "a",
    "lines-parted": "a\n\n" * 16_000,
    "lazy-lines": "- a\n" + "b\n" * 998,
    "numbers": "".join(f"{n}. a\n" for n in range(999)),
    "numbers-parted": "".join(f"{n}. a\n\n" for n in range(5_500)),
    "letters": "a" * 49_999,
    "words": "a " * 24_999,
    "digits": "1" * 49_999,
    "hours": "1:1 " * 12_000,
    "dates": "Monday 1 January 2020 " * 2_200,
    "mails": "a@a.a " * 8_000,
    "mails-nearly": "a" * 24_000 + "@" + "a." * 12_000,
    "mail-dots": "a." * 24_990,
    "telephones": "+32 2 " * 8_000,
    "telephone-long": "+" + "1 " * 24_000,
    "passcodes": "passcode: " * 4_900,
    "quotes": "\"'" * 24_000,
    "agenda-lines": "10:00 a\n" * 990,
    "enclosed": "find enclosed the agenda " * 2_000,
    "joining-letters": "a\u0301" * 24_000,
    "emoji": "\U0001f469\u200d\U0001f52c" * 16_000,
    "mixed": ("- > *[a](b) `c` &amp; <b>d</b>* | e\n\n") * 300,
}

MARKDOWN = [
    *(meeting("Markdown", f"markdown-{name}", body=body) for name, body in BODIES.items()),
    *(meeting("Markdown", f"slow-{name}", body=body) for name, body in SLOW.items()),
]

# ---- Text that ends up elsewhere -----------------------------------------------------------------

TEXTS = {
    "end-of-script": "</script><script>canary()</script>",
    "comment": "<!--<script>",
    "end-of-cdata": "]]><script>canary()</script>",
    "image-with-event": "<img src=x onerror=canary()>",
    "end-of-attribute": '\\" autofocus onfocus=canary() x=\\"',
    "single-quotes": "' onmouseover='canary()",
    "carriage-return-and-line-feed": "a\\r\\nEND:VEVENT\\r\\nBEGIN:VEVENT\\r\\nSUMMARY:evil",
    "line-feed": "a\\nATTENDEE:mailto:evil@evil.example",
    "carriage-return": "a\\rATTENDEE:x",
    "line-separator": "a\\u2028b",
    "paragraph-separator": "a\\u2029b",
    "next-line": "a\\x85b",
    "line-of-many-lines": "a\n\n  b",
    "signs-of-calendars": "a;b:c,d\\\\e^nf\\\\ng",
    "parameter-of-calendars": 'a;VALUE=URI:b\\"c',
    "template": "{{ 7*7 }}{% raw %}{# x #}",
    "format": "{0.__class__.__init__.__globals__} %s %(x)s $x ${x}",
    "bidi-override": "a\\u202Eexe.fdp",
    "bidi-isolate": "a\\u2067b\\u2069",
    "bidi-mark": "a\\u200Fb",
    "hidden": "a\\u200Bb",
    "tags-of-unicode": "a\\U000E0041\\U000E0042b",
    "nul": "a\\0b",
    "escape-sequence": "\\e[2J\\e]0;owned\\a",
    "control": "a\\bb",
    "workflow-command": "::error file=x::owned",
    "workflow-command-on-a-line": "a\\n::set-output name=x::y",
    "formula": "=cmd|' /C calc'!A0",
    "entity": "&lt;script&gt;canary()&lt;/script&gt;",
    "long-word": "a" * 5_000,
    "accents-piled": "a" + "\\u0301" * 500,
    "noncharacter": "a\\uFFFEb",
    "header": "a?bcc=evil@evil.example&body=x#y%0d%0az",
}


def _everywhere(name: str, text: str) -> Case:
    """The text in every field that is a text."""
    fields = """\
title: "T"
notice: "T"
place: {name: "T", address: "T", room: "T"}
online: {note: "T"}
contact: {name: "T", email: a@hostile.example}
speakers: [{name: "T", organisation: "T", topic: "T"}]
agenda: [{time: "10:00", title: "T", speaker: "T"}]
registration: {service: eusurvey, form: A, note: "T", prefill: {meeting: "{title} {place}"}}
documents: [{url: "https://a.example/a.pdf", title: "T", version: "T"}]
tags: ["T"]"""
    more = fields.replace('"T"', f'"{text}"')
    return meeting("Text that ends up elsewhere", f"text-{name}", more, without="title")


def _field(name: str, more: str) -> Case:
    return meeting("Text that ends up elsewhere", f"field-{name}", more)


ELSEWHERE = [
    *(_everywhere(name, text) for name, text in TEXTS.items()),
    _field("mail-with-header", "contact: {name: A, email: 'a@a.example?bcc=b@b.example'}"),
    _field("mail-with-line", 'contact: {name: A, email: "a@a.example\\r\\nBcc: b@b.example"}'),
    _field("mail-with-two", "contact: {name: A, email: 'a@a.example,b@b.example'}"),
    _field("mail-with-percent", "contact: {name: A, email: 'a%0d%0abcc@a.example'}"),
    _field("mail-with-ampersand", "contact: {name: A, email: 'a&cc=b#c@a.example'}"),
    _field("telephone-with-code", "contact: {name: A, phone: '+32 2;ext=1*21*5#'}"),
    _field("alias-outside", "aliases: [/../../etc/cron.d/x/]"),
    _field("alias-percent", "aliases: ['/%2e%2e/%2e%2e/x/']"),
    _field("alias-to-another-host", "aliases: [//evil.example/]"),
    _field("alias-with-header", 'aliases: ["/a\\r\\nLocation: https://evil.example/"]'),
    _field("alias-for-nginx", "aliases: ['/a/; return 302 https://evil.example;']"),
    _field("alias-for-redirects", "aliases: ['/* https://evil.example 302']"),
    _field("alias-takes-the-theme", "aliases: [/theme/site.css]"),
    _field("alias-takes-the-feed", "aliases: [/calendar.ics]"),
    _field("alias-with-capitals", "aliases: [/Calendar.ics]"),
    _field("alias-quote", "aliases: ['/a\"><script>canary()</script>/']"),
    _field("document-outside", "documents: [{file: ../../../../etc/passwd}]"),
    _field("document-with-nul", 'documents: [{file: "a.pdf\\0.html"}]'),
    _field("group-outside", "groups2: [../../x]\nreplaced_by: ../../x"),
    _field("uid-with-line", "uid2: x\nreplaced_by: 'a\r\nb'"),
    _field(
        "prefill-with-attributes",
        "registration: {service: eusurvey, form: A, prefill: {a: '{title.__class__.__mro__}'}}",
    ),
    _field(
        "prefill-with-width",
        "registration: {service: eusurvey, form: A, prefill: {a: '{title:>999999999}'}}",
    ),
    _field(
        "prefill-with-ampersand",
        "registration: {service: eusurvey, form: A, prefill: {'a&evil=1#': '{title}'}}",
    ),
    _field("zone-outside", "timezone: ../../../etc/passwd"),
    _field("zone-absolute", "timezone: /etc/passwd"),
    _field("lang-with-quote", "lang: 'en\" onload=\"canary()'"),
    _field("type-with-slash", "type: ../webinar"),
]

# ---- Registration and other addresses ------------------------------------------------------------

ADDRESSES = {
    "cyrillic-letter": "https://pr\u0435tix.eu/a",
    "cyrillic-in-punycode": "https://xn--prtix-6ve.eu/a",
    "wide-letters": "https://\uff50retix.eu/a",
    "wide-stop": "https://pretix\u3002eu/a",
    "credentials": "https://pretix.eu@evil.example/",
    "credentials-with-word": "https://pretix.eu:443@evil.example/",
    "credentials-percent": "https://pretix.eu%40evil.example/",
    "backslash": "https://evil.example\\@events.regions.example/",
    "backslashes": "https:\\\\evil.example",
    "no-scheme": "//evil.example/",
    "three-slashes": "https:///evil.example/",
    "tab": "https://events.regions\\t.example/",
    "line": "https://events.regions.example/\\nx",
    "port": "https://events.regions.example:8443/",
    "port-beyond": "https://events.regions.example:99999/",
    "stop-at-the-end": "https://events.regions.example./",
    "capitals-elsewhere": "https://EVENTS.REGIONS.EXAMPLE.evil.example/",
    "below-the-host": "https://events.regions.example.evil.example/",
    "beside-the-host": "https://evilevents.regions.example/",
    "redirector-of-google": "https://www.google.com/url?q=https://evil.example/",
    "redirector-of-facebook": "https://l.facebook.com/l.php?u=https://evil.example/",
    "redirector-of-outlook": "https://eur02.safelinks.protection.outlook.com/?url=https://a.example",
    "redirector-of-proofpoint": "https://urldefense.com/v3/__https://evil.example/__;!!x",
    "short-link": "https://bit.ly/abc",
    "ip-address": "https://203.0.113.7/",
    "ip-as-number": "https://3405803783/",
    "ip-in-hex": "https://0xcb007107/",
    "ip-of-six": "https://[2001:db8::1]/",
    "this-machine": "https://localhost/",
    "javascript": "javascript:canary()//https://events.regions.example/",
    "javascript-with-tab": "java\\tscript:canary()",
    "data": "data:text/html,<script>canary()</script>",
    "plain-http": "http://events.regions.example/",
    "fragment-with-host": "https://evil.example#@events.regions.example/",
    "query-with-host": "https://evil.example?@events.regions.example/",
    "quote": 'https://events.regions.example/\\" onclick=\\"canary()',
    "angle": "https://events.regions.example/<script>",
    "nul": "https://events.regions.example\\0.evil.example/",
    "bidi": "https://events.regions.example/\\u202Emoc",
    "too-long": "https://events.regions.example/" + "a" * 3_000,
    "endless-host": "https://" + "a." * 900 + "example/",
    "hyphens": "https://" + "-" * 1_900 + "/",
    "empty-host": "https://:443/",
}


def _addresses(name: str, address: str) -> list[Case]:
    """The address as that of the form, and in every other field that has one."""
    form = f'registration: {{url: "{address}", waiting_list: "{address}"}}'
    others = f'online: {{address: "{address}"}}\ndocuments: [{{url: "{address}", title: A}}]'
    return [
        meeting("Registration", f"form-{name}", form),
        meeting("Registration", f"address-{name}", others),
    ]


REGISTRATION = [
    *(case for name, address in ADDRESSES.items() for case in _addresses(name, address)),
    meeting("Registration", "form-name-outside", "registration: {service: eusurvey, form: ../x}"),
    meeting("Registration", "form-name-with-host", "registration: {service: eusurvey, form: '@a'}"),
    meeting(
        "Registration", "form-name-with-query", "registration: {service: eusurvey, form: 'a?b=c'}"
    ),
]

CASES = [*YAML, *FILES, *MARKDOWN, *ELSEWHERE, *REGISTRATION]
