"""A library of its own for each test."""

from functools import partial
from pathlib import Path

import pytest
from support.commands import Evreader, run


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The folder of a library that does not exist yet."""
    return tmp_path / "library"


@pytest.fixture
def evreader(library: Path, tmp_path: Path) -> Evreader:
    """Runs a command on that library, without the configuration of whoever runs the tests."""
    return partial(run, "--library", str(library), EVREADER_CONFIG=str(tmp_path / "config.toml"))
