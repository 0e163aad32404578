"""Sets of HTML element names."""


def names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


INLINE = names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr output picture q ruby s "
    "samp small source span strike strong sub sup time tt u var wbr amp-img"
)
"""Elements that stand within a line; all others, unknown ones too, begin a new block."""

UNREAD = names(
    "script style noscript template svg math textarea iframe select option datalist input object embed canvas "
    "audio video map head rt rp progress meter dialog frameset amp-analytics amp-ad amp-sidebar amp-iframe"
)
"""Elements whose content is not text to read."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}

VOID = names("area base br col embed hr img input link meta param source track wbr")
SELF_CLOSING = names("p li dt dd tr td th thead tbody tfoot option html head body")
"""Elements that end by themselves where the next one of their kind begins."""
