"""The house's private servers, daemons, mail and REST clients for tests, demo and bench."""
