"""Files for machines, for hosts and for browsers that are no pages: feeds, sitemaps, the wire, redirects, icons."""
