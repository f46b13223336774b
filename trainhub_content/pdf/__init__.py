"""Documents worth printing, from Markdown. Build-time only; the same text gives the same bytes."""
