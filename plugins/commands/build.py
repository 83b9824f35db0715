"""One build of the whole site: Pelican into a staging folder, and from there over the output.

Stands beside the doors because it needs Pelican, which the core never does; and only when it
builds, so that other commands can have its words without it.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import logging
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

from commands.holding import hold
from commands.known import can_be_kept, keep_known, keep_record
from commands.outcomes import Failed, Misused, in_a_line, outcome, warn
from commands.record import Inputs, listed, record_of
from commands.unforeseen import told
from workgroups.collecting import without_collecting
from workgroups.documents import KINDS
from workgroups.interiors import Interiors
from workgroups.mirror import Brought, NotOurs, bring_over, check_ours, files_in
from workgroups.parts import Memo, Parts
from workgroups.problems import ContentProblems, Problem
from workgroups.processes import at_once
from workgroups.programme import Programme
from workgroups.reading import read_content
from workgroups.reports import as_text
from workgroups.site import Site
from workgroups.store import Lost

# No fault of the content or the code, and not to be told with a line of either.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})

_SITEURL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[^\s?#]*)?")


class Logged(logging.Handler):
    """What Pelican logs during a build.

    Pelican logs that a plugin did not load or a template failed, goes on, and exits with 0.
    Here an error fails the build, and a warning is told at once, and once.
    """

    def __init__(self, say: Callable[[str], object]) -> None:
        super().__init__(logging.WARNING)
        self._say = say
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def __enter__(self) -> Self:
        from pelican.log import LimitFilter

        # Pelican lets a process say a thing once: what is said of one run would be of no other.
        self._limit, LimitFilter.LOGS_DEDUP_MIN_LEVEL = LimitFilter.LOGS_DEDUP_MIN_LEVEL, 0
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        from pelican.log import LimitFilter

        logging.getLogger().removeHandler(self)
        LimitFilter.LOGS_DEDUP_MIN_LEVEL = self._limit

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error, tell a warning; both on one line and without a traceback."""
        text = in_a_line(record.getMessage())
        if record.exc_info and record.exc_info[1]:
            text += f": {told(record.exc_info[1])}"
        if record.levelno >= logging.ERROR:
            self.errors.append(text)
        elif text not in self.warnings:
            self.warnings.append(text)
            self._say(text)


def read_settings(file: Path, overrides: dict[str, Any]) -> dict[str, Any]:
    """Pelican's settings from `file`; raises Misused when they cannot be had."""
    if not file.is_file():
        raise Misused(f"There is no settings file {file}.")
    import pelican.settings

    content = overrides.get("PATH")
    if content and not Path(content).is_dir():
        raise Misused(f"There is no content folder {content}.")
    try:
        settings: dict[str, Any] = pelican.settings.read_settings(str(file), overrides)
    except (Exception, SystemExit) as error:  # noqa: BLE001  It is code: it may raise anything.
        raise Misused(f"The settings cannot be read: {told(error, file.parent)}") from None
    site_url = settings["SITEURL"]
    if not (isinstance(site_url, str) and _SITEURL.fullmatch(site_url)):
        raise Misused(f"SITEURL: {site_url!r} is not a whole address such as https://example.eu")
    if not isinstance(settings.get("WORKGROUPS"), Site):
        raise Misused("WORKGROUPS: the settings must make it a workgroups.site.Site")
    return settings


def run_pelican(settings: dict[str, Any], say: Callable[[str], object] = warn) -> dict[str, Any]:
    """Let Pelican write the site; its context, with the `warnings` and the `writer` in it.

    `say` hears of what does not stop it. Raises Failed with everything that was wrong; OSError
    where the disk takes no more, Lost where what was to be known is not.
    """
    context: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()
    with Logged(say) as logged:
        try:
            context = _run(settings, logged)
        except ContentProblems as found:
            problems = found.problems
            told_all = as_text(problems, Path(settings["PATH"]).parent)
            logged.errors.insert(0, told_all)
        except Exception as error:  # Whatever it is, the build fails and says so.
            if isinstance(error, Lost) or (isinstance(error, OSError) and error.errno in NO_ROOM):
                raise
            logged.errors.append(told(error))
    if logged.errors:
        raise Failed("\n".join(dict.fromkeys(logged.errors)), problems)
    return {**context, "warnings": logged.warnings}


