"""Every verb declared once: its keys, its name, its help. Feeds bindings, footer, `?`, command palette, key settings and docs/KEYS.md."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

GROUPS = ("Do", "Find", "Know", "Go", "Move", "Program")

NEVER = 0


class Verb(NamedTuple):
    """`keys` are Textual key names, the first one is shown; `footer` is the place in the footer, lowest first, 0 never."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    footer: int = NEVER

    @property
    def name(self) -> str:
        """The id as part of a Python name: `verb_register`, `can_register`."""
        return self.id.replace("-", "_")


SECTIONS = ("home", "learn", "webinars", "library", "achievements", "offline", "admin")

_ALL = (
    Verb("home", ("1",), "Home", "Go to Home.", "Go"),
    Verb("learn", ("2",), "Learn", "Go to Learn: categories, courses and paths.", "Go"),
    Verb("webinars", ("3",), "Webinars", "Go to Webinars.", "Go"),
    Verb("library", ("4",), "Library", "Go to the resource library.", "Go"),
    Verb("achievements", ("5",), "Achievements", "Go to badges, levels and skill tracks.", "Go"),
    Verb("offline", ("8",), "Offline", "Go to downloads, what waits to be sent, and space.", "Go"),
    Verb("admin", ("9",), "Admin", "Go to your organisation's members and how far they are.", "Go"),
    Verb("open", ("enter",), "Open", "Open what is chosen.", "Go", 10),
    Verb("open-outside", ("o",), "Outside", "Open in the browser or in the system's program.", "Go", 55),
    Verb("back", ("escape",), "Back", "One step back: clear the filter, then leave the pane, then the page. Never quits.", "Go", 80),
    Verb("down", ("j", "down"), "Down", "One row down.", "Move"),
    Verb("up", ("k", "up"), "Up", "One row up.", "Move"),
    Verb("left", ("h", "left"), "Left", "To the left; of wide code and tables too.", "Move"),
    Verb("right", ("l", "right"), "Right", "To the right; of wide code and tables too.", "Move"),
    Verb("top", ("g", "home"), "Top", "To the first row.", "Move"),
    Verb("bottom", ("G", "end"), "Bottom", "To the last row.", "Move"),
    Verb("page-down", ("pagedown",), "Page down", "One page down.", "Move"),
    Verb("page-up", ("pageup",), "Page up", "One page up.", "Move"),
    Verb("half-down", ("ctrl+d",), "Half down", "Half a page down.", "Move"),
    Verb("half-up", ("ctrl+u",), "Half up", "Half a page up.", "Move"),
    Verb("sentence-on", ("right_parenthesis",), "Sentence on", "While selecting: to the end of the sentence.", "Move"),
    Verb("sentence-back", ("left_parenthesis",), "Sentence back", "While selecting: to the beginning of the sentence.", "Move"),
    Verb("next-pane", ("tab",), "Next pane", "To the next pane.", "Move"),
    Verb("previous-pane", ("shift+tab",), "Previous pane", "To the previous pane.", "Move"),
    Verb("next-tab", ("]",), "Next tab", "To the next tab.", "Move", 65),
    Verb("previous-tab", ("[",), "Previous tab", "To the previous tab.", "Move"),
    Verb("continue", ("c",), "Continue", "Continue learning where you stopped.", "Do", 20),
    Verb("register", ("r",), "Register", "Take a seat in the webinar, or give it back.", "Do", 25),
    Verb("download", ("d",), "Download", "Download for offline.", "Do", 30),
    Verb("download-all", ("D",), "Download all", "Download the whole course or collection for offline.", "Do", 62),
    Verb("remove", ("delete",), "Remove", "Remove, after a question.", "Do", 64),
    Verb("done", ("space",), "Done", "Mark as done, or select.", "Do", 22),
    Verb("enrol", ("e",), "Enrol", "Enrol in the course, or leave it.", "Do", 15),
    Verb("restart", ("E",), "Restart", "Start the course again from its first lesson.", "Do", 63),
    Verb("hint", ("ctrl+t",), "Hint", "A hint for the question.", "Do", 24),
    Verb("step-back", ("backspace",), "Step back", "One choice of a scenario back; in a text, to where a link was followed.", "Do", 26),
    Verb("bookmark", ("b",), "Bookmark", "Set or remove a bookmark.", "Do", 35),
    Verb("invite", ("I",), "Invite", "Invite somebody to your organisation.", "Do", 21),
    Verb("role", ("R",), "Role", "Give a member another role.", "Do", 23),
    Verb("let-in", ("L",), "Let in", "Give a member access again.", "Do", 29),
    Verb("rate", ("asterisk",), "Rate", "Rate a course that you have completed, or change what you gave it.", "Do"),
    Verb("applied", ("u",), "Used it?", "Say whether a course was of use in real work, a month after its end.", "Do"),
    Verb("highlight", ("v",), "Highlight", "Select a passage: move, enter keeps it, 1 to 4 give a colour; v begins anew here.", "Do", 36),
    Verb("note", ("n",), "Note", "Write a note on what is selected, or on the passage at the top.", "Do", 37),
    Verb("next-link", ("a",), "Link", "Choose the next link of the text; enter follows it, y copies it, escape lets it go.", "Do", 38),
    Verb("previous-link", ("A",), "Link before", "Choose the link before.", "Do"),
    Verb("copy", ("y",), "Copy", "Copy the link.", "Do", 66),
    Verb("page-picture", ("i",), "Printed page", "The page of a PDF as it was printed, or its text again.", "Do", 34),
    Verb("next-page", ("right_curly_bracket",), "Next page", "To the next page of a PDF.", "Move", 12),
    Verb("previous-page", ("left_curly_bracket",), "Page before", "To the page before.", "Move"),
    Verb("zoom", ("Z",), "Zoom", "The printed page as wide as the screen, or whole.", "Do", 32),
    Verb("next-lesson", ("greater_than_sign",), "Next lesson", "To the next lesson.", "Go", 28),
    Verb("previous-lesson", ("less_than_sign",), "Previous lesson", "To the lesson before.", "Go"),
    Verb("pause", ("p",), "Pause", "Pause the download or the video, or go on with it.", "Do", 40),
    Verb("faster", ("plus",), "Faster", "Play the video faster.", "Do", 42),
    Verb("slower", ("minus",), "Slower", "Play the video slower.", "Do", 43),
    Verb("captions", ("C",), "Captions", "Show or hide the video's captions.", "Do", 44),
    Verb("pin", ("P",), "Pin", "Keep this download whatever the space, or let it go.", "Do", 45),
    Verb("retry", ("t",), "Try again", "Try again: send or fetch it now.", "Do", 41),
    Verb("export", ("x",), "Export", "Write what was not sent to a file you can keep.", "Do", 46),
    Verb("filter", ("/",), "Filter", "Filter this list; escape clears.", "Find", 50),
    Verb("search", ("ctrl+f",), "Search", "Search everything: titles, and every text on this laptop.", "Find", 58),
    Verb("bookmarks", ("B",), "Bookmarks", "Everything you bookmarked.", "Find"),
    Verb("notes", ("N",), "Notes", "All your notes and highlights.", "Find"),
    Verb("filters", ("f",), "Filters", "Choose filters for this list.", "Find", 52),
    Verb("sort", ("s",), "Sort", "Sort this list another way.", "Find", 54),
    Verb("why", ("w",), "Why", "Why is this so: locked, percent, level.", "Know", 60),
    Verb("help", ("?",), "Keys", "The keys that work here.", "Know", 90),
    Verb("commands", ("ctrl+p",), "Commands", "Every command by name.", "Know"),
    Verb("sync", ("ctrl+r",), "Sync", "Send and fetch now.", "Program", 70),
    Verb("settings", ("comma",), "Settings", "Theme, characters, time zone, space.", "Program"),
    Verb("suspend", ("ctrl+z",), "To the shell", "To the shell below; `fg` there comes back to this page.", "Program"),
    Verb("quit", ("q",), "Quit", "Leave; nothing is lost.", "Program", 99),
)

