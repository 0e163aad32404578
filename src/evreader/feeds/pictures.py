"""Which of an entry's attachments are pictures, and which of them to take."""

import re

_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:[?#]|\Z)", re.IGNORECASE)
_LONGEST_WIDTH = 6


def is_picture(kind: str, medium: str, url: str) -> bool:
    """Whether Media RSS content is a picture: by its type, its medium, or where it has neither its address."""
    if kind or medium:
        return medium == "image" or kind.lower().startswith("image/")
    return _PICTURE_FILE.search(url) is not None


def pixels(width: str) -> int:
    """A width as a number; 0 where it is none."""
    return int(width) if width.isdecimal() and len(width) <= _LONGEST_WIDTH else 0


def best_first(media: list[tuple[int, str]], enclosures: list[str], thumbnails: list[str], image: str) -> list[str]:
    """Addresses of an entry's pictures: the widest content, then what is attached, then what only stands for it."""
    if len(media) > 1:
        media = sorted(media, key=lambda picture: -picture[0])
    found = [*(url for _, url in media), *enclosures, *thumbnails, image]
    return [url for url in found if url]
