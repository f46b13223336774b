"""Addresses: what is asked, who calls, which service answers. No rule and no SQL."""
