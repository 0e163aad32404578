"""How much of a feed is taken. Everything beyond is cut off or left out, never an error on its own."""

MAX_DOCUMENT_BYTES = 15 * 1024 * 1024
"""A document after decompression; the same bound as for a response's body."""

MAX_STORIES = 2_000
"""Entries of one document; feeds are newest first, so the oldest go."""

MAX_TITLE = 300
MAX_AUTHOR = 200
MAX_SUMMARY = 600
MAX_ADDRESS = 2_000
MAX_GUID = 500
"""Characters. A longer id is replaced by its hash, so that it still identifies."""

MAX_BODY = 2_000_000
"""Characters of one entry's HTML."""
