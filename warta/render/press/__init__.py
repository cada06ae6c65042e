"""Turns a release into what its office hands to the press: a letter, a kit, a message, pictures to share, mail."""
