"""One PDF: title page, contents, running header, page numbers, outline. No date and no chance in it, so that it can be built again."""

from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents  # type: ignore[import-untyped]

from trainhub_content.format import DocumentFront
from trainhub_content.pdf.flow import Heading, flowables
from trainhub_content.pdf.styles import (
    BOLD,
    BOTTOM,
    CONTENTS,
    HEADINGS,
    INK,
    LINE,
    MUTED,
    ORANGE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SANS,
    SIDE,
    SUBTITLE,
    SUMMARY,
    TITLE,
    TOP,
    WIDTH,
)

HOUSE = "Training & Development Hub"
CLOSE_ROWS = TableStyle(
    [("TOPPADDING", (0, 0), (-1, -1), 0.4), ("BOTTOMPADDING", (0, 0), (-1, -1), 0.4), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
)
RIGHTS = "© The trainhub authors. Licensed under CC BY 4.0: share and adapt it, and name the source."


def pdf_of(front: DocumentFront, text: str) -> bytes:
    """The document as PDF bytes: the same for the same text and the same version of the layout library."""
    into = BytesIO()
    contents = TableOfContents(dotsMinLevel=0, levelStyles=list(CONTENTS), tableStyle=CLOSE_ROWS)
    story = [
        *_title_page(front),
        NextPageTemplate("page"),
        PageBreak(),
        Paragraph("Contents", HEADINGS[1]),
        Spacer(1, 4),
        contents,
        PageBreak(),
        *flowables(text),
    ]
    _Document(into, front).multiBuild(story)
    return into.getvalue()


def _title_page(front: DocumentFront) -> list[Flowable]:
    return [
        Spacer(1, 0.26 * PAGE_HEIGHT),
        HRFlowable(width=64, thickness=5, color=ORANGE, hAlign="LEFT", spaceAfter=22),
        Paragraph(escape(front.title), TITLE),
        Paragraph(escape(front.subtitle), SUBTITLE),
        Paragraph(escape(front.summary), SUMMARY),
    ]


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Two kinds of pages; collects headings for the contents and the outline while it is laid out."""

    def __init__(self, into: BytesIO, front: DocumentFront) -> None:
        super().__init__(
            into,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            title=front.title,
            author="The trainhub authors",
            subject=front.summary,
            creator="trainhub",
            lang="en-GB",
            invariant=1,
            pageCompression=0,
        )
        self.front = front
        self.section = ""
        self.headings = 0
        frame = Frame(SIDE, BOTTOM, WIDTH, PAGE_HEIGHT - TOP - BOTTOM, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        self.addPageTemplates(
            [
                PageTemplate("title", [frame], onPage=self._dress_title),
                PageTemplate("page", [frame], onPageEnd=self._dress_page),
            ]
        )

    def beforeDocument(self) -> None:
        """Starts a pass; there are several, until the contents' page numbers are right."""
        self.section = ""
        self.headings = 0
        self.canv.showOutline()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Enters a heading that was just placed into contents and outline."""
        if not isinstance(flowable, Heading):
            return
        self.headings += 1
        key = f"heading-{self.headings}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.words, key, level=flowable.level, closed=flowable.level == 0)
        if flowable.level == 0:
            self.section = flowable.words
        if flowable.level < len(CONTENTS):
            self.notify("TOCEntry", (flowable.level, escape(flowable.words), self.page, key))

    def _dress_title(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont(BOLD, 11)
        canvas.setFillColor(INK)
        canvas.drawString(SIDE, PAGE_HEIGHT - 30 * 2.8346, HOUSE)
        canvas.setFont(SANS, 8.5)
        canvas.setFillColor(MUTED)
        canvas.drawString(SIDE, BOTTOM + 13, f"Version {self.front.version}")
        canvas.drawString(SIDE, BOTTOM, RIGHTS)
        canvas.restoreState()

    def _dress_page(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont(SANS, 8.5)
        canvas.setFillColor(MUTED)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        above, below = PAGE_HEIGHT - TOP + 20, BOTTOM - 22
        canvas.drawString(SIDE, above, self.front.title)
        canvas.drawRightString(PAGE_WIDTH - SIDE, above, self.section)
        canvas.line(SIDE, above - 6, PAGE_WIDTH - SIDE, above - 6)
        canvas.drawString(SIDE, below, HOUSE)
        canvas.drawRightString(PAGE_WIDTH - SIDE, below, str(document.page))
        canvas.restoreState()
