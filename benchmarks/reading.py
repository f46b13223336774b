"""Our reader with a file, opened as a page opens it: `python -m benchmarks.reading FILE`."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult

from trainhub_tui.media.openers import open_growing
from trainhub_tui.widgets.reader import Reader


class Reading(App[None]):
    """The reader and nothing else."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def compose(self) -> ComposeResult:
        yield Reader()

    def on_mount(self) -> None:
        self.run_worker(self._read, thread=True)

    def _read(self) -> None:
        reader = self.query_one(Reader)
        for number, document in enumerate(open_growing(self._file, self._file.name)):
            self.call_from_thread(reader.extend if number else reader.load, document)
            if number == 0:
                reader.wait_for_paint()


if __name__ == "__main__":
    Reading(Path(sys.argv[1])).run()
