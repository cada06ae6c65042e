"""An output folder onto a host, so that no reader ever meets half a site, and word of it to those who wait for it."""
