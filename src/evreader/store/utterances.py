"""What somebody said as one: the pieces a speaker's name or a paragraph break parts belong together."""

from collections.abc import Iterator, Sequence

from evreader.model import Quote


def utterances(quotes: Sequence[Quote]) -> Iterator[tuple[int, Quote, str]]:
    """Everything said, as (position of its first piece, first piece, whole text).

    Pieces parted by the speaker's name are joined by a space, or by an ellipsis where a new sentence follows a comma
    that stood for the speaker's stop; paragraphs by a newline. The search of quotes is made
    of these texts: to change them, index it anew in a migration.
    """
    position = 0
    while position < len(quotes):
        head = quotes[position]
        text = head.text
        end = position + 1
        while end < len(quotes) and quotes[end].continues:
            text += _joint(quotes[end - 1], quotes[end]) + quotes[end].text
            end += 1
        yield position, head, text
        position = end


def _joint(before: Quote, after: Quote) -> str:
    if before.block != after.block:
        return "\n"
    new_sentence = (
        before.text.endswith(",") and after.text[:1].isupper() and not after.text.startswith(("I ", "I’", "I'"))
    )
    return " … " if new_sentence else " "
