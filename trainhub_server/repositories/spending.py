"""What accounts may still ask for, as the processes of one server tell it to each other. Postgres alone."""

import json
from collections.abc import Mapping
from datetime import datetime

from trainhub_server.database.face import Connection

TELL = """
INSERT INTO spending AS told (account, remaining, at)
SELECT key, CAST($2 AS double precision) - CAST(value AS double precision), clock_timestamp()
FROM json_each_text(CAST($1 AS json)) ORDER BY key
ON CONFLICT (account) DO UPDATE SET at = excluded.at, remaining = greatest(-$2, excluded.remaining - $2
    + least($2, told.remaining + $3 * greatest(0, extract(epoch FROM excluded.at - told.at))))
RETURNING account, CAST(1000 * remaining AS bigint) AS thousandths"""
"""$1: how much each account has spent, as JSON; $2: how much a full bucket holds; $3: how much comes back in a second."""


async def tell(connection: Connection, spent: Mapping[str, int], burst: float, per_second: float) -> dict[str, float]:
    """What each has left now, after this and all that others have told; less than nothing is a debt."""
    rows = await connection.all(TELL, json.dumps(spent), burst, per_second)
    return {row.text("account"): row.number("thousandths") / 1000 for row in rows}


async def forget_before(connection: Connection, moment: datetime) -> None:
    """Those who have asked for nothing since: their buckets are full."""
    if connection.dialect.name == "postgres":
        await connection.run("DELETE FROM spending WHERE at < $1", moment)
