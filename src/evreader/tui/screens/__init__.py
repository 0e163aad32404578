"""The screens: stories, quote book, briefing, and what lies over them."""
