"""The only way out to the network: one client for feeds, pages, icons and webhooks alike.

In: an address that somebody else wrote. Out: what a server answered, within limits, or a FetchError.

Holds: the address that a connection is made to is checked when it is made, at every redirect; http and https alone; bytes,
headers, redirects and time are bounded.
"""
