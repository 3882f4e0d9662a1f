"""A town of twelve places on loopback, three hundred articles and twenty thousand interactions.

A server of its own plays the places, each on an address of its own; the pull is the real one.
"""
