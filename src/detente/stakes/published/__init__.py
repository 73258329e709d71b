"""Published exercises, to be met number by number: `python -m detente.stakes replicate NAME`."""
