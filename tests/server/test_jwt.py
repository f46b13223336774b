"""Tokens of a sign-in service: which are taken, and every way we know to forge one. Source: reliability.md, Server; API-3."""

import base64
import hmac
import json
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.server.organising import PROGRAMME, employed, employee
from tests.server.programme import NOW
from tests.server.running import Server, problem, started
from tests.sign_in_service import ANA, BEN, SigningKey, SignInService, new_key, serving
from trainhub_core.models.learning import Learner
from trainhub_core.models.organisations import ChangeRole, Invite, Role
from trainhub_core.models.tokens import Scope
from trainhub_core.operations import ROOT
from trainhub_server.callers import KNOWN_SECONDS, caller_of, forget
from trainhub_server.jwks import AGAIN_SECONDS, FRESH_SECONDS, MOST_BYTES, STALE_SECONDS, KeySet, fetched, keys_of
from trainhub_server.jwt_checking import Checker
from trainhub_server.jwt_settings import AUDIENCE, ISSUER, JWKS, KEY, SECRET, JwtSettings, SettingFaults, jwt_from
from trainhub_server.refusals import Busy, NotAllowed

pytestmark = pytest.mark.anyio
SHARED = "a secret that both sides know, of forty bytes"
HS = SigningKey("", "HS256", SHARED)  # type: ignore[arg-type]  # a shared secret is no pair


class Seconds:
    """A monotonic clock that is set."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def service(algorithm: str = "ES256") -> SignInService:
    return SignInService(clock=lambda: NOW, keys=[SigningKey("key-1", algorithm, new_key(algorithm))])


def checker(of: SignInService, secret: str = "") -> Checker:
    async def fetch() -> bytes:
        return of.key_set

    return Checker(JwtSettings(of.url, secret=secret), Seconds(), KeySet(fetch, Seconds()))


async def learner_of(of: SignInService, token: str, secret: str = "") -> str | None:
    claims = await checker(of, secret).claims(token, NOW)
    return claims.learner if claims else None


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
async def test_a_token_signed_with_a_key_of_the_set_is_its_subject_s(algorithm: str) -> None:
    """API-3."""
    of = service(algorithm)
    assert await learner_of(of, of.token()) == ANA
    assert await learner_of(of, of.token(aud=["authenticated", "other"])) == ANA


async def test_a_token_signed_with_the_shared_secret_is_taken_only_where_there_is_one() -> None:
    """API-3."""
    of = service()
    assert await learner_of(of, of.token(HS), SHARED) == ANA
    assert await learner_of(of, of.token(HS)) is None
    assert await learner_of(of, of.token(HS), SHARED + ".") is None


def forged(header: dict[str, Any], claims: dict[str, Any], secret: bytes | None) -> str:
    """A token as an attacker makes it: signed with this as an HMAC secret, or not at all."""
    parts = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims))
    signature = hmac.new(secret, parts, sha256).digest() if secret is not None else b""
    return (parts + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "", None, 1, ["ES256"], "HS384", "ES384", "ES256K", "PS256"])
async def test_no_other_algorithm_is_taken_whatever_the_token_says(algorithm: object) -> None:
    """API-3: `none` in every spelling, algorithms that no key of ours has, values that are no text."""
    of = service()
    for secret in (None, b"", SHARED.encode()):
        assert await learner_of(of, forged({"alg": algorithm, "kid": "key-1"}, of.claims(), secret), SHARED) is None


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
async def test_a_public_key_is_no_shared_secret(algorithm: str) -> None:
    """API-3, algorithm confusion: the public key, in every form it is known in, used as the secret of HS256."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    of = service(algorithm)
    public = of.keys[0].private.public_key()
    forms = [public.public_bytes(form, PublicFormat.SubjectPublicKeyInfo) for form in (Encoding.PEM, Encoding.DER)]
    for secret in (*forms, forms[0].strip(), json.dumps(of.keys[0].public).encode(), b""):
        for kid in ("key-1", None):
            token = forged({"alg": "HS256", "kid": kid}, of.claims(), secret)
            assert await learner_of(of, token) is None
            assert await learner_of(of, token, SHARED) is None


