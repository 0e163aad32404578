"""The HTML body of a feed's item to blocks: everything in it is the article, but for a few lines of furniture."""

from evreader.article.assemble import assemble
from evreader.article.document import MAX_CHARACTERS, parse
from evreader.article.keypoints import mark_key_points
from evreader.article.lines import fake_structure, split_lines
from evreader.article.plain import extract_text
from evreader.article.trim import trim_fragment
from evreader.article.walk import walk
from evreader.model import Extracted

NO_TEXT = "The feed gives no text for this story."


def extract_fragment(html: str, base_url: str = "", *, feed_title: str = "") -> Extracted:
    """The blocks of HTML that a feed carries (content:encoded, Atom, JSON Feed); plain text is read as such.

    `feed_title` is the story's title in the feed: a heading that repeats it is left out. Never raises.
    """
    html = html[:MAX_CHARACTERS]
    if html.strip() and "<" not in html and "&" not in html:
        return extract_text(html)
    root = parse(html)
    if root is None:
        return Extracted(blocks=(), status="failed", reason=NO_TEXT)
    units = split_lines(walk(root, base_url))
    mark_key_points(units)
    blocks = assemble(fake_structure(trim_fragment(units, [feed_title])), base_url)
    if not any(block.text and block.kind != "image" for block in blocks):
        return Extracted(blocks=blocks, status="failed", reason=NO_TEXT)
    lead = next((block.url for block in blocks if block.kind == "image"), "")
    return Extracted(blocks=blocks, status="full", lead_image=lead)
