"""The same store on PostgreSQL with pgvector, for more than one machine; needs the extra `postgres`."""
