"""A stand-in for Supabase Auth (GoTrue), built from its public documentation: tokens, keys, codes, refreshing. It is not the real one."""

import base64
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
ANA = "0e9a3d1c-58b7-4c1e-9d2f-3a5b7c9d1e2f"
BEN = "1f0b4e2d-69c8-4d2f-8e3a-4b6c8d0e2f3a"


@cache
def _rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def new_key(algorithm: str) -> PrivateKey:
    match algorithm:
        case "ES256":
            return ec.generate_private_key(ec.SECP256R1())
        case "EdDSA":
            return ed25519.Ed25519PrivateKey.generate()
    return _rsa()


@dataclass(frozen=True)
class SigningKey:
    """A key pair with its id."""

    id: str
    algorithm: str
    private: PrivateKey

    @property
    def public(self) -> dict[str, Any]:
        """As the set of keys shows it."""
        made = jwt.get_algorithm_by_name(self.algorithm).to_jwk(self.private.public_key(), as_dict=True)
        return {**made, "kid": self.id, "alg": self.algorithm, "use": "sig"}


@dataclass
class User:
    id: str
    email: str
    password: str = ""
    name: str = ""


@dataclass
class SignInService:
    """Its address is known once it serves. `used` are refresh tokens that were spent; a second use ends the session, as documented."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    url: str = "https://sign-in.example/auth/v1"
    keys: list[SigningKey] = field(default_factory=lambda: [SigningKey("key-1", "ES256", new_key("ES256"))])
    users: dict[str, User] = field(default_factory=dict)
    mailed: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    refreshers: dict[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    lasts: int = 3600
    asked: list[str] = field(default_factory=list)
    made: Callable[[str], None] = lambda token: None
    """Told each access token that a sign-in gives."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def key_set(self) -> bytes:
        return json.dumps({"keys": [key.public for key in self.keys]}).encode()

    def claims(self, **changed: object) -> dict[str, Any]:
        """The claims of a token of Ana's; a value of None takes one away."""
        now = int(self.clock().timestamp())
        told: dict[str, object] = {
            "iss": self.url,
            "aud": "authenticated",
            "sub": ANA,
            "exp": now + self.lasts,
            "iat": now,
            "role": "authenticated",
            "email": "ana@partner.example",
            "is_anonymous": False,
            "user_metadata": {"full_name": "Ana Silva"},
            **changed,
        }
        return {name: value for name, value in told.items() if value is not None}

    def token(self, key: SigningKey | None = None, headers: dict[str, Any] | None = None, **changed: object) -> str:
        """A token, signed with the newest key."""
        key = key or self.keys[-1]
        return jwt.encode(self.claims(**changed), key.private, algorithm=key.algorithm, headers={"kid": key.id, **(headers or {})})

    def session(self, user: User) -> dict[str, Any]:
        """What signing in and refreshing answer."""
        refresh = secrets.token_urlsafe(16)
        self.refreshers[refresh] = user.email
        metadata = {"full_name": user.name}
        token = self.token(sub=user.id, email=user.email, user_metadata=metadata, jti=secrets.token_hex(4))
        self.made(token)
        made: dict[str, Any] = {"access_token": token, "token_type": "bearer", "expires_in": self.lasts, "refresh_token": refresh}
        return {**made, "user": {"id": user.id, "email": user.email}}


@contextmanager
def serving(service: SignInService) -> Iterator[SignInService]:
    """The stand-in on a loopback address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _get(self, service)

        def do_POST(self) -> None:
            _post(self, service)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_address[1]}/auth/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _get(handler: BaseHTTPRequestHandler, service: SignInService) -> None:
    parts = urlsplit(handler.path)
    service.asked.append(f"GET {parts.path}")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.path == "/auth/v1/.well-known/jwks.json":
        _answer(handler, 200, service.key_set)
    elif parts.path == "/auth/v1/authorize" and query.get("code_challenge_method") == "s256":
        code = secrets.token_urlsafe(8)
        service.codes[code] = (next(iter(service.users)), query["code_challenge"])
        back = query["redirect_to"]
        handler.send_response(302)
        handler.send_header("Location", f"{back}{'&' if '?' in back else '?'}{urlencode({'code': code})}")
        handler.end_headers()
    else:
        _refuse(handler, 404, "not_found", "Not found")


def _post(handler: BaseHTTPRequestHandler, service: SignInService) -> None:
    parts = urlsplit(handler.path)
    grant = parse_qs(parts.query).get("grant_type", [""])[0]
    told = json.loads(handler.rfile.read(int(handler.headers.get("content-length", "0"))) or b"{}")
    with service.lock:
        service.asked.append(f"POST {parts.path} {grant}".strip())
        match parts.path.removeprefix("/auth/v1"), grant:
            case "/otp", _:
                service.mailed[told["email"]] = f"{secrets.randbelow(10**6):06}"
                _answer(handler, 200, b"{}")
            case "/logout", _:
                service.refreshers.clear()
                _answer(handler, 204, b"")
            case path, _:
                user = _who(service, path, grant, told)
                if isinstance(user, str):
                    _refuse(handler, 400, user, user.replace("_", " ").capitalize())
                else:
                    _answer(handler, 200, json.dumps(service.session(user)).encode())


def _who(service: SignInService, path: str, grant: str, told: dict[str, str]) -> User | str:
    """Who signs in, or the code of the refusal."""
    user = service.users.get(told.get("email", ""))
    match path, grant:
        case "/token", "password":
            return user if user and user.password == told["password"] else "invalid_credentials"
        case "/verify", _:
            is_right = service.mailed.pop(told["email"], None) == told["token"] and told["type"] == "email"
            return user if user and is_right else "otp_expired"
        case "/token", "pkce":
            email, challenge = service.codes.pop(told["auth_code"], ("", ""))
            made = base64.urlsafe_b64encode(sha256(told["code_verifier"].encode()).digest()).decode().rstrip("=")
            return service.users[email] if email and made == challenge else "bad_code_verifier"
        case "/token", "refresh_token":
            return _refreshed(service, told["refresh_token"])
    return "not_found"


def _refreshed(service: SignInService, token: str) -> User | str:
    if token in service.used:
        service.refreshers = {it: email for it, email in service.refreshers.items() if email != service.used[token]}
        return "refresh_token_already_used"
    email = service.refreshers.pop(token, None)
    if email is None:
        return "refresh_token_not_found"
    service.used[token] = email
    return service.users[email]


def _refuse(handler: BaseHTTPRequestHandler, status: int, code: str, words: str) -> None:
    _answer(handler, status, json.dumps({"code": status, "error_code": code, "msg": words}).encode())


def _answer(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
