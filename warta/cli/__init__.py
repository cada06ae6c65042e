"""Turns what was typed on the command line into calls, and what came of them into plain words."""

import gc

# a build makes a million small values that live to its end, and so do a thousand imports: looking through them for
# garbage took a fifth of a build; for the whole process, since one command or a preview's builds are all that it does
gc.set_threshold(1_000_000, 20, 50)