def _run(settings: dict[str, Any], logged: Logged) -> dict[str, Any]:
    """The context of a run; of one in which a door was missing, nothing."""
    import pelican
    from jinja2 import StrictUndefined
    from pelican.log import console
    from pelican.plugins import signals

    from commands.hands import ManyHands

    context: dict[str, Any] = {}

    def keep_context(generators: Sequence[Any]) -> None:
        nonlocal context
        context = generators[0].context

    class Writer(settings.get("WRITER", ManyHands)):  # type: ignore[misc]
        """Pelican takes a class, and makes its writer of it."""

        def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
            super().__init__(output_path, settings)
            context["writer"] = self

    console.quiet = True  # "Processed 0 articles" is all it has to say.
    signals.all_generators_finalized.connect(keep_context)
    try:
        # Everywhere a name that does not exist stops the build instead of printing nothing.
        jinja = {"undefined": StrictUndefined, **settings["JINJA_ENVIRONMENT"]}
        site = pelican.Pelican({**settings, "WRITER": Writer, "JINJA_ENVIRONMENT": jinja})
        if logged.errors:  # Without all its doors, a run would only add to the noise.
            return {}
        with without_collecting():
            site.run()
        # What stays until the end need not be looked through each time.
        gc.freeze()
        if writer := context.get("writer"):
            writer.finish()
        return context
    finally:
        signals.all_generators_finalized.disconnect(keep_context)
        gc.unfreeze()


@contextlib.contextmanager
def staging_beside(output: Path) -> Iterator[Path]:
    """An empty folder on the output's file system that is gone afterwards, whatever happens.

    It is also the lock of the output: raises Misused while another build holds it, and where the
    disk does not take what is written. One that a killed build has left is used again.
    """
    staging = output.parent / f".{output.name}.staging"
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        held = hold(staging)
        if held is None:
            raise Misused(f"Another build is writing to {output}.")
        try:
            _empty(staging)
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            os.close(held)
    except OSError as error:
        raise Misused(f"{output} cannot be written: {error}") from None


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def summary(files: Iterable[str], context: Mapping[str, Any]) -> str:
    """What a site of these files holds: `92 pages, 20 feeds, 75 documents, 64 meetings`."""
    pages = feeds = documents = 0
    for file in files:
        ending = file[file.rfind(".") :]
        pages += ending == ".html"
        feeds += ending in {".ics", ".atom"} and not file.endswith("/meeting.ics")
        documents += ending in KINDS and file.startswith(("groups/", "meetings/"))
    programme = context.get("programme")
    meetings = len(programme.meetings) if programme else 0
    return f"{pages} pages, {feeds} feeds, {documents} documents, {meetings} meetings"


def build_site(file: Path, overrides: dict[str, Any], inputs: Inputs | None = None) -> str:
    """Build with the settings in `file`; a line that tells what was done.

    The output is touched only by a build without any problem. Raises Failed or Misused. With
    `inputs`, which were looked at just before, a record is kept of it.
    """
    started = time.monotonic()
    settings = read_settings(file, overrides)
    output = output_of(settings)
    parts = Parts()
    with staging_beside(output) as staging:
        own = {"OUTPUT_PATH": str(staging), "READ": partial(_read, parts), "WRITTEN": Memo(parts)}
        context = run_pelican({**settings, **own})
        if settings.get("WHOLE_HISTORY"):
            # It is made of what stands here.
            from commands.finished import check_finished, ledger_from

            where = settings.get("LEDGER")
            published = ledger_from(where) if where else None
            check_finished(staging, settings, context, published)
        with contextlib.suppress(OSError):
            # Whoever builds has it no longer, also where no record will be kept.
            record_of(Path(settings["CACHE_PATH"]), output).unlink(missing_ok=True)
        bring = partial(_bring, staging, output, context)
        if inputs and can_be_kept(inputs, context):
            known, (holds, brought, lies) = at_once(partial(keep_known, inputs, context), bring)
            if known and lies is not None:
                count = brought.written + brought.unchanged
                keep_record(inputs, context, known, holds, (count, lies))
        else:
            holds, brought, _ = bring()
    files = brought.written, brought.unchanged, brought.removed
    return outcome(holds, files, time.monotonic() - started)


def _bring(
    staging: Path, output: Path, context: Mapping[str, Any]
) -> tuple[str, Brought, int | None]:
    """Bring a site to its output: what it holds, what was done, and a digest of what lies there."""
    holds = summary(files_in(staging), context)
    brought = bring_over(staging, output)
    # What is looked at may go while it is looked at.
    with contextlib.suppress(OSError):
        return holds, brought, listed(output).digest
    return holds, brought, None


def _read(
    parts: Parts, content: Path, site: Site, cache: Path, interiors: Interiors
) -> tuple[Programme, str]:
    """What the content says; `parts` are what may change alone."""
    programme, gap = read_content(content, site, cache, interiors)
    return parts.lay(programme), gap


def output_of(settings: Mapping[str, Any]) -> Path:
    """The folder to write to; raises Misused when a build must not replace what is there."""
    output, content = (Path(settings[key]).resolve() for key in ("OUTPUT_PATH", "PATH"))
    if output.is_relative_to(content) or content.is_relative_to(output):
        raise Misused(f"The output {output} and the content {content} must lie apart.")
    try:
        check_ours(output)
    except NotOurs as error:
        raise Misused(str(error)) from None
    return output
