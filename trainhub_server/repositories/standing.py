"""What learners set and take away again (bookmarks, notes), in SQL: which of it stands, and since when."""

IS_ON = "CAST(body ->> 'on' AS text) IN ('true', '1')"
AT = "rtrim(body ->> 'at', 'Z')"
"""The moment as it travels, in UTC: without its last letter a moment sorts before those that come within its second."""
