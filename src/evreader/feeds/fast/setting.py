"""What holds for a whole plain document."""

from typing import Any

from evreader.feeds.bases import BASE, joined
from evreader.feeds.fast.errors import NotPlain
from evreader.feeds.fast.names import Names

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


class Setting:
    """What holds for a whole document: its format, and where relative addresses start."""

    def __init__(self, is_atom: bool, root: Any, data: bytes) -> None:
        self.is_atom = is_atom
        self.names = Names()
        self._has_bases = b"base" in data.lower() and _has_bases(root)
        self._parent: Any = None
        self._parents_base = BASE

    def base_of(self, element: Any) -> str:
        """Where the element's relative addresses start: every xml:base around it counts. Raises NotPlain."""
        if not self._has_bases:
            return BASE
        parent = element.getparent()
        if parent is not self._parent:
            base = BASE
            for outer in [*reversed(list(parent.iterancestors())), parent]:
                base = _narrowed(base, outer)
            self._parent = parent
            self._parents_base = base
        return _narrowed(self._parents_base, element)


def _narrowed(base: str, element: Any) -> str:
    address = element.get(_XML_BASE) or base
    if ":" in address and not address.startswith(("http://", "https://", "gopher://")):
        raise NotPlain
    return base if address is BASE else joined(base, address) or base


def _has_bases(root: Any) -> bool:
    found = False
    for element in root.iter():
        for name in element.attrib:
            if name == _XML_BASE:
                found = True
            elif name.rpartition("}")[2].lower() == "base":
                raise NotPlain
    return found
