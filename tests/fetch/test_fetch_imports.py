"""Importing the pure parts of fetching does not load an HTTP client."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "line", ["import evreader.fetch", "from evreader.fetch import schedule", "from evreader.fetch import check_address"]
)
def test_httpx_is_loaded_for_the_fetcher_alone(line: str) -> None:
    heavy = "[name for name in ('httpx', 'httpcore', 'ssl', 'asyncio') if name in sys.modules]"
    code = f"import sys; {line}; print({heavy})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_fetcher_is_there_by_its_name() -> None:
    import evreader.fetch

    assert evreader.fetch.Fetcher.__module__ == "evreader.fetch.fetcher"
    with pytest.raises(AttributeError):
        _ = evreader.fetch.Spider
