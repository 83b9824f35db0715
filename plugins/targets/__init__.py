"""Targets: where a finished site goes.

target      what every target can do, and what is sent to it
folder      releases on this machine, and a link to the one that is published
"""