async def test_a_key_signs_with_its_own_algorithm_alone() -> None:
    """API-3: an id of another key, with that one's algorithm."""
    of = service("ES256")
    other = SigningKey("key-2", "EdDSA", new_key("EdDSA"))
    of.keys.append(other)
    assert await learner_of(of, of.token(other)) == ANA
    assert await learner_of(of, of.token(other, {"kid": "key-1"})) is None
    assert await learner_of(of, of.token(of.keys[0], {"kid": "key-2"})) is None


KIDS = ["../../dev/null", "key-1' OR '1'='1", "/etc/passwd", "https://evil.example/keys", "", "k" * 201, "key-1\x00", None, 7, ["key-1"]]


@pytest.mark.parametrize("kid", KIDS)
async def test_the_id_of_a_key_names_a_known_key_and_nothing_else(kid: object) -> None:
    """API-3: neither a path, nor a query, nor an address. An empty file's secret is empty."""
    of = service()
    assert await learner_of(of, forged({"alg": "HS256", "kid": kid}, of.claims(), b""), SHARED) is None
    assert await learner_of(of, forged({"alg": "ES256", "kid": kid}, of.claims(), b""), SHARED) is None


async def test_no_address_and_no_key_in_a_token_is_looked_at() -> None:
    """API-3: jku, x5u, jwk, x5c; the attacker's own key set is never asked."""
    own = SigningKey("key-1", "ES256", new_key("ES256"))
    with serving(SignInService(clock=lambda: NOW, keys=[own])) as attacker:
        of = service()
        keys = f"{attacker.url}/.well-known/jwks.json"
        for header in ({"jku": keys}, {"x5u": keys}, {"jwk": own.public}, {"jku": keys, "kid": "key-of-mine"}):
            assert await learner_of(of, of.token(own, dict(header))) is None
        assert attacker.asked == []


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example/auth/v1"},
        {"iss": None},
        {"aud": "another-app"},
        {"aud": None},
        {"aud": []},
        {"exp": int((NOW - timedelta(seconds=31)).timestamp())},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": 1e300},
        {"nbf": int((NOW + timedelta(seconds=31)).timestamp())},
        {"iat": int((NOW + timedelta(seconds=31)).timestamp())},
        {"iat": None},
        {"sub": None},
        {"sub": "ana-silva"},
        {"sub": "me"},
        {"sub": "*"},
        {"sub": ANA.upper()},
        {"sub": f"{ANA}\n"},
        {"sub": 7},
        {"role": "anon"},
        {"role": "service_role"},
        {"is_anonymous": True},
    ],
)
async def test_claims_that_do_not_hold_are_nobody_s(changed: dict[str, Any]) -> None:
    """API-3: issuer, audience, expiry, not-before, subject; the keys that programs are given are nobody's."""
    of = service()
    assert await learner_of(of, of.token(**changed)) is None


async def test_clocks_may_differ_by_half_a_minute() -> None:
    """API-3."""
    of, second = service(), int(NOW.timestamp())
    assert await learner_of(of, of.token(exp=second - 29, iat=second - 3600)) == ANA
    assert await learner_of(of, of.token(nbf=second + 29, iat=second + 29)) == ANA


@pytest.mark.parametrize("token", ["", "..", "a.b.c", "e30.e30.e30", "é.é.é", "a" * 9_000 + ".b.c", "eyJ." * 2, "[" * 4_000 + ".b.c"])
async def test_what_is_no_token_is_nobody_s(token: str) -> None:
    assert await learner_of(service(), token, SHARED) is None


