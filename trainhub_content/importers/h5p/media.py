"""Pictures, videos and pages of one H5P content, as Markdown; addresses are relative to the folder of its content.json."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trainhub_content.importers.converting import escaped_text
from trainhub_content.importers.drafts import DraftVideo
from trainhub_content.importers.h5p.reading import Part, Shape, inside, listed, part_of, words
from trainhub_content.importers.lengths import seconds_of
from trainhub_content.importers.pages import line, page
from trainhub_content.importers.references import FILE, References
from trainhub_content.importers.report import Origin

_PLAYED = ("mp4", "webm")


@dataclass(slots=True)
class Media:
    """`at` is the member content.json."""

    references: References
    at: str

    def page(self, html: str, origin: Origin, title: str = "") -> str:
        return page(html, self.references, self.at, origin, title) if html else ""

    def feedback(self, params: Shape, origin: Origin) -> str:
        """What is said after any answer; what depends on the score is not ours."""
        said = [each for each in listed(inside(params, "overallFeedback") or params, "overallFeedback") if words(each, "feedback")]
        if len(said) == 1 and said[0].get("from") == 0 and said[0].get("to") == 100:
            return self.page(words(said[0], "feedback"), origin)
        if said:
            origin.changed("What was said by the score was left out.")
        return ""

    def shown(self, value: Shape, origin: Origin) -> str:
        """A picture or a video beside a question."""
        part = part_of(value)
        if part is None:
            return ""
        if part.library == "H5P.Image":
            return self.image(part, origin)
        if part.library == "H5P.Video":
            return self.link(next(self._sources(part.params, "sources"), ""), part.title or "Video", origin)
        origin.changed(f"What stood beside it ({part.library}) was left out.")
        return ""

    def image(self, part: Part, origin: Origin) -> str:
        return self.picture(inside(part.params, "file"), words(part.params, "alt") or words(part.params, "title") or part.title, origin)

    def picture(self, file: Shape, words_: str, origin: Origin) -> str:
        source = words(file, "path").removesuffix("#tmp")
        if not source:
            return ""
        address, is_here = self.references.picture(source, self.at, origin)
        said = escaped_text(line(words_)) or self.references.words_of(source)
        return f"{'!' if is_here else ''}[{said}]({address})" if address else said

    def link(self, source: str, said: str, origin: Origin) -> str:
        address = self.references.link(source, self.at, origin) if source else ""
        return f"[{escaped_text(line(said))}]({address})" if address else ""

    def video(self, params: Shape, name: str, tracks: Iterator[Shape], origin: Origin) -> DraftVideo | None:
        """The first file that can be played here, with captions; None where it is at another site, or of no known length."""
        for source in self._sources(params, name):
            member = self.references.package.resolve(source, self.at) if ":" not in source else None
            if member is None or not member.lower().endswith(_PLAYED) or not (seconds := seconds_of(member, self.references.package)):
                continue
            if address := self.references.bring(member):
                return DraftVideo(address, self._captions(tracks, origin), seconds)
        return None

    def linked_video(self, params: Shape, name: str, said: str, origin: Origin) -> str:
        source = next(self._sources(params, name), "")
        if source:
            origin.changed("A video of another site, or whose length its file does not say, is a link.")
        return self.link(source, said or "Video", origin)

    def _captions(self, tracks: Iterator[Shape], origin: Origin) -> str:
        for track in tracks:
            source = words(inside(track, "track"), "path")
            if source.lower().endswith(".vtt") and (address := self.references.link(source, self.at, origin)).startswith(FILE):
                return address
        return ""

    def _sources(self, params: Shape, name: str) -> Iterator[str]:
        """MP4 and WebM before others."""
        found = [words(each, "path").removesuffix("#tmp") for each in listed(params, name)]
        return iter(sorted((each for each in found if each), key=lambda each: not each.lower().endswith(_PLAYED)))
