"""Benchmarks: of single things, and of whole builds beside those of other generators.

Each module with a `main` is run by itself: `python3 tasks.py bench`, and with `--peers` the
package as a whole, which writes BENCHMARKS.md.
"""
