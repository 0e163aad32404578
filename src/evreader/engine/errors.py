"""What the engine raises."""


class EngineError(Exception):
    """Something could not be done; the message is one sentence for people."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates
        """Addresses to try instead."""
