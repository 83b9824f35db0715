"""What meetings, groups and their documents are, without Pelican.

The modules form a line in which the data flows; each imports only modules above it:

problems · site · times · sources · frontmatter · fields · lists · prose · documents · registration ·
group · history · meeting · page · programme · checks · reading · timezones · calendars ·
structured · wording · mirror
"""
