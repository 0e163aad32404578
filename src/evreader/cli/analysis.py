"""Commands that analyse what they are given and store nothing: analyze, read."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import msgspec

from evreader.cli.context import Context
from evreader.cli.output import CommandError, UsageError, article_lines, line_width, say, write_json, write_line
from evreader.engine.analysis import Analysis, analyze_document, analyze_record, is_text
from evreader.engine.lines import lines_of
from evreader.engine.workers import WorkerError, Workers
from evreader.text import clean_line, without_credentials

RECORDS_UNDER_WAY = 16
"""Records handed to each worker ahead of the one being printed: enough to keep it busy, few enough to stream."""


def analyze(context: Context) -> int:
    """Answer each JSON line on standard input with its analysis, in order, as soon as it is ready."""
    try:
        asyncio.run(_analyze(context.arguments.workers))
    except ExceptionGroup as group:  # what a task group makes of an error, such as of a pipe that was closed
        raise group.exceptions[0] from None
    return 0


async def _analyze(worker_count: int | None) -> None:
    async with Workers(worker_count) as workers, asyncio.TaskGroup() as group:
        waiting: asyncio.Queue[asyncio.Task[dict[str, Any]] | None] = asyncio.Queue(RECORDS_UNDER_WAY * workers.count)
        printing = group.create_task(_print_answers(waiting))
        async for line in lines_of(sys.stdin.buffer):
            if line.strip():
                await waiting.put(group.create_task(_answer(workers, line)))
        await waiting.put(None)
        await printing


async def _print_answers(waiting: "asyncio.Queue[asyncio.Task[dict[str, Any]] | None]") -> None:
    while (task := await waiting.get()) is not None:
        write_json(await task)
        sys.stdout.buffer.flush()


async def _answer(workers: Workers, line: bytes) -> dict[str, Any]:
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return {"id": None, "error": f"not a JSON object: {error}"}
    if not isinstance(record, dict):
        return {"id": None, "error": "not a JSON object"}
    if not isinstance(record.get("text"), str) and not isinstance(record.get("html"), str):
        return {"id": record.get("id"), "error": 'a record needs "text" or "html"'}
    try:
        return await workers.run(analyze_record, record)
    except WorkerError as error:
        return {"id": record.get("id"), "error": str(error)}


def read(context: Context) -> int:
    """Print one page as evreader reads it, from a file, standard input or the web."""
    source = context.arguments.source
    if source.lower().startswith(("http://", "https://")):
        analysis = _read_address(context, source)
    else:
        analysis = _analyze_file(source)
    if context.json:
        write_json(analysis.as_record(clean_line(source)))
    else:
        write_line(analysis.extracted.title or clean_line(source))
        about = [analysis.extracted.byline, str(analysis.extracted.published_at or "")[:10]]
        if any(about):
            write_line(" · ".join(clean_line(part) for part in about if part))
        if analysis.extracted.status != "full":
            write_line(f"[{analysis.extracted.status}] {analysis.extracted.reason}")
        write_line()
        for line in article_lines(analysis.extracted.blocks, analysis.annotations, line_width()):
            write_line(line)
    if not analysis.extracted.blocks:
        say(f"evreader: {source}: {analysis.extracted.reason or 'no article was found in it.'}")
        return 1
    return 0


def _read_address(context: Context, address: str) -> Analysis:
    from evreader.engine.core import EngineError, fetch_page

    if context.offline:
        raise CommandError("A web address cannot be read offline; give a file instead.")
    try:
        page = asyncio.run(fetch_page(address))
    except EngineError as error:
        raise CommandError(str(error)) from error
    if not is_text(page.body):
        raise CommandError(f"{without_credentials(address)} is neither a web page nor a text.")
    return analyze_document(page.body, url=page.url, content_type=page.content_type)


def _analyze_file(name: str) -> Analysis:
    body = _read_file(name)
    if not is_text(body):
        raise UsageError(f"{name} is neither HTML nor text.")
    return analyze_document(body)


def _read_file(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{name} cannot be read: {reason}.") from error
