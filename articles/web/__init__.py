"""The public site: pages, feeds, sitemaps, and the cache that answers most readers.

Every view takes a `Page` as its second argument (see `page.public`); every list starts at
`Article.objects.listed(now)` or `published(now)`; no address is built from the request's host.
"""
