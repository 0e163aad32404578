"""Real parts for tests: a scripted HTTP server and the like."""
