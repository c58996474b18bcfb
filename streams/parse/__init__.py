"""Wire items to articles: one module per wire format."""
