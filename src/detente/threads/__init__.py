"""Claims of one matter are grouped into a thread, with reasons; what stage the matter has reached."""
