"""How an answer is put together: one file for each way, all from exact quotations."""
