"""Days of matters as a calendar that people subscribe to."""
