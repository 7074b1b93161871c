"""The colours: the Okabe-Ito palette, told apart by colour-blind agents too, on a calm ground."""

from textual.theme import Theme

ANSI_THEME = "ansi-dark"
"""The terminal's own sixteen colours."""

THEME = Theme(
    name="webcare",
    primary="#56B4E9",
    secondary="#0072B2",
    accent="#CC79A7",
    success="#2DB58C",
    warning="#E69F00",
    error="#F0793A",
    foreground="#D7DDE4",
    background="#0F1318",
    surface="#141A21",
    panel="#1C242E",
    dark=True,
    variables={
        "block-cursor-background": "#24405A",
        "block-cursor-foreground": "#FFFFFF",
        "border": "#2E3A47",
        "border-blurred": "#2E3A47",
        "text-muted": "#8B98A5",
        "text-disabled": "#56616C",
        "text-error": "#F0793A",
        "text-warning": "#E9AE2B",
        "text-success": "#2DB58C",
        "text-accent": "#D79ABC",
        "scrollbar": "#2E3A47",
        "scrollbar-background": "#0F1318",
        "footer-background": "#1C242E",
    },
)
"""Late is vermilion, soon orange, kept green, mine sky blue, praise purple; signs say it too."""
