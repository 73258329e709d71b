"""One file a rule: threads in, contradictions and findings out. Nothing is corrected, averaged or left out."""
