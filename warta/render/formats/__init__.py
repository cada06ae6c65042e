"""Turns views into files that are no pages, for machines and hosts: feeds, sitemaps, the wire, redirects, icons."""
