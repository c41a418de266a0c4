"""One file a format: bytes on disk -> plain text. Each runs in a child process with limits, see confinement.py."""
