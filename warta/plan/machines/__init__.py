"""Turns a site into what is planned for machines: feeds, sitemaps, the wire, files of the host, icons, copied files."""
