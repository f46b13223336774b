"""A parser of command lines that says what is wrong in one sentence, and does not keep silent where its help cannot be written."""

import argparse
import sys
from typing import Any, NoReturn

from trainhub_core.text import clean_line


class NotUnderstood(Exception):
    """Words that are no command line; its text is the sentence to say."""


class Parser(argparse.ArgumentParser):
    """See the module. Raises NotUnderstood, OSError where help cannot be written, SystemExit where it was."""

    def error(self, message: str) -> NoReturn:
        sentence = clean_line(message).strip().rstrip(".")
        raise NotUnderstood(f"{sentence[:1].upper()}{sentence[1:]}; `{self.prog} --help` tells more.")

    def _print_message(self, message: str, file: Any = None) -> None:
        out = file or sys.stdout
        if message:
            out.write(message)
            out.flush()
