"""Recipes that turn labelled documents into the weight files in extractors/data; never run while reading."""
