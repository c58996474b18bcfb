"""Alert rules: matched against each article, raised once a story."""