async def test_a_token_changed_by_one_byte_is_nobody_s() -> None:
    of = service()
    head, body, signature = of.token().split(".")
    changed = base64.urlsafe_b64encode(json.dumps(of.claims(sub=BEN)).encode()).decode().rstrip("=")
    assert await learner_of(of, f"{head}.{changed}.{signature}") is None
    assert await learner_of(of, f"{head}.{body}.{signature[::-1]}") is None
    assert await learner_of(of, f"{head}.{body}.") is None
    assert await learner_of(of, of.token(headers={"crit": ["b64"], "b64": True})) is None


async def test_keys_rotate_and_those_withdrawn_are_refused() -> None:
    """API-3, rotation: an unknown id is asked for at once; a withdrawn key ends with the ten minutes that a set is kept."""
    of, seconds, asked = service(), Seconds(), []

    async def fetch() -> bytes:
        asked.append(seconds.now)
        return of.key_set

    found = Checker(JwtSettings(of.url), seconds, KeySet(fetch, seconds))
    old = of.token()
    assert await found.claims(old, NOW)
    of.keys = [SigningKey("key-2", "ES256", new_key("ES256"))]
    assert await found.claims(of.token(), NOW) is None  # asked a moment ago: not again
    assert await found.claims(old, NOW)
    seconds.now += AGAIN_SECONDS + 1
    assert await found.claims(of.token(), NOW)
    assert await found.claims(old, NOW) is None
    assert len(asked) == 2
    seconds.now += FRESH_SECONDS + 1
    assert await found.claims(of.token(), NOW)
    assert len(asked) == 3


async def test_ids_made_up_do_not_make_us_ask_the_sign_in_service() -> None:
    """A flood of unknown ids is one question in half a minute."""
    of, asked = service(), []

    async def fetch() -> bytes:
        asked.append(1)
        return of.key_set

    keys = KeySet(fetch, Seconds())
    for number in range(100):
        assert await keys.key(f"made-up-{number}") is None
    assert len(asked) == 1


async def test_while_the_keys_cannot_be_had_the_known_ones_hold_for_an_hour() -> None:
    """Then the answer is that it cannot be said, which is not that the learner is signed out (I10)."""
    of, seconds = service(), Seconds()
    answers = [of.key_set]

    async def fetch() -> bytes:
        if not answers:
            raise OSError("no network")
        return answers.pop()

    keys = KeySet(fetch, seconds)
    assert await keys.key("key-1")
    seconds.now += STALE_SECONDS - 1
    assert await keys.key("key-1")
    seconds.now += AGAIN_SECONDS
    with pytest.raises(Busy):
        await keys.key("key-1")


