"""Targets: where a finished site goes.

target      what every target can do, and what is sent to it
notation    how targets are written: folder:/srv/www/site
folder      releases on this machine, and a link to the one that is published
rsync       the same on another machine, over SSH
releases    their numbers: which comes next, to which to go back, which to forget
branch      a branch of a git repository, as GitHub and GitLab publish it
bucket      an object store, behind a network of caches
lock        the object that one publisher at a time has there
upload      a folder for a host's own uploader: Netlify, Cloudflare Pages
"""
