"""evreader: a news reader for the terminal that shows what matters and who said what."""

__version__ = "0.1.0"
