"""Web pages and feed bodies to blocks of readable text. Pure."""

from evreader.article.fragment import extract_fragment
from evreader.article.page import extract_page
from evreader.article.plain import extract_text, split_text

__all__ = ["extract_fragment", "extract_page", "extract_text", "split_text"]
