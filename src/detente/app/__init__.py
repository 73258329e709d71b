"""The whole application put together: configuration, files and network, the flow from documents to threads."""
