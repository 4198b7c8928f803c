"""What a document's text is recognised by when somebody else prints it too."""
