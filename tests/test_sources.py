"""Sources: what in content/ is a group, a meeting, a page, a document, and what is nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workgroups.problems import Problem
from workgroups.sources import (
    TEXT_BUDGET,
    Folder,
    find_sources,
    read_text,
)


def lay(root: Path, *names: str) -> Path:
    """The folder content/ with these files."""
    content = root / "content"
    for name in names:
        content.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        content.joinpath(name).write_text(name)
    return content


def meetings(content: Path) -> tuple[list[Folder], list[str]]:
    """The folders of meetings, and `file: message` of each problem."""
    sources = find_sources(content)
    told = [f"{problem.file}: {problem.message}" for problem in sources.problems]
    return list(sources.meetings), told


def test_a_meeting_is_a_folder_with_an_index(tmp_path: Path) -> None:
    content = lay(tmp_path, "meetings/a/index.md", "meetings/a/index.fr.md", "meetings/a/x.pdf")
    [folder], problems = meetings(content)
    assert (folder.slug, folder.shown) == ("a", "content/meetings/a")
    assert {lang: path.name for lang, path in folder.texts.items()} == {
        None: "index.md",
        "fr": "index.fr.md",
    }
    assert [path.name for path in folder.files] == ["x.pdf"]
    assert folder.show(folder.files[0]) == "content/meetings/a/x.pdf"
    assert problems == []


def test_folders_around_a_meeting_are_free(tmp_path: Path) -> None:
    content = lay(tmp_path, "meetings/2026/spring/b/index.md", "meetings/2025/a/index.md")
    folders, problems = meetings(content)
    assert [folder.slug for folder in folders] == ["a", "b"]
    assert problems == []


def test_folders_around_a_group_are_not(tmp_path: Path) -> None:
    sources = find_sources(lay(tmp_path, "groups/energy/smart-cities/index.md"))
    assert sources.groups == ()
    assert [problem.file for problem in sources.problems] == ["content/groups/energy"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("meetings/notes.txt", "meetings/notes.txt: this file belongs to no group and no meeting"),
        ("meetings/2026/x.pdf", "meetings/2026: there is no index.md in this folder"),
        ("meetings/a/index.fr.md", "meetings/a: there is no index.md in this folder"),
    ],
)
def test_nothing_is_left_out_silently(name: str, told: str, tmp_path: Path) -> None:
    assert meetings(lay(tmp_path, name)) == ([], [f"content/{told}"])


def test_a_folder_in_a_meeting_is_told(tmp_path: Path) -> None:
    content = lay(tmp_path, "meetings/a/index.md", "meetings/a/papers/x.pdf")
    [folder], problems = meetings(content)
    assert folder.files == ()
    assert problems == ["content/meetings/a/papers: documents in here are not published"]


@pytest.mark.parametrize("name", ["Smart Cities", "a_b", "été", "a--b", "-a"])
def test_a_folders_name_is_part_of_an_address(name: str, tmp_path: Path) -> None:
    _, problems = meetings(lay(tmp_path, f"meetings/{name}/index.md"))
    assert problems == [f"content/meetings/{name}: {name} cannot be part of an address"]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "~$agenda.docx", ".~lock.a.odt#"])
def test_leftovers_of_programs_are_not_there(name: str, tmp_path: Path) -> None:
    content = lay(tmp_path, f"meetings/{name}", "meetings/a/index.md", f"meetings/a/{name}")
    [folder], problems = meetings(content)
    assert folder.files == ()
    assert problems == []


@pytest.mark.parametrize("link", ["meetings/b", "meetings/a/x.pdf", "meetings/a/index.fr.md"])
@pytest.mark.parametrize("target", ["index.md", "nowhere", "/etc"])
def test_links_are_not_followed(link: str, target: str, tmp_path: Path) -> None:
    content = lay(tmp_path, "meetings/a/index.md")
    content.joinpath(link).symlink_to(target)
    folders, problems = meetings(content)
    assert [(folder.slug, folder.files, len(folder.texts)) for folder in folders] == [("a", (), 1)]
    assert problems == [
        f"content/{link}: this is a symbolic link, which can point out of the content"
    ]


def test_an_index_that_is_a_link_or_a_folder_is_none(tmp_path: Path) -> None:
    content = lay(tmp_path, "meetings/a/paper.pdf", "meetings/b/index.md/paper.pdf")
    content.joinpath("meetings/a/index.md").symlink_to("nowhere")
    folders, problems = meetings(content)
    assert folders == []
    assert len(problems) == 2


def test_a_name_that_is_no_text_can_still_be_told(tmp_path: Path) -> None:
    """Latin-1, as old archives have it; such a name cannot be printed."""
    content = lay(tmp_path, "meetings/a/index.md")
    name = os.fsencode(content / "meetings/a") + b"/pr\xe9sentation.pdf"
    try:
        Path(os.fsdecode(name)).touch()
    except OSError:  # macOS refuses such names itself
        return
    [folder], problems = meetings(content)
    assert folder.files == ()
    assert problems[0].encode().endswith(b"this name holds letters that cannot be read")


def test_pages_are_markdown_files(tmp_path: Path) -> None:
    content = lay(tmp_path, "pages/about.md", "pages/About Us.md", "pages/x.pdf", "pages/d/y.md")
    sources = find_sources(content)
    found = dict(sources.pages)
    assert found[content / "pages/about.md"] == "content/pages/about.md"
    assert [(problem.file, problem.message) for problem in sources.problems] == [
        ("content/pages/About Us.md", "About Us cannot be part of an address"),
        ("content/pages/d", "d is not a page"),
        ("content/pages/x.pdf", "x.pdf is not a page"),
    ]


def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    """Reading a pipe waits for ever."""
    content = lay(tmp_path, "meetings/a/index.md", "pages/about.md")
    os.mkfifo(content / "meetings/a/agenda.pdf")
    os.mkfifo(content / "pages/x.md")
    [folder], told = meetings(content)
    assert folder.files == ()
    assert told == [
        "content/meetings/a/agenda.pdf: this is neither a file nor a folder",
        "content/pages/x.md: x.md is not a page",
    ]
    assert [path.name for path, _ in find_sources(content).pages] == ["about.md"]


@pytest.mark.parametrize("name", ["groups", "meetings", "pages"])
def test_no_link_leads_out_of_the_content(name: str, tmp_path: Path) -> None:
    elsewhere = lay(tmp_path / "elsewhere", f"{name}/a/index.md", f"{name}/b.md")
    content = tmp_path / "content"
    content.mkdir()
    (content / name).symlink_to(elsewhere / name)
    sources = find_sources(content)
    assert not [*sources.groups, *sources.meetings, *sources.pages]
    [problem] = sources.problems
    assert problem.file == f"content/{name}"
    assert "symbolic link" in problem.message


def test_a_linked_index_is_told_as_a_link(tmp_path: Path) -> None:
    content = lay(tmp_path, "meetings/a/x.pdf")
    (content / "meetings/a/index.md").symlink_to(tmp_path / "index.md")
    [], [told] = meetings(content)
    assert told.startswith("content/meetings/a/index.md: this is a symbolic link")


@pytest.mark.parametrize("name", ["index_fr.md", "index-FR.md", "index fr.markdown"])
def test_a_translation_named_otherwise_is_told(name: str, tmp_path: Path) -> None:
    content = lay(tmp_path, "meetings/a/index.md", f"meetings/a/{name}")
    sources = find_sources(content)
    [folder] = sources.meetings
    assert folder.files == ()
    assert [problem.remedy[-12:] for problem in sources.problems] == [" index.fr.md"]


def test_where_there_is_nothing_nothing_is_found(tmp_path: Path) -> None:
    assert meetings(tmp_path) == ([], [])
    sources = find_sources(tmp_path / "nowhere")
    assert not list(sources.files)
    assert [problem.message for problem in sources.problems] == ["there is no such folder"]


def test_every_file_that_is_read_or_published_is_listed(tmp_path: Path) -> None:
    names = {"groups/a/index.md", "groups/a/x.pdf", "meetings/2026/b/index.fr.md", "pages/c.md"}
    names |= {"meetings/2026/b/index.md", "meetings/2026/b/y.pdf"}
    content = lay(tmp_path, *names, "meetings/2026/b/.DS_Store", "pages/z.pdf")
    files = find_sources(content).files
    assert {file.relative_to(content).as_posix() for file in files} == names


def text_of(path: Path, data: bytes) -> tuple[str | None, list[Problem]]:
    """What is read of a file with these bytes."""
    problems: list[Problem] = []
    path.joinpath("a.md").write_bytes(data)
    return read_text(path / "a.md", "a.md", problems), problems


@pytest.mark.parametrize("data", [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\nb\n"])
def test_a_text_is_the_same_from_every_machine(data: bytes, tmp_path: Path) -> None:
    assert text_of(tmp_path, data) == ("a\nb\n", [])


def test_what_is_not_utf8_is_told_at_its_place(tmp_path: Path) -> None:
    text, [problem] = text_of(tmp_path, "un\ndeux trois\nété".encode("latin-1"))
    assert text is None
    assert (problem.line, problem.column) == (3, 1)


def test_a_text_has_a_budget(tmp_path: Path) -> None:
    assert text_of(tmp_path, b"a" * TEXT_BUDGET)[1] == []
    text, [problem] = text_of(tmp_path, b"a" * (TEXT_BUDGET + 1))
    assert text is None
    assert problem.message == "the text is larger than 1000 kB"


@settings(max_examples=60)
@given(data=st.binary(max_size=40) | st.text("a\r\né\ufeff", max_size=20).map(str.encode))
@example(data=b"\xef\xbb\xbf\xef\xbb\xbf\xff")
@example(data=b"a\r\n\xc3\xa9\r\xc3")
def test_any_bytes_are_a_text_or_told(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text, problems = text_of(tmp_path_factory.getbasetemp(), data)
    if text is not None:
        assert not problems
        assert "\r" not in text
        assert text.encode() == data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(
            b"\r", b"\n"
        )
        return
    (problem,) = problems
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    before = lines[problem.line - 1].decode(errors="replace").removeprefix("\ufeff")
    assert before[problem.column - 1] == "\ufffd"


def test_a_text_of_50_megabytes_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "index.md"
    with file.open("wb") as sparse:
        sparse.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", None)
    problems: list[Problem] = []
    assert read_text(file, "index.md", problems) is None
    assert [problem.message for problem in problems] == ["the text is larger than 1000 kB"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("energy", "Energy"), ("caf\u00e9", "cafe\u0301"), ("stra\u00dfe", "strasse")],
)
def test_folders_that_some_systems_take_for_one_are_told(
    one: str, other: str, tmp_path: Path
) -> None:
    content = lay(tmp_path, f"groups/{one}/index.md", f"groups/{other}/index.md")
    told = [p.message for p in find_sources(content).problems if "take this for" in p.message]
    assert told == [f"many systems take this for the same as {min(one, other)}"]


@pytest.mark.parametrize("name", ["meetings/a/index.md", "meetings/a/agenda.pdf", "meetings/a"])
def test_what_may_not_be_read_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the system's own answer is put in its place."""
    content = lay(tmp_path, "meetings/a/index.md", "meetings/a/agenda.pdf")
    allowed = os.access
    refused = str(content / name)
    monkeypatch.setattr(os, "access", lambda p, mode: str(p) != refused and allowed(p, mode))
    told = [(p.file, p.message) for p in find_sources(content).problems]
    assert (f"content/{name}", "this may not be read") in told
