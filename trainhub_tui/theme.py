"""The themes. The one place with hex colours; everything else names a role (`palette.Role`)."""

from textual.theme import Theme

DARK = "dark"


def _theme(name: str, roles: dict[str, str], *, dark: bool, variables: dict[str, str] | None = None) -> Theme:
    """A theme from the colours of the roles. The rest of Textual's variables follow from them."""
    accent, muted, edge, surface = roles["progress"], roles["muted"], roles["edge"], roles["surface"]
    return Theme(
        name=name,
        primary=accent,
        secondary=muted,
        accent=accent,
        warning=roles["under-way"],
        error=roles["trouble"],
        success=roles["done"],
        foreground=roles["ink"],
        background=roles["background"],
        surface=surface,
        panel=surface,
        dark=dark,
        variables={
            **roles,
            "border": accent,
            "border-blurred": edge,
            "text-muted": muted,
            "text-disabled": muted,
            "block-cursor-background": roles["chosen"],
            "block-cursor-foreground": roles["ink"],
            "block-cursor-blurred-background": roles["chosen"],
            "footer-background": roles["background"],
            "input-selection-background": f"{accent} 35%",
            "scrollbar": edge,
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": roles["background"],
            "scrollbar-background-hover": roles["background"],
            "scrollbar-background-active": roles["background"],
            "scrollbar-corner-color": roles["background"],
            **(variables or {}),
        },
    )


_SEED = {
    "background": "#111827",
    "surface": "#1f2937",
    "edge": "#374151",
    "chosen": "#374151",
    "ink": "#f3f4f6",
    "muted": "#9ca3af",
    "progress": "#FFA726",
    "done": "#4ade80",
    "under-way": "#facc15",
    "trouble": "#f87171",
    "one": "#60a5fa",
    "two": "#2dd4bf",
    "three": "#c4b5fd",
    "four": "#f9a8d4",
    "five": "#a3e635",
    "six": "#67e8f9",
    "marker-yellow": "#5f4a00",
    "marker-green": "#14532d",
    "marker-blue": "#1e3a8a",
    "marker-pink": "#701a55",
}

_LIGHT = {
    "background": "#f9fafb",
    "surface": "#ffffff",
    "edge": "#d1d5db",
    "chosen": "#e5e7eb",
    "ink": "#111827",
    "muted": "#4b5563",
    "progress": "#a84300",
    "done": "#166534",
    "under-way": "#854d0e",
    "trouble": "#b91c1c",
    "one": "#1d4ed8",
    "two": "#0f766e",
    "three": "#6d28d9",
    "four": "#be185d",
    "five": "#3f6212",
    "six": "#155e75",
    "marker-yellow": "#fef08a",
    "marker-green": "#bbf7d0",
    "marker-blue": "#bfdbfe",
    "marker-pink": "#fbcfe8",
}

_CONTRAST = {
    "background": "#000000",
    "surface": "#000000",
    "edge": "#9ca3af",
    "chosen": "#1e3a8a",
    "ink": "#ffffff",
    "muted": "#e5e7eb",
    "progress": "#FFA726",
    "done": "#86efac",
    "under-way": "#fde047",
    "trouble": "#fca5a5",
    "one": "#93c5fd",
    "two": "#5eead4",
    "three": "#ddd6fe",
    "four": "#fbcfe8",
    "five": "#bef264",
    "six": "#a5f3fc",
    "marker-yellow": "#5f4a00",
    "marker-green": "#14532d",
    "marker-blue": "#1e3a8a",
    "marker-pink": "#701a55",
}

MARKERS = ("marker-yellow", "marker-green", "marker-blue", "marker-pink")
"""The grounds of highlighted text; ink on them has at least 4.5:1."""

_GRAY = {
    **dict.fromkeys(_SEED, "#d4d4d4"),
    **dict.fromkeys(MARKERS, "#3a3a3a"),
    "background": "#121212",
    "surface": "#1c1c1c",
    "edge": "#4a4a4a",
    "chosen": "#3a3a3a",
    "ink": "#f5f5f5",
    "muted": "#a3a3a3",
    "progress": "#ffffff",
}

THEMES: tuple[Theme, ...] = (
    _theme(DARK, _SEED, dark=True),
    _theme("light", _LIGHT, dark=False),
    _theme("high-contrast", _CONTRAST, dark=True),
    _theme("monochrome", _GRAY, dark=True),
)
THEME_NAMES = tuple(theme.name for theme in THEMES)
GROUNDS = ("background", "surface", "edge", "chosen")
COARSE = _theme(DARK, {**_SEED, **{role: _GRAY[role] for role in GROUNDS}}, dark=True)
"""The dark theme where there are 256 colours: of dark blues these have navy and black alone, of greys twenty-four."""

_SIXTEEN_DARK = {
    "background": "#000000",
    "surface": "#000000",
    "edge": "#555555",
    "chosen": "#0000aa",
    "ink": "#ffffff",
    "muted": "#aaaaaa",
    "progress": "#ffff55",
    "done": "#55ff55",
    "under-way": "#ffff55",
    "trouble": "#ff5555",
    "one": "#ffffff",
    "two": "#55ffff",
    "three": "#aaaaaa",
    "four": "#ffffff",
    "five": "#55ff55",
    "six": "#55ffff",
    "marker-yellow": "#aa5500",
    "marker-green": "#555555",
    "marker-blue": "#0000aa",
    "marker-pink": "#aa00aa",
}

_SIXTEEN_LIGHT = {
    **dict.fromkeys(("ink", "done", "two", "four"), "#000000"),
    **dict.fromkeys(("muted", "five"), "#555555"),
    **dict.fromkeys(("progress", "under-way", "one", "three", "six"), "#0000aa"),
    "background": "#ffffff",
    "surface": "#ffffff",
    "edge": "#aaaaaa",
    "chosen": "#aaaaaa",
    "trouble": "#aa0000",
    "marker-yellow": "#ffff55",
    "marker-green": "#55ff55",
    "marker-blue": "#55ffff",
    "marker-pink": "#ff55ff",
}

SIXTEEN = (
    _theme(DARK, _SIXTEEN_DARK, dark=True),
    _theme("light", _SIXTEEN_LIGHT, dark=False),
    _theme("high-contrast", _SIXTEEN_DARK, dark=True),
    THEMES[-1],
)
"""Every theme where there are sixteen colours, in these alone: what is nearest to the seed's would be unreadable on its grey."""
ROLES = tuple(_SEED)
READ_ON_SURFACE = tuple(role for role in ROLES if role not in ("background", "surface", "edge", "chosen", *MARKERS))
"""Roles that text is written in: at least 4.5:1 on background and surface."""


def themes_for(colour_system: str | None) -> tuple[Theme, ...]:
    """Every theme, as a terminal with these colours shows it best."""
    match colour_system:
        case "256":
            return (COARSE, *THEMES[1:])
        case "standard" | "windows":
            return SIXTEEN
        case _:
            return THEMES
