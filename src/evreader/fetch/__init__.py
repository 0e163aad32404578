"""Polite, bounded HTTP."""
