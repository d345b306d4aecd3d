"""The page on top of a bundle."""

README = """\
Diagnostics of Tickloom

Please read these files before you send them to anybody.

They say what the program, this machine and the store are like, for somebody who helps. They hold no ticks and
no results of queries. Secrets that the program knows were masked as [secret], and so was what stands behind a
name like password, token or venue_key; your folder is shown as ~, your name as user. Names of symbols, paths
of files that were imported, and addresses of servers are still in them.

MANIFEST.json lists every file with its size and SHA-256, and what could not be had, with the reason.
"""
