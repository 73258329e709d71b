"""The engines: arrays in, arrays out. Each module states its model first."""
