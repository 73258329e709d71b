"""Scores against annotated reports: claims, slots, links, threads and conflicts; reads no file, prints nothing."""
