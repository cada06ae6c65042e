"""Turns texts, keys and histories into what others check by themselves: prints, signatures, the files of a log."""
