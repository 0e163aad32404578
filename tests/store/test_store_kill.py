"""Killed at any moment, the library keeps everything that was committed and stays whole."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from evreader.store import open_library

WRITER = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from evreader.model import Annotations, Article, Block, ParsedFeed, ParsedStory, Quote, Validators
from evreader.store import open_library

now = datetime(2026, 5, 20, tzinfo=UTC)
run = int(sys.argv[2])
library = open_library(Path(sys.argv[1]))
for number in range(10_000):
    feed, _ = library.feeds.add(f"https://feed{run}-{number}.example/rss", now=now)
    stories = tuple(
        ParsedStory(guid=str(i), title=f"Story {i} of {run}-{number}", body="<p>words</p>" * 300) for i in range(20)
    )
    recorded = library.feeds.record_success(
        feed.id, ParsedFeed(stories=stories), validators=Validators(), body_hash="", now=now, next_check_at=now
    )
    print(json.dumps(["stories", recorded.new]), flush=True)
    for story_id in recorded.new[::4]:
        block = Block(kind="paragraph", text=f"Article of {story_id}. " * 50)
        quote = Quote(block=0, start=0, end=7, text="Article", kind="direct", speaker="Ann Bo")
        article = Article(story_id=story_id, blocks=(block,), origin="feed", status="full", annotator_version=1)
        library.articles.put(article, Annotations(quotes=(quote,)), now=now)
        library.states.set_read([story_id], 5)
        print(json.dumps(["made", story_id]), flush=True)
"""


@pytest.mark.parametrize("seed", range(5))
def test_nothing_committed_is_lost(tmp_path: Path, seed: int) -> None:
    database = tmp_path / "library.db"
    chance = random.Random(seed)
    stories: list[int] = []
    made: list[int] = []
    for run in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(database), str(run)], stdout=subprocess.PIPE, text=True
        )
        with writer:
            for _ in range(chance.randrange(1, 60)):
                kind, ids = json.loads(writer.stdout.readline())
                stories.extend(ids) if kind == "stories" else made.append(ids)
            writer.kill()
            for line in writer.stdout:
                if line.endswith("\n"):
                    kind, ids = json.loads(line)
                    stories.extend(ids) if kind == "stories" else made.append(ids)
        with open_library(database) as library:
            assert library.integrity() == []
            assert all(library.stories.get(story_id) is not None for story_id in stories)
            assert all(library.articles.get(story_id) is not None for story_id in made)
            assert all(library.stories.state(story_id).read_at is not None for story_id in made)
            counts = library.stories.counts()
            assert counts.stories % 20 == 0, "a feed's stories come all or not at all"
            assert counts.stories >= len(stories)
