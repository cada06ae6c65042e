"""Turns the address of a film, a post or a map on another site into the service it is of and the address of its frame.

Nothing is asked of other sites: all is read from the address. The table of services stands apart from what reads their
addresses, since settings are read by each command.
"""
