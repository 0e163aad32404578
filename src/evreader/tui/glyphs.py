"""The signs the screen is drawn with: one set for every terminal, one of plain ASCII."""

from msgspec import Struct


class Glyphs(Struct, frozen=True, kw_only=True):
    """One cell each; every signal has its own shape so that none depends on colour."""

    unread: str = "●"
    read: str = "○"
    saved: str = "★"
    quote: str = '"'
    takeaway: str = "◆"
    key: str = "◇"
    """Beside a sentence evreader picked: weaker than a quote's bar."""
    quote_bar: str = "▌"
    panel_bar: str = "┃"
    code_bar: str = "│"
    image: str = "▒"
    bullet: str = "•"
    inner_bullet: str = "–"
    dash: str = "—"
    failing: str = "!"
    offline: str = "◌"
    opened: str = "▾"
    cursor: str = "▸"
    breadcrumb: str = "›"
    dot: str = "·"
    done: str = "✓"
    ellipsis: str = "…"
    rule: str = "─"
    rule_focused: str = "━"
    vertical: str = "│"
    tee_down: str = "┬"
    tee_up: str = "┴"
    busy: str = "⟳"
    enter: str = "⏎"
    up_down: str = "↑↓"
    continued: str = "↪"


UNICODE = Glyphs()

ASCII = Glyphs(
    unread="*",
    read="o",
    saved="+",
    takeaway="*",
    key=":",
    quote_bar=">",
    panel_bar="|",
    code_bar="|",
    image="#",
    bullet="*",
    inner_bullet="-",
    dash="--",
    offline="x",
    opened="v",
    cursor=">",
    breadcrumb=">",
    dot="-",
    done="ok",
    ellipsis="~",
    rule="-",
    rule_focused="=",
    vertical="|",
    tee_down="+",
    tee_up="+",
    busy="~",
    enter="Enter",
    up_down="Up/Down",
    continued="\\",
)
"""What `--ascii` draws with. The words of a story are left as they are."""
