"""Links of the OpenAPI document: which operation takes what another one answers, or what it was asked with."""

from typing import NamedTuple

from pydantic import JsonValue

Json = dict[str, JsonValue]


class Link(NamedTuple):
    """An operation to go on with; `parameters` and `body` say in OpenAPI's runtime expressions from where it has what it takes.

    A body names only the fields that are known from before."""

    to: str
    why: str
    parameters: dict[str, str] | None = None
    body: Json | None = None

    def told(self) -> Json:
        """As the document says it."""
        link: Json = {"operationId": self.to, "description": self.why}
        if self.parameters:
            link["parameters"] = {**self.parameters}
        return {**link, "requestBody": self.body} if self.body else link


_FIRST = "$response.body#/items/0"
_TOLD = "$request.body#"
_ORGANISATION = {"organisation_id": f"{_FIRST}/organisation_id"}
_MINE = {"organisation_id": "$response.body#/memberships/0/organisation_id"}
_UPLOAD = {"upload_id": "$response.body#/upload_id"}
_SAME_UPLOAD = {"upload_id": "$request.path.upload_id"}
_COURSE = {"course_id": f"{_FIRST}/id"}
_SAME_COURSE = {"course_id": "$request.path.course_id"}
_RESOURCE = {"resource_id": f"{_FIRST}/id"}
_WEBINAR: Json = {"webinar_id": f"{_FIRST}/webinar/id"}
_SAME_WEBINAR: Json = {"webinar_id": f"{_TOLD}/webinar_id"}
_MEMBER: Json = {"organisation_id": "$request.path.organisation_id", "learner_id": f"{_FIRST}/learner_id"}
_SAME_MEMBER: Json = {"organisation_id": f"{_TOLD}/organisation_id", "learner_id": f"{_TOLD}/learner_id"}
_SENT = "$response.body#/sha256"


def _event(kind: str, about: str) -> Json:
    return {"event": {"type": kind, "object": about}}


