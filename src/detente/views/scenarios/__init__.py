"""What threads would do: claims mapped by stated rules to acts of a trade scenario, and combined into cases. Nothing is solved here."""
