"""One file a group of pages; each gives its routes by `router(shell)`."""