async def test_only_public_signing_keys_of_known_kinds_are_taken() -> None:
    """No shared secrets, no encryption keys, no private halves, no short keys, no other algorithm than the key's own."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    pair = service().keys[0]
    good, private = pair.public, jwt.get_algorithm_by_name("ES256").to_jwk(pair.private, as_dict=True)
    short = SigningKey("short", "RS256", rsa.generate_private_key(65537, 1024)).public
    bad = [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "shared", "alg": "HS256"},
        {**good, "kid": "enc", "use": "enc"},
        {**good, "kid": "wrong", "alg": "HS256"},
        {**private, "kid": "private"},
        {**good, "kid": "cut", "x": "AA"},
        {**good, "kid": 7},
        short,
        "nothing",
    ]
    assert list(keys_of(json.dumps({"keys": [*bad, good]}).encode())) == ["key-1"]
    for body in (b"", b"[]", b"{}", b'{"keys": 1}', b"[" * 100_000):
        with pytest.raises(ValueError):
            keys_of(body)


async def test_the_set_is_fetched_from_its_address_and_no_larger_than_one_is() -> None:
    with serving(SignInService(clock=lambda: NOW)) as of:
        assert keys_of(await fetched(f"{of.url}/.well-known/jwks.json"))
        of.users["ana"] = of.users.get("ana")  # type: ignore[assignment]  # somebody, so that /authorize redirects
        elsewhere = f"{of.url}/authorize?code_challenge_method=s256&code_challenge=x&redirect_to={of.url}/.well-known/jwks.json"
        for address in (f"{of.url}/nothing", elsewhere):
            with pytest.raises(ValueError):
                await fetched(address)
        of.keys *= MOST_BYTES // 100
        with pytest.raises(ValueError, match="larger"):
            await fetched(f"{of.url}/.well-known/jwks.json")


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({SECRET: "short"}, [ISSUER, f"{SECRET} is too short"]),
        ({ISSUER: "https://x"}, [JWKS]),
        ({KEY: "sb_publishable_x"}, [ISSUER, JWKS]),
        ({AUDIENCE: "x", JWKS: "http://keys.example/set"}, [ISSUER, f"{JWKS} is no https address"]),
        ({ISSUER: "https://x", JWKS: "https://user:pass@keys.example"}, [f"{JWKS} is no https address"]),
        ({ISSUER: "https://x", JWKS: "file:///etc/passwd"}, [f"{JWKS} is no https address"]),
    ],
)
def test_all_faults_of_the_settings_are_told_and_no_secret(environment: dict[str, str], words: list[str]) -> None:
    with pytest.raises(SettingFaults) as found:
        jwt_from(environment)
    assert len(found.value.sentences) == len(words)
    assert all(word in sentence for word, sentence in zip(words, found.value.sentences, strict=True))
    assert "user:pass" not in str(found.value)


def test_good_settings_are_taken_and_the_secret_shows_nowhere() -> None:
    assert jwt_from({}) is None
    found = jwt_from({ISSUER: "https://x/auth/v1", SECRET: SHARED})
    assert found == JwtSettings("https://x/auth/v1", "authenticated", SHARED)
    assert SHARED not in repr(found)


@pytest.fixture
def of() -> Iterator[SignInService]:
    with serving(SignInService(clock=lambda: NOW)) as found:
        yield found


@pytest.fixture
async def server(database: str, tmp_path: Path, of: SignInService) -> AsyncIterator[Server]:
    """A server that takes the tokens of the stand-in."""
    settings = JwtSettings(of.url, jwks=f"{of.url}/.well-known/jwks.json", secret=SHARED)
    async with started(database, tmp_path / "files", jwt=settings) as running:
        yield running


async def test_the_first_call_makes_the_learner_and_no_later_one_changes_them(server: Server, of: SignInService) -> None:
    """API-3: the name is cleaned; two sign-ins of one subject are one learner."""
    first = server.client(of.token(user_metadata={"full_name": "  Ana\u202e\x1b[31m\nSilva " + "x" * 500}))
    assert (await first.get(f"{ROOT}/dashboard")).json()["learner_name"].startswith("Ana")
    again = server.client(of.token(jti="2", user_metadata={"full_name": "Somebody Else"}))
    found = (await again.get(f"{ROOT}/changes")).json()["changes"]
    learner = Learner.model_validate(next(change["body"] for change in found if change["kind"] == "learner"))
    assert learner.id == ANA
    assert learner.name.isprintable() and learner.name.startswith("Ana") and len(learner.name) <= 80
    nameless = server.client(of.token(sub=BEN, user_metadata={}, email="ben@partner.example"))
    assert (await nameless.get(f"{ROOT}/dashboard")).json()["learner_name"] == "ben"


async def test_a_sign_in_alone_does_not_publish(server: Server, of: SignInService) -> None:
    """API-3: anybody may sign in; administration is decided by the role, publishing takes a token that was given for it."""
    found = await caller_of(server.site, of.token())
    assert found and found.scopes == {Scope.READ, Scope.WRITE, Scope.ADMIN}
    told = Invite(organisation_id="acme").model_dump_json()
    assert problem(await server.client(of.token()).post(f"{ROOT}/invitations", content=told)).status == 404
    with pytest.raises(NotAllowed):
        found.need(Scope.AUTHOR)


@pytest.mark.parametrize(("role", "publishes"), [(Role.AUTHOR, True), (Role.ADMIN, True), (Role.MANAGER, False)])
async def test_the_programme_s_authors_and_admins_publish_with_their_sign_in(
    server: Server, of: SignInService, role: Role, publishes: bool
) -> None:
    """API-3, CONT-3: of the programme's own organisation alone; an author of a company publishes with no sign-in."""
    await server.client(of.token()).get(f"{ROOT}/dashboard")
    await employed(server, ANA, role, "acme")
    forget(server.site)
    found = await caller_of(server.site, of.token())
    assert found and Scope.AUTHOR not in found.scopes
    await employed(server, ANA, role, PROGRAMME)
    forget(server.site)
    found = await caller_of(server.site, of.token())
    assert found and (Scope.AUTHOR in found.scopes) is publishes


