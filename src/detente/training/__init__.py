"""Training the judge of the reader from the annotated corpus; needs the extra `train` (scikit-learn)."""
