"""What is newly public into posts and pings, each sent once."""