VERBS: Mapping[str, Verb] = {verb.id: verb for verb in _ALL}

_SHOWN_KEYS = {
    "enter": "⏎",
    "escape": "esc",
    "comma": ",",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "plus": "+",
    "minus": "-",
    "asterisk": "*",
}
_SHOWN_KEYS |= {"backspace": "bksp", "delete": "del", "pagedown": "pgdn", "pageup": "pgup", "down": "↓", "up": "↑"}
_SHOWN_KEYS |= {"right_curly_bracket": "}", "left_curly_bracket": "{"}
_SHOWN_KEYS |= {"right_parenthesis": ")", "left_parenthesis": "(", "left": "←", "right": "→"}


def shown(key: str, *, ascii_only: bool = False) -> str:
    """A key as people read it: `⏎`, `esc`, `,`, `ctrl+r`; in words alone where only ASCII can be drawn."""
    known = _SHOWN_KEYS.get(key, key)
    return known if known.isascii() or not ascii_only else key


def keys_of(verb: Verb, changed: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of the verb, the learner's own where set. `changed` is a keymap: verb id to comma-separated keys."""
    return tuple(changed[verb.id].split(",")) if verb.id in changed else verb.keys


def footer_verbs(verb_ids: Iterable[str], most: int = 7) -> list[Verb]:
    """The verbs that the footer shows, at most `most`, most used first, always in the same order; the keys page and quit come last."""
    wanted = sorted((VERBS[it] for it in set(verb_ids) if VERBS[it].footer), key=lambda verb: verb.footer)
    last = [verb for verb in wanted if verb.id in ("help", "quit")]
    first = [verb for verb in wanted if verb not in last]
    return [*first[: most - len(last)], *last]


def keymap(chosen: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The keys a settings file asks for, as a keymap, and a sentence for each line that cannot be followed."""
    faults = [f"There is no verb “{verb_id}”; `?` and docs/KEYS.md name them." for verb_id in chosen if verb_id not in VERBS]
    wanted = {verb_id: _textual_keys(keys) for verb_id, keys in chosen.items() if verb_id in VERBS and keys.strip()}
    owner: dict[str, str] = {key: verb.id for verb in VERBS.values() if verb.id not in wanted for key in verb.keys}
    kept: dict[str, str] = {}
    for verb_id, keys in wanted.items():
        taken = [key for key in keys.split(",") if owner.get(key, verb_id) != verb_id]
        if taken:
            faults.append(f"The key {shown(taken[0])} of “{verb_id}” is the key of “{owner[taken[0]]}” already.")
            continue
        kept[verb_id] = keys
        owner.update(dict.fromkeys(keys.split(","), verb_id))
    return kept, faults


def _textual_keys(keys: str) -> str:
    if keys.strip() == ",":
        return "comma"
    return ",".join(key.strip() for key in keys.split(",") if key.strip())


def keys_page() -> str:
    """docs/KEYS.md: every verb with its keys, by group."""
    lines = ["# Keys", "", "One verb, one key, on every screen. `?` in the app shows the ones that work where you are.", ""]
    lines += ["Change a key in the settings file, under `[keys]`, by the verb's name:", "", "```toml", "[keys]", 'register = "T"', "```"]
    for group in GROUPS:
        lines += ["", f"## {group}", "", "| key | verb | what it does |", "| --- | --- | --- |"]
        for verb in _ALL:
            if verb.group == group:
                lines.append(f"| {' '.join(f'`{shown(key)}`' for key in verb.keys)} | `{verb.id}` | {verb.help} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(keys_page())
