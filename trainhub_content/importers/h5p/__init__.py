"""H5P: h5p.json says what the content is, content/content.json holds it. Texts, questions and videos come; nothing of it is run."""

from trainhub_content.importers.drafts import DraftCourse
from trainhub_content.importers.h5p.courses import drafted
from trainhub_content.importers.h5p.reading import home_of
from trainhub_content.importers.packages import Package
from trainhub_content.importers.report import Report


def recognises(package: Package) -> bool:
    """Whether there is an h5p.json with its content beside it."""
    return home_of(package) is not None


def draft(package: Package, report: Report) -> DraftCourse:
    return drafted(package, report)
