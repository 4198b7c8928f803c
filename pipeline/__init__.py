"""The ground floor: the words every trade shares. No I/O, no framework, no global state."""
