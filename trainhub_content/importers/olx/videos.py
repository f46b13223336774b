"""Video blocks: a file of the package or an https address; captions as WebVTT, whatever they were. A YouTube video is a link."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from trainhub_content.importers.drafts import DraftVideo
from trainhub_content.importers.olx.trees import Block
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import line
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin, Report
from trainhub_content.importers.texts import text_in
from trainhub_content.importers.xml import attribute, children, every

_ENDINGS = (".mp4", ".m4v", ".webm", ".m3u8", ".mov")
_SRT_TIME = re.compile(r"(\d{1,2}:\d{2}:\d{2}),(\d{3})")
_YOUTUBE = re.compile(r"[A-Za-z0-9_-]{6,20}")


class Videos:
    def __init__(self, package: Package, report: Report, references: References) -> None:
        self.package, self.report, self.references = package, report, references

    def of(self, block: Block, origin: Origin) -> tuple[DraftVideo | None, str]:
        """The video, or a link as Markdown where it cannot be played here."""
        title = line(block.title) or "Video"
        for source in _sources(block):
            address, is_linked = self._address(source, block, origin)
            if address:
                return DraftVideo(address, "" if is_linked else self._captions(block), _seconds(block)), ""
        if youtube := _youtube(block):
            origin.changed("A YouTube video is a link; it is watched in the browser.")
            return None, f"[{title.replace('[', '').replace(']', '')}](https://www.youtube.com/watch?v={youtube})"
        self.report.note(block.file, f"The video {title} names no file and no address.", is_loss=True)
        return None, ""

    def _address(self, source: str, block: Block, origin: Origin) -> tuple[str, bool]:
        """`file:` where the package has it, else https; and whether it is elsewhere."""
        inside = self.references.within(source)
        member = self.package.resolve(inside, block.file) if inside.startswith("/") else None
        if member is not None:
            return self.references.bring(member), False
        there = self.references.link(source, block.file, origin)
        if there.startswith("https://") and there.partition("?")[0].lower().endswith(_ENDINGS):
            return there, not self._transcripts(block)
        return "", True

    def _captions(self, block: Block) -> str:
        for name in self._transcripts(block):
            member = self.package.resolve(f"/{block.root}/static/{name}".replace("//", "/"))
            try:
                if member is None:
                    self.report.note(block.file, f"The transcript {name} is not in the package.", is_loss=True)
                elif captions := _as_webvtt(text_in(self.package.read(member))[0], name):
                    return self.references.bring_bytes(captions.encode(), "vtt", block.file, f"{block.name} captions")
                else:
                    self.report.note(member, "The transcript cannot be read.", is_loss=True)
            except MemberRefused as refused:
                self.report.note(name, str(refused), is_loss=True)
        return ""

    def _transcripts(self, block: Block) -> list[str]:
        """Names of transcripts under static/, English ones first."""
        named = [(attribute(each, "language"), attribute(each, "src")) for each in children(block.element, "transcript")]
        named += _mapped(attribute(block.element, "transcripts")).items()
        if sub := attribute(block.element, "sub"):
            named.append(("en", f"subs_{sub}.srt.sjson"))
        return list(dict.fromkeys(name for _, name in sorted(named, key=lambda each: each[0] != "en") if name))


def _sources(block: Block) -> Iterator[str]:
    for source in every(block.element, "source"):
        yield attribute(source, "src")
    yield from _listed(attribute(block.element, "html5_sources"))
    if source_ := attribute(block.element, "source"):
        yield source_


def _youtube(block: Block) -> str:
    named = attribute(block.element, "youtube_id_1_0") or attribute(block.element, "youtube").rpartition("1.00:")[2].partition(",")[0]
    return named if _YOUTUBE.fullmatch(named) else ""


def _seconds(block: Block) -> int:
    for asset in every(block.element, "video_asset"):
        try:
            return min(24 * 3600, int(float(attribute(asset, "duration", "0"))))
        except (ValueError, OverflowError):
            continue
    return 0


def _as_webvtt(text: str, name: str) -> str:
    """SubRip, Open edX's own JSON or WebVTT, as WebVTT; "" where it is neither."""
    if text.lstrip().startswith("WEBVTT"):
        return text
    if name.endswith(".sjson"):
        return _from_json(text)
    cues = _SRT_TIME.sub(r"\1.\2", text.replace("\r", ""))
    return f"WEBVTT\n\n{cues.strip()}\n" if "-->" in cues else ""


def _from_json(text: str) -> str:
    found = _loaded(text)
    if not isinstance(found, dict):
        return ""
    try:
        cues = zip(found["start"], found["end"], found["text"], strict=True)
        told = [f"{_clock(int(start))} --> {_clock(int(end))}\n{line(str(words))}" for start, end, words in cues if str(words).strip()]
    except (KeyError, TypeError, ValueError):
        return ""
    return "\n\n".join(["WEBVTT", *told]) + "\n" if told else ""


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _listed(text: str) -> list[str]:
    found = _loaded(text)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _mapped(text: str) -> Mapping[str, str]:
    found = _loaded(text)
    return {str(key): value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


def _loaded(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
