"""Pages and texts of a cartridge as Markdown."""

import re
from dataclasses import dataclass
from html import unescape
from xml.etree.ElementTree import Element

from trainhub_content.importers.names import words_of
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import line, page, plain
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin, Report
from trainhub_content.importers.texts import text_in
from trainhub_content.importers.xml import attribute, every, markup

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.S | re.I)
_META = re.compile(r'<meta\s+name="(identifier|workflow_state)"\s+content="([^"]*)"', re.I)
_KIND = re.compile(r"^(?:Assignment|Discussion|Page|Topic):\s+")
HEAD = 8192
UNPUBLISHED = "It was not published there; it came all the same."


@dataclass(slots=True)
class Texts:
    package: Package
    report: Report
    references: References

    def page(self, member: str, origin: Origin, title: str) -> str:
        """A page of the package. Raises MemberRefused."""
        html, said = text_in(self.package.read(member))
        if said:
            origin.changed(said)
        if dict(_META.findall(html[:HEAD])).get("workflow_state") == "unpublished":
            self.report.note(member, UNPUBLISHED)
        return page(html, self.references, member, origin, title)

    def title_of(self, member: str) -> str:
        """What a page calls itself, or else its file's name."""
        try:
            html = text_in(self.package.read(member)[: 4 * HEAD])[0]
        except MemberRefused:
            html = ""
        found = _TITLE.search(html)
        return (
            _KIND.sub("", line(unescape(found[1]))) if found and line(found[1]) else words_of(member.rpartition("/")[2].partition(".")[0])
        )

    def told(self, element: Element | None, at: str, origin: Origin) -> str:
        """A text that says how it is written."""
        if element is None:
            return ""
        text = markup(element) if len(element) else element.text or ""
        if attribute(element, "texttype") == "text/plain":
            return plain(text)
        return page(text, self.references, at, origin)

    def attached(self, root: Element, at: str, origin: Origin) -> str:
        """Links to the files that are attached."""
        found = [(attribute(each, "href"), self.references.link(attribute(each, "href"), at, origin)) for each in every(root, "attachment")]
        return "\n".join(f"- [{self.references.words_of(href)}]({address})" for href, address in found if address)


def with_parts(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
