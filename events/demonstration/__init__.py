"""Demonstration articles in our own words, taken through the real reading and the real editorial verbs."""
