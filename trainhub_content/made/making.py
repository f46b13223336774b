"""The ready-made files of the starter pack: their sources, where they go, and which of them are stale."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from trainhub_content.made.lock import entry_of, read_lock, stale, write_lock

HERE = Path(__file__).parent
STARTER = HERE.parent / "starter"
LOCK = "made.lock"

Maker = Callable[[Path], Mapping[str, bytes]]
"""What is made of a source: the bytes of files by their names."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder of sources, and the folder under the content that what is made of them goes to. `name` is its target of make."""

    name: str
    sources: Path
    content: Path
    shelf: str

    @property
    def lock(self) -> Path:
        return self.sources / LOCK

    def stale(self) -> tuple[str, ...]:
        """What would have to be made again, a sentence each."""
        return tuple(stale(read_lock(self.lock), self._read(), self.content / self.shelf, self.name))

    def make(self, maker: Maker, again: bool = False) -> Iterator[str]:
        """Makes what is stale, or everything; tells the name of each file that it has written."""
        entries, sources = read_lock(self.lock), self._read()
        for gone in entries.keys() - sources.keys():
            for name in entries.pop(gone).keys() - {"source"}:
                (self.content / self.shelf / name).unlink(missing_ok=True)
        for name, source in sources.items():
            if not again and not any(stale({k: v for k, v in entries.items() if k == name}, {name: source}, self._into, self.name)):
                continue
            made = maker(self.sources / name)
            for file, content in made.items():
                self._into.mkdir(parents=True, exist_ok=True)
                (self._into / file).write_bytes(content)
                yield f"{self.shelf}/{file}"
            entries[name] = entry_of(source, made)
            write_lock(self.lock, entries)
        write_lock(self.lock, entries)

    @property
    def _into(self) -> Path:
        return self.content / self.shelf

    def _read(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.sources.iterdir()) if path.suffix in (".yaml", ".md")}


VIDEOS = Workshop("videos", HERE / "videos", STARTER, "library/videos")
TEMPLATES = Workshop("templates", HERE / "templates", STARTER, "library/office")
