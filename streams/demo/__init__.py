"""The demonstration: samples written for the project, and what must become of each."""