LINKS: dict[str, tuple[Link, ...]] = {
    "list_courses": (
        Link("read_course", "The first of them", _COURSE),
        Link("read_course_text", "The texts of the first of them", _COURSE),
        Link("enroll", "Begin the first of them", body=_event("enrolled", f"{_FIRST}/id")),
        Link("rate_course", "Rate the first of them", body={"rating": {"course_id": f"{_FIRST}/id"}}),
        Link("tell_applied", "Say whether the first of them was of use", body={"told": {"course_id": f"{_FIRST}/id"}}),
    ),
    "read_course": (
        Link("update_progress", "Mark its first lesson done", body=_event("marked-done", "$response.body#/modules/0/lessons/0/id")),
    ),
    "enroll": (
        Link("unenroll", "Leave the course", body=_event("unenrolled", f"{_TOLD}/event/object")),
        Link("read_course", "The course as it stands now", {"course_id": f"{_TOLD}/event/object"}),
    ),
    "unenroll": (Link("enroll", "Come back", body=_event("enrolled", f"{_TOLD}/event/object")),),
    "put_note": (
        Link("remove_note", "Take it away", body={"note_id": f"{_TOLD}/note/id"}),
        Link("list_notes", "The notes on the same thing", {"object": f"{_TOLD}/note/object"}),
    ),
    "list_notes": (Link("remove_note", "Take the latest away", body={"note_id": f"{_FIRST}/id"}),),
    "remove_note": (Link("put_note", "Bring it back", body={"note": {"id": f"{_TOLD}/note_id"}}),),
    "put_bookmark": (Link("put_bookmark", "Remove it", body={"bookmark": {"kind": f"{_TOLD}/bookmark/kind", "on": False}}),),
    "read_changes": (
        Link("read_changes", "What changed since", {"since": "$response.body#/cursor"}),
        Link("listen", "Hear of what changes from here on", {"Last-Event-ID": "$response.body#/cursor"}),
    ),
    "list_webinars": (
        Link("register_webinar", "Ask for a seat in the first of them", body=_WEBINAR),
        Link("cancel_webinar", "Give a seat in the first of them back", body=_WEBINAR),
    ),
    "register_webinar": (Link("cancel_webinar", "Give the seat back", body=_SAME_WEBINAR),),
    "cancel_webinar": (Link("register_webinar", "Ask once more", body=_SAME_WEBINAR),),
    "list_resources": (
        Link("link_resource", "The file of the first of them", _RESOURCE),
        Link("stream_resource", "Play the first of them", _RESOURCE),
    ),
    "list_organisations": (
        Link("list_members", "Who is in the first of them", _MINE),
        Link("read_organisation_progress", "How far the first of them is", _MINE),
        Link("invite_member", "Invite somebody to the first of them", body={**_MINE}),
    ),
    "list_all_organisations": (
        Link("list_members", "Who is in the first of them", _ORGANISATION),
        Link("read_organisation_progress", "How far the first of them is", _ORGANISATION),
        Link("invite_member", "Invite somebody to the first of them", body={**_ORGANISATION}),
    ),
    "make_organisation": (Link("list_all_organisations", "Every organisation, this one among them"),),
    "invite_member": (Link("accept_invitation", "Join with the code", body={"code": "$response.body#/code"}),),
    "accept_invitation": (Link("list_organisations", "Where one belongs now"),),
    "list_members": (
        Link("change_role", "Give the first of them another role", body=_MEMBER),
        Link("set_access", "End the access of the first of them, or let them in again", body=_MEMBER),
    ),
    "set_access": (Link("set_access", "The other way round", body=_SAME_MEMBER),),
    "list_jobs": (Link("retry_job", "Try the first of them again", body={"job_id": f"{_FIRST}/id"}),),
    "make_token": (Link("revoke_token", "Take it back", body={"token_id": "$response.body#/token_id"}),),
    "list_tokens": (Link("revoke_token", "Take the oldest back", body={"token_id": "$response.body#/tokens/0/token_id"}),),
    "read_own_data": (Link("delete_own_data", "Delete all of it", body={"learner_id": "$response.body#/learner_id"}),),
    "send_package": (
        Link("publish_package", "Offer what it holds", body={"sha256": _SENT}),
        Link("read_package", "The same bytes again", {"sha256": _SENT}),
    ),
    "list_publications": (
        Link("list_versions", "Every version of the first course", {"course_id": f"{_FIRST}/course_id"}),
        Link("read_package", "The package that it came in", {"sha256": f"{_FIRST}/package"}),
        Link("publish_package", "Offer that package again", body={"sha256": f"{_FIRST}/package"}),
        Link("withdraw_course", "Withdraw that course, or offer it again", {"course_id": f"{_FIRST}/course_id"}),
    ),
    "list_versions": (Link("roll_back_course", "Offer the newest again", _SAME_COURSE, {"version": f"{_FIRST}/version"}),),
    "withdraw_course": (Link("withdraw_course", "The other way round", _SAME_COURSE),),
    "start_upload": (
        Link("read_upload", "How far it is", _UPLOAD),
        Link("put_part", "Send its first part", {**_UPLOAD, "number": "1", "sha256": f"{_TOLD}/sha256"}),
        Link("finish_upload", "Have the whole checked", _UPLOAD),
        Link("abandon_upload", "Give it up", _UPLOAD),
    ),
    "read_upload": (Link("abandon_upload", "Give it up", _SAME_UPLOAD),),
    "put_part": (
        Link("read_upload", "Which parts arrived", _SAME_UPLOAD),
        Link("finish_upload", "Have the whole checked", _SAME_UPLOAD),
    ),
    "finish_upload": (Link("publish_resource", "Offer the file in the library", body={"sha256": _SENT}),),
    "abandon_upload": (Link("read_upload", "It is gone", _SAME_UPLOAD),),
    "publish_resource": (
        Link("link_resource", "Its file", {"resource_id": f"{_TOLD}/resource_id"}),
        Link("stream_resource", "Play it", {"resource_id": f"{_TOLD}/resource_id"}),
    ),
}


def links_of(operation: str) -> Json:
    """The links of an operation by name, none for one that gives nothing to go on with."""
    return {f"{at}-{link.to}": link.told() for at, link in enumerate(LINKS.get(operation, ()))}
