"""Feed documents: bytes to stories, discovery, subscription lists. Pure."""
