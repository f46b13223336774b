"""Where the API stands, apart from what is said there: an address alone loads no models."""

ROOT = "/api/partner/training"
