"""Hand-outs: tables from the documents with a source for every row, as Word and PDF files on A4."""
