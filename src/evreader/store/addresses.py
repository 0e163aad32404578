"""When two addresses are the same feed."""

from urllib.parse import urlsplit

_DEFAULT_PORTS = {80, 443}


def same_feed_key(url: str) -> str:
    """What an address comes to without what does not distinguish feeds.

    http and https, upper case in the host, the default port, a closing slash, a fragment and the `feed:` scheme
    do not; path and query do, letter for letter.
    """
    url = url.strip()
    if url[:5].lower() == "feed:":
        rest = url[5:]
        url = "http:" + rest if rest.startswith("//") else rest
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not host:
        return url
    user = parts.netloc.rpartition("@")[0]
    where = f"{user}@{host}" if user else host
    if port is not None and port not in _DEFAULT_PORTS:
        where += f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{where}{parts.path.rstrip('/')}{query}"
