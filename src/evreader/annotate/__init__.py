"""Quotes with their speakers, and takeaways. Pure, standard library only."""
