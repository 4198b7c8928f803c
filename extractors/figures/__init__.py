"""What a number measures that belongs to no deal: its kind, subject, period and basis."""
