"""Turns texts, keys and histories into what others can check by themselves: prints, signatures, and the files of a log."""
