"""The Textual app: reads the library, draws it, never touches the network."""
