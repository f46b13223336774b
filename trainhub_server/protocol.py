"""HTTP as uvicorn speaks it; a request may have its connection broken off, which is all that helps with a client that reads nothing."""

from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from trainhub_server.events.stream import CUT


class Cuttable(HttpToolsProtocol):
    def on_message_begin(self) -> None:
        super().on_message_begin()
        cast("dict[str, Any]", self.scope)[CUT] = self.transport.abort
