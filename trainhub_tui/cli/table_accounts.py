"""The commands about accounts and organisations."""

from trainhub_tui.cli.command import Argument, Command

_DONE = "`{state: done, sentence}`"
_ROLES = ("learner", "presenter", "mentor", "reviewer", "manager", "author", "admin")
_MEMBER = Argument("member", "their id or name, or how one of them begins")
_ORGANISATION = Argument("--organisation", "its id or name; the one that you manage when left out", value="ORGANISATION")

ACCOUNT_COMMANDS: tuple[Command, ...] = (
    Command(
        "login",
        "sign in to a server; passwords, codes and tokens are asked for, never arguments",
        "signing_in",
        "`{server, account, proof: session | token, kept: keyring | file}`",
        (
            Argument("--email", "your e-mail address; asked for when left out", value="ADDRESS"),
            Argument("--password", "by password instead of a code sent by e-mail"),
            Argument("--browser", "in the browser"),
            Argument("--provider", "with --browser: who knows you there (google when left out)", value="NAME"),
            Argument("--token", "by an access token"),
            Argument("--as", "be this account, which is signed in already", value="ACCOUNT"),
        ),
    ),
    Command(
        "logout",
        "sign out of a server; what waits to be sent stays here",
        "signing_in",
        "`{server, account, waiting, deleted}`",
        (
            Argument("--as", "sign this account out, not the current one", value="ACCOUNT"),
            Argument("--delete", "delete everything of the account on this computer, also what waits to be sent"),
        ),
    ),
    Command("join", "join an organisation with the code of an invitation, which is asked for", "signing_in", "`{server, sentence}`"),
    Command(
        "account",
        "your own access tokens, and what the server keeps about you",
        parts=(
            Command("tokens", "your access tokens, by their ids", "own_account", "a page of `AccessToken`"),
            Command(
                "new-token",
                "make an access token of your own; it is told this once",
                "own_account",
                "`AccessToken`",
                (
                    Argument("--scopes", "words of read, write, author, admin (read,write when left out)", value="WORDS"),
                    Argument("--days", "how long it is good (until it is revoked when left out)", value="N"),
                ),
            ),
            Command("revoke-token", "take one back", "own_account", _DONE, (Argument("id", "its id, as `account tokens` tells it"),)),
            Command(
                "data",
                "everything that the server keeps about you",
                "own_account",
                "`OwnData`; with --into `{state: done, sentence, file}`",
                (Argument("--into", "a new file, which you alone can read", value="FILE"),),
            ),
            Command("delete", "delete everything about you at the server, for good, after a question", "own_account", _DONE),
        ),
    ),
    Command(
        "admin",
        "organisations, for their managers and admins; the server's jobs, for admins of the programme",
        parts=(
            Command(
                "organisations",
                "those you belong to, and as what",
                "admin",
                "a page of `Membership`; with --all of `Organisation`",
                (Argument("--all", "every one, for admins of the programme"),),
            ),
            Command(
                "new-organisation",
                "make one, as an admin of the programme",
                "admin",
                _DONE,
                (Argument("name", "what it is called"),),
            ),
            Command("members", "who belongs to it, as what", "admin", "a page of `Member`", (_ORGANISATION,)),
            Command("progress", "how far its members are in their courses", "admin", "a page of `MemberProgress`", (_ORGANISATION,)),
            Command(
                "invite",
                "an invitation for one person; its code is told this once",
                "admin",
                "`Invitation`",
                (
                    _ORGANISATION,
                    Argument("--role", "as what (learner when left out)", value="ROLE", choices=_ROLES),
                    Argument("--days", "how long it is good, 1 to 30 (7 when left out)", value="N"),
                    Argument("--email", "send it there, where the server sends mail", value="ADDRESS"),
                ),
            ),
            Command(
                "role",
                "give a member another role",
                "admin",
                _DONE,
                (_MEMBER, Argument("role", f"one of {', '.join(_ROLES)}", choices=_ROLES), _ORGANISATION),
            ),
            Command("end-access", "let a member in no more; what they did stays", "admin", _DONE, (_MEMBER, _ORGANISATION)),
            Command("give-access", "let a member in again", "admin", _DONE, (_MEMBER, _ORGANISATION)),
            Command(
                "jobs",
                "what the server has still to do, and what it gave up",
                "admin",
                "a page of `StandingJob`",
                (Argument("--failed", "those that were given up alone"),),
            ),
            Command("retry", "try a job again that was given up", "admin", _DONE, (Argument("id", "its id, or how it begins"),)),
        ),
    ),
    Command("whoami", "which server and account this is", "signing_in", "`{server, account, learner: {id, name}, proof, kept, others}`"),
)
