"""The bundled world: invented publishers and an EDGAR look-alike, served over real HTTP on loopback."""
