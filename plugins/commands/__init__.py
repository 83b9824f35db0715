"""What the commands of tasks.py do: here is what needs Pelican, the clock or a terminal.

build, diff     one build of the site; what it changes for subscribers
publishing      the strict build, sent to one of the targets
holding         keeps others out of a folder meanwhile
check           what is wrong, without a build
serving         shows the site while it is written: worker, watching, live, following, server,
                notice
interview       new meetings, series and groups: sheet, days, questions, drafts
making          a site of one's own, and its renewal: house
"""