async def test_a_role_that_is_given_or_taken_counts_with_the_next_request(server: Server, of: SignInService) -> None:
    """API-3: who was an author of the programme until just now publishes no more, and who has become one need not wait."""
    token = of.token()
    await server.client(token).get(f"{ROOT}/dashboard")
    await employed(server, ANA, Role.AUTHOR, PROGRAMME)
    boss = await employee(server, "Boss", Role.ADMIN, PROGRAMME)
    for role, publishes in ((Role.LEARNER, False), (Role.AUTHOR, True), (Role.LEARNER, False)):
        order = ChangeRole(organisation_id=PROGRAMME, learner_id=ANA, role=role)
        assert (await boss.send("PUT", f"{ROOT}/member-role", order.model_dump_json())).status_code == 200
        found = await caller_of(server.site, token)
        assert found and (Scope.AUTHOR in found.scopes) is publishes


async def test_a_bad_token_is_signed_out_and_makes_nobody(server: Server, of: SignInService) -> None:
    """API-3."""
    bad = [of.token(sub=BEN, iss="https://evil.example"), forged({"alg": "none"}, of.claims(sub=BEN), None), of.token(sub=BEN, aud="other")]
    for token in bad:
        assert problem(await server.client(token).get(f"{ROOT}/dashboard")).type == "/problems/signed-out"
    async with server.site.reading() as unit:
        assert await unit.connection.all("SELECT id FROM learners") == []


async def test_a_token_ends_when_it_says_although_it_was_just_known(server: Server, of: SignInService) -> None:
    """API-3: what is remembered of a token never outlives it."""
    token = of.token(exp=int(NOW.timestamp()) - 29)
    assert (await server.client(token).get(f"{ROOT}/dashboard")).status_code == 200
    server.clock.now = NOW + timedelta(seconds=2)
    assert (await server.client(token).get(f"{ROOT}/dashboard")).status_code == 401


async def test_a_personal_access_token_does_what_its_scopes_say(server: Server) -> None:
    """API-3: read, write; an expired one is none."""
    from trainhub_server.services import accounts

    await server.partner("Ana")
    async with server.site.writing() as unit:
        await accounts.add_token(unit, "ana", "only-for-reading", scopes="read")
        await accounts.add_token(unit, "ana", "for-nothing", scopes="")
    reader = server.client("only-for-reading")
    assert (await reader.get(f"{ROOT}/dashboard")).status_code == 200
    refused = await reader.put(f"{ROOT}/notes", content="{}", headers={"Idempotency-Key": "1"})
    assert (problem(refused).status, problem(refused).detail) == (403, "This access token is not for changes; ask for one that is.")
    assert (await server.client("for-nothing").get(f"{ROOT}/dashboard")).status_code == 403


async def test_a_revoked_token_is_nobody_s_once_it_is_looked_up_again(server: Server) -> None:
    """API-3: what a process remembers of it lasts half a minute at most."""
    ana = await server.partner("Ana")
    assert (await ana.get("dashboard")).status_code == 200
    async with server.site.writing() as unit:
        await unit.connection.run("DELETE FROM tokens WHERE learner = 'ana'")
    assert 0 < max(until for _, until in server.site.callers.values()) - time.monotonic() <= KNOWN_SECONDS
    forget(server.site)
    assert problem(await ana.get("dashboard")).type == "/problems/signed-out"
