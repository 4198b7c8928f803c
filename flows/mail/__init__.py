"""Alert mails: made by `render`, handed over by `send`."""
