"""What brings wire items in: files, folders, JSON lines, standard input."""
