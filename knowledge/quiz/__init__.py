"""Questions for training, made from cited facts: right by the documents, wrong choices that are never right."""
