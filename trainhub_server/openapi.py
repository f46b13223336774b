"""The OpenAPI document. Bodies and answers are added here, when somebody asks, so that starting does not pay for their schemas."""

import json
from typing import Literal, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import JsonValue, TypeAdapter

from trainhub_core.models.jobs import RetryJob, StandingJob
from trainhub_core.models.learning import Bookmark
from trainhub_core.models.library import Resource
from trainhub_core.models.notes import Note
from trainhub_core.models.organisations import (
    AcceptInvitation,
    ChangeRole,
    DeleteMyData,
    Invitation,
    Invite,
    Member,
    MemberProgress,
    Memberships,
    NewOrganisation,
    Organisation,
    OwnData,
    SetAccess,
)
from trainhub_core.models.publishing import Package, Publication, PublishPackage, RollBack, Withdraw
from trainhub_core.models.texts import CourseText
from trainhub_core.models.tokens import AccessToken, AccessTokens, NewToken, RevokeToken
from trainhub_core.models.uploads import PublishResource, StartUpload, Upload, UploadedFile
from trainhub_core.models.views import CoursePage, CourseRow, Dashboard, ProgressReport, WebinarRow
from trainhub_core.models.wire import Changes, FileLink, Page, Problem, Receipt, SignIn
from trainhub_core.operations import (
    CancelWebinar,
    Enroll,
    RateCourse,
    RecordProgress,
    RegisterWebinar,
    RemoveNote,
    SaveNote,
    SetBookmark,
    SubmitAttempt,
    TellApplied,
    Unenroll,
)
from trainhub_server.document_links import links_of
from trainhub_server.document_parts import BYTES, OPEN, STATUSES, as_strict, closed, refusal, refusals, sendable
from trainhub_server.routes.learning import Events
from trainhub_server.services.feed import A_CURSOR

TITLE = "Training Hub"
VERSION = "1"
DESCRIPTION = "Courses, progress, webinars, resources and achievements of a partner programme."
REF = "#/components/schemas/{model}"
REFUSED = "#/components/responses/Refused{status}"
ANSWERS: dict[str, type | None] = {
    "read_dashboard": Dashboard,
    "list_courses": Page[CourseRow],
    "read_course": CoursePage,
    "read_course_text": CourseText,
    "read_progress": ProgressReport,
    "enroll": Receipt,
    "unenroll": Receipt,
    "update_progress": Receipt,
    "add_events": Receipt,
    "submit_attempt": Receipt,
    "list_bookmarks": Page[Bookmark],
    "put_bookmark": Receipt,
    "list_notes": Page[Note],
    "put_note": Receipt,
    "remove_note": Receipt,
    "rate_course": Receipt,
    "tell_applied": Receipt,
    "read_changes": Changes,
    "list_webinars": Page[WebinarRow],
    "register_webinar": Receipt,
    "cancel_webinar": Receipt,
    "list_resources": Page[Resource],
    "link_resource": FileLink,
    "stream_resource": FileLink,
    "list_organisations": Memberships,
    "list_all_organisations": Page[Organisation],
    "make_organisation": Receipt,
    "list_jobs": Page[StandingJob],
    "retry_job": Receipt,
    "list_members": Page[Member],
    "read_organisation_progress": Page[MemberProgress],
    "invite_member": Invitation,
    "accept_invitation": Receipt,
    "change_role": Receipt,
    "set_access": Receipt,
    "list_tokens": AccessTokens,
    "make_token": AccessToken,
    "revoke_token": Receipt,
    "read_own_data": OwnData,
    "delete_own_data": Receipt,
    "listen": None,
    "read_file": None,
    "read_part": None,
    "send_package": Package,
    "read_package": None,
    "publish_package": Receipt,
    "list_publications": Page[Publication],
    "list_versions": Page[Publication],
    "roll_back_course": Receipt,
    "withdraw_course": Receipt,
    "start_upload": Upload,
    "read_upload": Upload,
    "put_part": Receipt,
    "finish_upload": UploadedFile,
    "abandon_upload": Receipt,
    "publish_resource": Receipt,
    "check_health": None,
    "check_readiness": None,
    "read_sign_in": SignIn,
}
ORDERS: dict[str, type] = {
    "enroll": Enroll,
    "unenroll": Unenroll,
    "update_progress": RecordProgress,
    "add_events": Events,
    "submit_attempt": SubmitAttempt,
    "put_bookmark": SetBookmark,
    "put_note": SaveNote,
    "remove_note": RemoveNote,
    "rate_course": RateCourse,
    "tell_applied": TellApplied,
    "register_webinar": RegisterWebinar,
    "cancel_webinar": CancelWebinar,
    "publish_package": PublishPackage,
    "roll_back_course": RollBack,
    "withdraw_course": Withdraw,
    "make_organisation": NewOrganisation,
    "retry_job": RetryJob,
    "make_token": NewToken,
    "revoke_token": RevokeToken,
    "start_upload": StartUpload,
    "publish_resource": PublishResource,
    "invite_member": Invite,
    "accept_invitation": AcceptInvitation,
    "change_role": ChangeRole,
    "set_access": SetAccess,
    "delete_own_data": DeleteMyData,
}
KEYLESS = ("invite_member", "make_token", "start_upload")
"""What is kept under a key would hold the secret that is answered; an upload has one beginning, whoever asks."""
REPLACED = ("HTTPValidationError", "ValidationError")  # the framework's own; refusals are problem details
Json = dict[str, JsonValue]
_BYTES: Json = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_ZIP: Json = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


