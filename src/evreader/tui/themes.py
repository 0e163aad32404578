"""evreader's themes, and the looks of whatever theme is in use."""

from dataclasses import replace

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from evreader.tui.styles import CONTRAST, DARK, LIGHT, TERMINAL, Looks, Palette, contrast

PALETTES = {
    "evreader-dark": DARK,
    "evreader-light": LIGHT,
    "evreader-contrast": CONTRAST,
    "evreader-terminal": TERMINAL,
}
"""Themes in the order in which the theme key steps through them."""


def our_themes() -> list[Theme]:
    """The themes to register with Textual, for what it draws itself: dialogs, inputs, the palette."""
    return [_theme(name, palette) for name, palette in PALETTES.items()]


def looks_for(theme: Theme, *, colour: bool) -> Looks:
    """The looks of a theme: ours as designed, any other's made from its colours."""
    palette = PALETTES.get(theme.name)
    return Looks(palette or _palette_of(theme), colour=colour)


def _theme(name: str, palette: Palette) -> Theme:
    if palette is TERMINAL:
        return replace(BUILTIN_THEMES["ansi-dark"], name=name)
    return Theme(
        name=name,
        primary=palette.heading,
        secondary=palette.takeaway,
        warning=palette.quote,
        error=palette.failing,
        success=palette.takeaway,
        accent=palette.heading,
        foreground=palette.text,
        background=palette.background,
        surface=palette.background,
        panel=palette.selected,
        dark=name != "evreader-light",
        variables={"footer-key-foreground": palette.text, "border": palette.line},
    )


def _palette_of(theme: Theme) -> Palette:
    """Colours for a theme that is not ours. A theme made of terminal colours gets the terminal's."""
    if theme.ansi:
        return TERMINAL
    base = DARK if theme.dark else LIGHT
    background = _solid(theme.background, base.background)
    text = _solid(theme.foreground, base.text)

    def readable(colour: str | None, fallback: str) -> str:
        """The theme's colour moved towards the text's till it can be read on the background (4.5 to 1)."""
        chosen = _solid(colour, fallback)
        for step in range(11):
            mixed = chosen.blend(text, step / 10)
            if contrast(background.hex6, mixed.hex6) >= 4.5:
                return mixed.hex6
        return text.hex6

    return Palette(
        background=background.hex6,
        text=text.hex6,
        dim=readable(background.blend(text, 0.6).hex6, base.dim),
        heading=readable(theme.accent or theme.primary, base.heading),
        quote=readable(theme.warning, base.quote),
        takeaway=readable(theme.success, base.takeaway),
        failing=readable(theme.error, base.failing),
        line=background.blend(text, 0.4).hex6,
        selected=background.blend(text, 0.15).hex6,
    )


def _solid(colour: str | None, fallback: str) -> Color:
    """A theme's colour; the fallback where the theme leaves it open or to the terminal."""
    parsed = Color.parse(colour or fallback)
    return parsed if parsed.a == 1 and parsed.ansi is None else Color.parse(fallback)
