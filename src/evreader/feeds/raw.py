"""What every reader of a feed format hands over: the words as the document has them, neither cleaned nor resolved.

All formats and both XML readers meet here; `stories.assemble` alone decides what becomes of it.
"""

from dataclasses import dataclass, field
from typing import Literal

TextKind = Literal["html", "text", "unsure"]
"""html: markup; text: never markup; unsure: declared as text by formats whose publishers often put markup there."""


@dataclass(slots=True)
class RawText:
    """A title, summary or body, and where its relative addresses start ("" where the document does not say)."""

    value: str
    kind: TextKind
    base: str = ""


@dataclass(slots=True)
class RawStory:
    """One entry of a feed."""

    guid: str = ""
    link: str = ""
    title: RawText | None = None
    authors: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    """Best first: published, updated, created."""
    summary: RawText | None = None
    bodies: list[RawText] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    """Addresses, best first."""


@dataclass(slots=True)
class RawFeed:
    """A feed document."""

    title: RawText | None = None
    link: str = ""
    authors: list[str] = field(default_factory=list)
    """Whom the format names as author of every entry that names none."""
    stories: list[RawStory] = field(default_factory=list)
    refresh_after: int | None = None
    incomplete: str = ""
