"""A session that stays valid while windows come and go: one of them renews it, the others take what it got."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from trainhub_tui.api import Api
from trainhub_tui.cache.lock import FileLock
from trainhub_tui.credentials import Account, Credentials
from trainhub_tui.proposing import at_server
from trainhub_tui.sign_in import Session, SupabaseAuth, session_from
from trainhub_tui.troubles import CannotSave, ServerTrouble, SignedOut, Trouble

MARGIN_SECONDS = 60.0
OTHER_WINDOW_SECONDS = 30.0


class Renewing:
    """The access token of an account, renewed before it ends."""

    def __init__(self, folder: Path, account: Account, now: Callable[[], float] = time.time) -> None:
        self._credentials = Credentials(folder)
        self._account = account
        self._auth = SupabaseAuth(account.service, account.key, now)
        self._now = now
        self._lock = threading.Lock()
        self._window = FileLock(folder / f"session-{account.id}.lock")
        self._session: Session | None = None
        self._forced = ""

    def access(self) -> str:
        """A token that is worth sending. Raises SignedOut, Offline, ServerTrouble and CannotSave."""
        with self._lock:
            session = self._session or self._kept()
            self._session = session if self._holds(session) else self._renewed(session)
            return self._session.access

    def refused(self, access: str) -> bool:
        """The server does not take this one; whether there is another to try. The same errors."""
        with self._lock:
            kept = self._kept()
            if kept.access == access and access == self._forced:
                return False
            self._session = kept if kept.access != access else self._renewed(kept)
            self._forced = self._session.access
            return True

    def close(self) -> None:
        self._auth.close()

    def _kept(self) -> Session:
        return session_from(self._credentials.secret(self._account.id))

    def _holds(self, session: Session) -> bool:
        return session.expires - self._now() > MARGIN_SECONDS

    def _renewed(self, had: Session) -> Session:
        """One window at a time: a refresh token counts once, and using it twice ends the session."""
        try:
            if not self._window.take(OTHER_WINDOW_SECONDS):
                raise ServerTrouble("Another window is renewing your session; trying again soon.")
        except OSError as error:
            raise CannotSave(
                f"Your session cannot be renewed, because trainhub's folder cannot be written to: {error.strerror}."
            ) from error
        try:
            kept = self._kept()
            if kept.access != had.access and self._holds(kept):
                return kept
            self._session = fresh = self._auth.renewed(kept)
            self._credentials.keep_secret(self._account.id, fresh.frozen())
            return fresh
        except OSError as error:
            raise CannotSave(f"Your session was renewed and could not be written down: {error.strerror}.") from error
        finally:
            self._window.give_back()


class ToSession:
    """A server with an address, for an account with a session."""

    def __init__(self, base_url: str, renewing: Renewing) -> None:
        self._base_url = base_url
        self._renewing = renewing
        self._lock = threading.Lock()
        self._api: Api | None = None
        self._used = ""

    def api(self) -> Api:
        with self._lock:
            try:
                access = self._renewing.access()
            except SignedOut as trouble:
                raise SignedOut(at_server(trouble.sentence, self._base_url)) from None
            if self._api is None:
                self._api = Api(self._base_url, access)
            elif access != self._used:
                self._api.sign_in_as(access)
            self._used = access
            return self._api

    def signed_out(self) -> bool:
        try:
            return self._renewing.refused(self._used)
        except Trouble:
            return False

    def close(self) -> None:
        self._renewing.close()
        if self._api is not None:
            self._api.close()
