"""Turns planned files into bytes: pages, files for machines and hosts, pictures, search indexes."""
