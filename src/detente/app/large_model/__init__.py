"""The large model as a reader, put together: settings, the endpoint, kept replies, the budget, and both readers side by side."""
