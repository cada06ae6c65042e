"""Brings an output folder onto a host, so that no reader ever meets half a site, and announces what is new on it."""
