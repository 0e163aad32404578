"""Web pages and feed bodies to blocks of readable text. Pure."""
