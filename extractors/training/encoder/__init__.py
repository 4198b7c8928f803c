"""The training of the encoder that reads names, deals, roles, numbers and figures: see train.py."""
