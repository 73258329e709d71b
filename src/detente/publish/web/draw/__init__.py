"""Drawings as plain values that templates write as SVG."""
