"""What is on offer, remembered in the process by its version numbers."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from trainhub_core.catalogue import Catalogue, catalogue_of
from trainhub_core.models.catalogue import Course
from trainhub_core.models.library import Resource
from trainhub_core.models.webinars import Webinar
from trainhub_server.database.face import Connection
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories.catalogue import Counts
from trainhub_server.repositories.learners import Versions


class Offer:
    """Reads the catalogue once per version; seats, downloads and ratings, which change often, are read alone."""

    def __init__(self) -> None:
        self._known = Catalogue()
        self.versions = Versions(0, 0)
        self._reading = asyncio.Lock()
        """When something has changed, of all that are asked for Home at once one looks."""

    async def at(self, connection: Connection, wanted: Versions) -> Catalogue:
        """The catalogue as of these versions, or newer."""
        if self._is_older(wanted):
            async with self._reading:
                await self._renew(connection, wanted)
        return self._known

    def _is_older(self, wanted: Versions) -> bool:
        return self.versions.catalogue < wanted.catalogue or self.versions.live < wanted.live

    async def _renew(self, connection: Connection, wanted: Versions) -> None:
        if self.versions.catalogue < wanted.catalogue:
            facts, versions = await repository.everything(connection)
            self._keep(catalogue_of(facts), versions)
        elif self.versions.live < wanted.live:
            counts = await repository.counts(connection)
            if counts.versions.catalogue == self.versions.catalogue:
                self._keep(_counted(self._known, counts), counts.versions)

    def _keep(self, known: Catalogue, versions: Versions) -> None:
        if (versions.catalogue, versions.live) >= (self.versions.catalogue, self.versions.live):
            self._known, self.versions = known, versions


def _counted(known: Catalogue, counts: Counts) -> Catalogue:
    seats, downloads = counts.seats, counts.downloads
    return replace(
        known,
        courses={course.id: _with_rating(course, counts.ratings) for course in known.courses.values()},
        webinars={webinar.id: _with_seats(webinar, seats) for webinar in known.webinars.values()},
        resources={resource.id: _with_downloads(resource, downloads) for resource in known.resources.values()},
    )


def _with_rating(course: Course, ratings: Mapping[str, tuple[int, int]]) -> Course:
    average, count = ratings.get(course.id, (0, 0))
    same = (average, count) == (course.rating, course.ratings)
    return course if same else course.model_copy(update={"rating": average, "ratings": count})


def _with_seats(webinar: Webinar, seats: Mapping[str, tuple[int, int]]) -> Webinar:
    taken, waiting = seats.get(webinar.id, (webinar.taken, webinar.waiting))
    same = (taken, waiting) == (webinar.taken, webinar.waiting)
    return webinar if same else webinar.model_copy(update={"taken": taken, "waiting": waiting})


def _with_downloads(resource: Resource, downloads: Mapping[str, int]) -> Resource:
    count = downloads.get(resource.id, resource.downloads)
    return resource if count == resource.downloads else resource.model_copy(update={"downloads": count})
