"""What leaves the system: views and records to bytes."""
