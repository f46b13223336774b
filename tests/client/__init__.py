"""Tests of the client below the screens: store, outbox, sync, downloads."""
