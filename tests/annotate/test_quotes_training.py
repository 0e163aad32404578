"""The training script runs on data of its documented shape and learns from it."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("train_quotes.py")
NAMES = ("Ingrid Falk", "Tom Hale", "Lena Moss", "Jonas Weber", "Mei Tanaka", "Ken Ito")


def article(number: int) -> dict[str, object]:
    name = NAMES[number % len(NAMES)]
    words = f"We will build {number + 2} plants before the year is over,"
    text = f"The talks took a day.\n“{words}” said {name} on Monday. The “Touring” version comes later."
    start, speaker = text.index(words), text.index(name)
    return {
        "id": str(number),
        "text": text,
        "quotes": [
            {
                "type": "direct",
                "start": start,
                "end": start + len(words),
                "quoted": [[start, start + len(words)]],
                "speaker_text": name,
                "speaker_start": speaker,
                "speaker_end": speaker + len(name),
                "cue": "said",
            }
        ],
    }


def test_cross_validation_of_plain_articles_is_perfect(tmp_path: Path) -> None:
    data = tmp_path / "articles.jsonl"
    data.write_text("".join(json.dumps(article(number)) + "\n" for number in range(40)), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(SCRIPT), str(data), "--folds", "2"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "quotes 40 of 40" in run.stdout
    assert "end to end F1 1.000" in run.stdout
