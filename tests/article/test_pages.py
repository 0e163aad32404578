"""Whole pages, each beside a readable file of what must come out of it."""

import os
from pathlib import Path

import pytest

from evreader.article import extract_page
from evreader.model import Block, Extracted

PAGES = Path(__file__).parent / "pages"
URL = "https://news.example/2026/story.html"


def written(block: Block) -> str:
    """A block as one or more lines: kind, level, role; then text, items, rows, spans."""
    head = block.kind + (f" {block.level}" if block.level else "") + (f" [{block.role}]" if block.role else "")
    if block.kind == "list":
        lines = [f"{'  ' * item.level}{item.marker or '*'} {item.text}" for item in block.items]
    elif block.kind == "table":
        lines = [" | ".join(f"^{cell.text}" if cell.header else cell.text for cell in row) for row in block.rows]
    else:
        lines = block.text.split("\n")
    if block.url:
        lines.append(f"({block.url})")
    lines += [f"({block.text[link.start : link.end]} -> {link.url})" for link in block.links]
    lines += [f"({stretch.style}: {block.text[stretch.start : stretch.end]})" for stretch in block.emphasis]
    return "\n".join([head, *(f"  {line}" if line else "" for line in lines)])


def report(page: Extracted) -> str:
    facts = {
        "status": f"{page.status} {page.reason}".strip(),
        "title": page.title,
        "byline": page.byline,
        "published": page.published_at.isoformat() if page.published_at else "",
        "lead image": page.lead_image,
    }
    head = "\n".join(f"{name}: {value}".strip() for name, value in facts.items())
    return "\n\n".join([head, *map(written, page.blocks)]) + "\n"


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_page_comes_out_as_written(name: str) -> None:
    page = extract_page((PAGES / f"{name}.html").read_bytes(), URL)
    expected = PAGES / f"{name}.txt"
    if os.environ.get("EVREADER_WRITE_EXPECTED"):
        expected.write_text(report(page), encoding="utf-8")
    assert report(page) == expected.read_text(encoding="utf-8")
