"""Probes: does an endpoint still answer as the source files and readers suppose? Asked only when told to."""
