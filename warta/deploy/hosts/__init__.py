"""Holds one module for each kind of host, behind one protocol (`warta/deploy/host.py`)."""
