"""The threads of a ledger without reading all of it: the projection that a store keeps, brought up to date and asked."""
