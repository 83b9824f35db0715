"""What meetings, groups and their documents are, without Pelican.

The modules form a line in which the data flows; each imports only modules above it:

signs · processes · collecting · stamps · store · leaves · slips · problems · times · packing ·
series · site · form_services · sources · yaml_errors · frontmatter · values · fields ·
drafting · schema · editing · remedies · validation · lists · markup · blanks · tags · prose ·
plain · git · version · story · keeping · history_cache · history · editions · documents ·
document_text · apart · interiors · attachments · addresses · registration · group · accents ·
maps · meeting · page · programme · parts · facts · register · surroundings · memory · ahead ·
making · words · written · precedent · countries · days_off · clashes · pauses · rhythm ·
papers · published · gone · checks · phrases · mentions · claims · privacy · writing ·
misprints · advice · reading · examination · excerpt · reports · archive · wording · cadence ·
turns · timezones · properties · calendars · subscribing · adding · sharing · coming · months ·
changes · atom · listing · difference · structured · folding · finds · search · reindexing ·
sitemap · mirror · serving · hosting · variants · links · ledger · answers
"""
