"""The library: SQLite, its schema, migrations, queries and search."""
