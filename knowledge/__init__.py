"""What the assistant knows: documents, how they refer to each other, how to find and answer."""
