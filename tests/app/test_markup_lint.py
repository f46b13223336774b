"""Data never becomes markup: what a widget is given as a plain variable is Content, never str (reliability.md, Text from elsewhere)."""

import ast
from pathlib import Path

APP = Path(__file__).parents[2] / "trainhub_tui"
TAKES_MARKUP = {"Label", "Static", "Button", "Checkbox", "RadioButton", "Option", "Collapsible", "TabPane"}
SAFE_CALLS = {"Content", "assemble", "styled", "join", "key_hint", "fitted", "fit", "joined"}


def _is_safe(value: ast.expr) -> bool:
    """A literal, or something that makes Content by its look."""
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.Call):
        name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return name in SAFE_CALLS or name.endswith(("_words", "_content", "words", "content"))
    return False


def _faults(file: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        where = f"{file.relative_to(APP)}:{node.lineno}"
        if name in TAKES_MARKUP and node.args and not _is_safe(node.args[0]):
            found.append(f"{where} {name}")
        if name == "notify" and not any(keyword.arg == "markup" for keyword in node.keywords):
            found.append(f"{where} notify without markup=False")
    return found


def test_no_variable_goes_into_a_widget_that_reads_markup() -> None:
    files = [*APP.joinpath("screens").rglob("*.py"), *APP.joinpath("widgets").rglob("*.py"), APP / "app.py"]
    assert [fault for file in files for fault in _faults(file)] == []
