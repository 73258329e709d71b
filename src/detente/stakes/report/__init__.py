"""Answers as text, JSON, CSV, Parquet, SVG and PNG. Words claim no more than the model."""
