"""The pipeline's own components: one class, one factory, one block in config.cfg each."""
