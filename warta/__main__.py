"""Runs the command line: `python -m warta`, where the command `warta` is on no path."""

from warta.cli.main import main

if __name__ == "__main__":
    main(prog="python -m warta")
