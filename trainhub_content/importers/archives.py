"""The members of an archive as they are found: names that are merely odd are reported, what is there twice is taken once."""

from contextlib import ExitStack
from dataclasses import dataclass, field

from trainhub_content.importers.names import cannot_be_on_windows, why_left_out
from trainhub_content.importers.packages import LeftOut, Member, Package

MOST_RATIO = 200
"""How many times its own size an archive may hold."""
SMALL = 2**20
"""What is below this size may be packed as tightly as it likes; of a whole archive, sixteen times this."""
_OF_MACOS = ("__MACOSX/", "._")


def slashed(name: str, said: list[str]) -> str:
    """The name with forward slashes, from the top of the package."""
    if "\\" in name:
        name = name.replace("\\", "/")
        said.append("Its name was written with backslashes.")
    while name.startswith("./"):
        name = name[2:]
    return name


@dataclass(slots=True)
class Members:
    """What was found so far of one archive."""

    members: dict[str, Member] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    _folded: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, said: list[str], member: Member) -> None:
        """A file of this name; `said` is what there is to say about the name already."""
        if name.startswith(_OF_MACOS[0]) or name.rpartition("/")[2].startswith(_OF_MACOS[1]):
            return
        if reason := why_left_out(name):
            self.left_out.append(LeftOut(name, reason))
            return
        if name in self.members:
            self.left_out.append(LeftOut(name, "The name is there twice; the first file is used."))
            return
        if (other := self._folded.setdefault(name.casefold(), name)) != name:
            said.append(f"Its name differs from {other} in case alone.")
        if cannot_be_on_windows(name):
            said.append("No file on Windows can have this name.")
        self.left_out += [LeftOut(name, sentence, came=True) for sentence in said]
        self.members[name] = member

    def package(self, name: str, close: ExitStack) -> Package:
        return Package(name, self.members, tuple(self.left_out), close)
