"""Makes the captures of Fixtures/ with real servers and clients. Start it through Fixtures/make-fixtures."""
