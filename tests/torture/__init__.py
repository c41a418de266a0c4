"""What the documents' side bears: kills, full disks, flipped bits, hostile files, marked papers, scans. See __main__."""
