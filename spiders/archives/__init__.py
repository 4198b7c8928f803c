"""Web archives from elsewhere (WARC, ARC, WACZ): how their captures come into the landing."""
