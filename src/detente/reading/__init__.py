"""Text to claims: mentions, frames, merging. Pure: no network, clock, disk."""