def install(app: FastAPI) -> None:
    """Let the application serve this document."""

    def served() -> dict[str, JsonValue]:
        if app.openapi_schema is None:
            app.openapi_schema = document(app)
        return app.openapi_schema

    app.openapi = served  # type: ignore[method-assign]


def printed(app: FastAPI) -> str:
    """The document as text, the same every time."""
    return json.dumps(document(app), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def document(app: FastAPI) -> Json:
    made = cast("Json", get_openapi(title=TITLE, version=VERSION, description=DESCRIPTION, routes=app.routes))
    names, schemas = _schemas()
    of_parameters = cast("dict[str, dict[str, Json]]", made["components"])["schemas"]
    named = {name: schema for name, schema in of_parameters.items() if name not in REPLACED}
    made["components"] = {
        "schemas": {**named, **schemas},
        "responses": {f"Refused{status}": refusal(status, names[Problem]) for status in STATUSES},
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    for path in cast("dict[str, Json]", made["paths"]).values():
        for operation in cast("dict[str, Json]", path).values():
            _complete(operation, names)
    return made


def _schemas() -> tuple[dict[type, Json], Json]:
    answers = [model for model in (*ANSWERS.values(), Problem) if model is not None]
    told: list[tuple[type, Literal["serialization", "validation"]]] = [(model, "serialization") for model in dict.fromkeys(answers)]
    asked: list[tuple[type, Literal["serialization", "validation"]]] = [(model, "validation") for model in ORDERS.values()]
    adapters: list[tuple[type, Literal["serialization", "validation"], TypeAdapter[object]]] = [
        (model, mode, TypeAdapter(model)) for model, mode in (*told, *asked)
    ]
    by_model, definitions = TypeAdapter.json_schemas(adapters, ref_template=REF)
    names = {model: cast("Json", schema) for (model, _), schema in by_model.items()}
    return names, closed(as_strict(cast("Json", definitions["$defs"])), [str(names[order]["$ref"]) for order in ORDERS.values()])


def _complete(operation: Json, names: dict[type, Json]) -> None:
    """Add body, answer, refusals and security to an operation."""
    name = str(operation["operationId"])
    if order := ORDERS.get(name):
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": names[order]}}}
        if name not in KEYLESS:
            parameters = cast("list[JsonValue]", operation.setdefault("parameters", []))
            parameters.append(_key_parameter())
    if name in ("send_package", "put_part"):
        operation["requestBody"] = {"required": True, "content": _ZIP if name == "send_package" else _BYTES}
    answer = ANSWERS[name]
    content: Json = {"application/json": {"schema": cast("JsonValue", names[answer])}} if answer else _bytes_or_any(name)
    if name == "listen":
        operation["parameters"] = [_last_event_parameter()]
    refused: Json = {str(status): {"$ref": REFUSED.format(status=status)} for status in sorted(refusals(name, operation))}
    links: Json = {"links": told} if (told := links_of(name)) else {}
    responses: Json = {"200": {"description": "Done", "content": content, **links}, **refused}
    operation["responses"] = responses
    for parameter in cast("list[Json]", operation.get("parameters", [])):
        parameter["schema"] = sendable(cast("Json", parameter["schema"]))
    if name == "read_course_text":
        responses["304"] = {"description": "What the caller has is still right"}
    if name in BYTES:
        responses["206"] = {"description": "The range that was asked for", "content": content}
    if name not in OPEN:
        operation["security"] = [{"token": []}]


def _key_parameter() -> Json:
    schema: Json = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]{1,64}$"}
    return {"name": "Idempotency-Key", "in": "header", "required": True, "schema": schema, "description": "The same key counts once"}


def _last_event_parameter() -> Json:
    said = "The id of the last event that was heard, or the cursor of /changes: what came since is told first"
    schema: Json = {"type": "string", "pattern": A_CURSOR}
    return {"name": "Last-Event-ID", "in": "header", "required": False, "schema": schema, "description": said}


def _bytes_or_any(name: str) -> Json:
    if name == "listen":
        told: Json = {name: {"type": "string"} for name in ("event", "data", "id")}
        return {"text/event-stream": {"schema": {"type": "object", "description": "One of its events", "properties": told}}}
    if name == "read_package":
        return _ZIP
    if name in BYTES:
        return _BYTES
    return {"application/json": {"schema": {"type": "object"}}}
