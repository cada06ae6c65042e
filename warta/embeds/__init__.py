"""Turns the address of a film, a post or a map on another site into the service it is of and the address of its frame.

Nothing is asked of other sites: all is read from the address.
"""

from warta.embeds.table import LOADERS, SERVICES, SHAPES, Embed, Service, embed_of, is_frame

__all__ = ["LOADERS", "SERVICES", "SHAPES", "Embed", "Service", "embed_of", "is_frame"]
