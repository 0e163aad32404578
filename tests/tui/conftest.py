"""Libraries to read in."""

import shutil
from pathlib import Path

import pytest
from support.newsstand import Newsstand, feature, paragraph

from evreader.store.views import StoryView


@pytest.fixture
def newsstand(tmp_path: Path) -> Newsstand:
    """An empty library."""
    return Newsstand(tmp_path / "library")


@pytest.fixture
def stocked(tmp_path: Path, edition: Newsstand) -> Newsstand:
    """Two feeds, eleven stories; the newest is the feature, the others have a short article each."""
    shutil.copytree(edition.paths.library, tmp_path / "library")
    return Newsstand(tmp_path / "library")


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Newsstand:
    """The library of which each test gets a copy."""
    newsstand = Newsstand(tmp_path_factory.mktemp("edition") / "library")
    newsstand.add(
        "Electrify Daily",
        "Cars",
        newsstand.story(1, "Hanabi would welcome Northvale", author="Maya Lindqvist"),
        *(newsstand.story(n) for n in range(2, 9)),
    )
    newsstand.add("Charge Wire", "Charging", *(newsstand.story(n, f"Depot number {n} opens") for n in range(20, 23)))
    with newsstand.open() as library:
        ids = {row.title: row.id for row in library.stories.iterate(StoryView())}
    for title, story_id in ids.items():
        if title.startswith("Hanabi"):
            newsstand.article(story_id, *feature())
        else:
            newsstand.article(story_id, [paragraph(f"The text of {title}."), paragraph("And a second paragraph.")])
    return newsstand
