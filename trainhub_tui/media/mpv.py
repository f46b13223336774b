"""mpv, started and driven over its JSON IPC socket. Addresses, tokens and positions go over the socket, never into its arguments.

Source: the manual of mpv, JSON IPC; reliability.md, Text from elsewhere."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

FLAGS = (
    "--no-config", "--load-scripts=no", "--ytdl=no", "--load-unsafe-playlists=no", "--demuxer=lavf", "--tls-verify=yes",
    "--sid=1", "--sub-auto=no", "--audio-file-auto=no", "--idle=yes", "--really-quiet", "--msg-level=all=no",
)  # fmt: skip
ANSWER_SECONDS = 5.0
LOAD_SECONDS = 30.0
LONGEST_LINE = 4_000_000
OBSERVED = ("time-pos", "pause", "speed", "duration", "chapter-list", "sub-visibility")
VANISHED = "vanished"
"""The name of the last event when mpv has ended, been killed or cut off."""


class PlayerTrouble(Exception):
    """The video cannot be played; its text is the sentence to show."""


class Mpv:
    """One running mpv. `flags` say where it shows: in a window, in the terminal, nowhere."""

    def __init__(self, flags: Sequence[str] = (), *, in_terminal: bool = False, program: str | None = None) -> None:
        self._flags = tuple(flags)
        self._in_terminal = in_terminal
        self._program = program or shutil.which("mpv") or "mpv"
        self._folder: Path | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._events: asyncio.Queue[Mapping[str, object]] = asyncio.Queue()
        self._waiting: dict[int, asyncio.Future[object]] = {}
        self._number = 0

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._process.pid if self._process else 0

    async def start(self) -> None:
        """Start it idle and connect. Raises PlayerTrouble."""
        self._folder = Path(tempfile.mkdtemp(prefix="trainhub-video-"))
        socket = self._folder / "mpv"
        own = None if self._in_terminal else asyncio.subprocess.DEVNULL
        terminal = () if self._in_terminal else ("--terminal=no",)
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(self._program, *FLAGS, *terminal, *self._flags, f"--input-ipc-server={socket}", "--"), stdin=own, stdout=own, stderr=own
            )
            async with asyncio.timeout(ANSWER_SECONDS):
                reader, self._writer = await _connected(socket, self._process)
        except (OSError, TimeoutError) as error:
            await self.close()
            raise PlayerTrouble("mpv could not be started on this laptop; `mpv --version` in a terminal says why.") from error
        self._reading = asyncio.create_task(self._read(reader))
        for number, name in enumerate(OBSERVED, 1):
            await self.ask("observe_property", number, name)

    async def load(self, target: str, start: float = 0.0, captions: Path | None = None, headers: Sequence[str] = ()) -> None:
        """Begin to play a file or an address at a second, and wait until it plays. Raises PlayerTrouble."""
        await self.set("http-header-fields", list(headers))
        await self.set("sub-files", [str(captions)] if captions else [])
        await self.set("start", f"{start:.3f}" if start > 0 else "none")  # of HLS, 0 would be its last part
        if target.endswith(".m3u8"):
            await self.set("cache", "yes")  # as it does of its own from the network: what is buffered can be jumped in
        await self.ask("loadfile", target)
        try:
            async with asyncio.timeout(LOAD_SECONDS):
                async for event in self.events():
                    if event.get("event") == "file-loaded":
                        return
                    if event.get("event") == "end-file":
                        break
        except TimeoutError:
            raise PlayerTrouble("The video does not come: the network is too slow, or the server does not answer.") from None
        raise PlayerTrouble("The player cannot open this video. It may be damaged, or not be a video.")

    async def set(self, name: str, value: object) -> None:
        """Set a property. Raises PlayerTrouble."""
        await self.ask("set_property", name, value)

    async def ask(self, *command: object) -> object:
        """Send a command and wait for its answer. Raises PlayerTrouble where it is refused or none comes."""
        if self._writer is None or (self._reading and self._reading.done()):
            raise PlayerTrouble("The player has ended.")
        self._number += 1
        answer = self._waiting[self._number] = asyncio.get_running_loop().create_future()
        try:
            self._writer.write(json.dumps({"command": command, "request_id": self._number}).encode() + b"\n")
            await self._writer.drain()
            async with asyncio.timeout(ANSWER_SECONDS):
                return await answer
        except (OSError, TimeoutError):
            raise PlayerTrouble("The player does not answer.") from None
        finally:
            self._waiting.pop(self._number, None)

    async def events(self) -> AsyncIterator[Mapping[str, object]]:
        """What it tells, until its last word, which is an event named `vanished`."""
        while True:
            event = await self._events.get()
            yield event
            if event.get("event") == VANISHED:
                return

    async def close(self) -> None:
        """End it, whatever it is doing, and remove what was made for it."""
        if self._writer is not None:
            self._writer.close()
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            try:
                async with asyncio.timeout(2.0):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        if self._reading is not None:
            self._reading.cancel()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while line := await reader.readline():
                self._take(line)
        except (OSError, ValueError):
            pass  # cut off, or a line longer than any of its own: it has ended, which is said below
        finally:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(PlayerTrouble("The player has ended."))
            self._events.put_nowait({"event": VANISHED})

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            return  # mpv writes no such line; one that is not JSON says nothing
        if not isinstance(said, dict):
            return
        if "event" in said:
            self._events.put_nowait(said)
            return
        answer = self._waiting.get(said.get("request_id", 0))
        if answer is None or answer.done():
            return
        if said.get("error") == "success":
            answer.set_result(said.get("data"))
        else:
            answer.set_exception(PlayerTrouble("The player refused what it was asked for."))


async def _connected(socket: Path, process: asyncio.subprocess.Process) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    while True:
        try:
            return await asyncio.open_unix_connection(os.fspath(socket), limit=LONGEST_LINE)
        except (FileNotFoundError, ConnectionRefusedError):
            if process.returncode is not None:
                raise
            await asyncio.sleep(0.02)


def can_be_driven() -> bool:
    """Whether mpv is here and this system has the sockets it is driven over."""
    return sys.platform != "win32" and shutil.which("mpv") is not None
