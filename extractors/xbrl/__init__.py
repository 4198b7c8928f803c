"""Reads XBRL facts as EDGAR's companyfacts gives them: tables of reported numbers instead of sentences."""
