"""The promises of Warta, each in a test that says it in a sentence."""
