# Every target does its own set-up: a virtual environment in .venv, made anew when the dependencies change.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
Q      ?= Văn bản nào quy định người đứng đầu đối thoại trực tiếp với nhân dân?
SHARED ?= ../shared
export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1
export OMP_NUM_THREADS ?= 2

.PHONY: ask test lint bench growth scale failover eval load fuzz pictures classes tree clean references fuzz-references torture

$(VENV)/.run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

ask: $(VENV)/.run
	$(BIN)/danvan ask "$(Q)"

# Two workers, a file's tests in one of them: a session's indexes and servers are made once for each.
test: $(VENV)/.dev lint
	$(BIN)/pytest -n 2 --dist loadfile

# Speed and size first; then finding on the public sets, with the embedding trained here (minutes), then with the
# default one, which embeds passages once and says beforehand how long that takes: hours for the largest set.
bench: $(VENV)/.run
	$(BIN)/python -m tests.leaderboard.speed $(SHARED)
	$(BIN)/python -m tests.leaderboard.finding $(SHARED)/bench --embedding danvan embedded --keep

# Time and memory from 10,000 to a million passages; draws docs/growth.svg. An hour; 6 GB for the largest.
growth: $(VENV)/.run
	$(BIN)/python -m tests.leaderboard.growth $(SHARED)/bench/phapdien_citation --embedding danvan

# What PostgreSQL bears at 10,000, 100,000 and a million passages: loading, disk, speed, recall; then three bots over one
# database, one killed every ten seconds, and two beside one. SIZE=0.1 for a tenth.
scale: $(VENV)/.dev
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.leaderboard.scale $(SHARED)/bench/phapdien_citation --size $(SIZE)
	OMP_NUM_THREADS=1 PYTHONPATH=tests $(BIN)/python -m load.sharing $(SIZE)
	OMP_NUM_THREADS=1 PYTHONPATH=tests $(BIN)/python -m load.costs

# The database's machine dies while two bots are asked, and its standby takes over. Two minutes.
failover: $(VENV)/.dev
	OMP_NUM_THREADS=1 PYTHONPATH=tests $(BIN)/python -m load.failover

# Every question file, lie and attack over its documents; writes docs/scorecard.md. The corpus is embedded once: half an hour.
eval: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python -m evaluation.scorecard $(SHARED)

# How the bot bears load and kills, and odd or repeated updates; SIZE=0.05 for a twentieth of it. Each takes half an hour.
SIZE ?= 1
fuzz load: $(VENV)/.dev
	OMP_NUM_THREADS=1 PYTHONPATH=tests $(BIN)/python -m load $@ $(SIZE)

# What the documents' side bears: a kill, a full disk and an error at every file operation of a rebuild, flipped bits,
# readers during publishes, hostile and damaged files, marked papers and look-alikes, scans, and what becomes of each
# file of the corpus (ARGS=corpus for that alone). Needs cc and tesseract.
torture: $(VENV)/.dev
	OMP_NUM_THREADS=1 PYTHONPATH=tests $(BIN)/python -m torture $(SIZE) $(ARGS)

# Draws the guides' pictures from what the bot really sends; those of classes need a Chromium.
pictures: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python -m load.pictures docs/pictures
	PYTHONPATH=tests $(BIN)/python -m load.zalo_pictures docs/pictures
	PYTHONPATH=tests $(BIN)/python -m load.class_pictures docs/pictures

# Questions from the real documents and their hand check, 200 officers in one class, how fast the screen follows.
classes: $(VENV)/.dev
	OMP_NUM_THREADS=1 PYTHONPATH=tests $(BIN)/python -m load.class_figures $(SHARED)

# Writes the tree that README.md ends with.
tree: $(VENV)/.dev
	$(BIN)/python -m tests.readme_tree

# How well references are read, how fast, and what a change gains and loses (-v: each failure, --keep: a new snapshot).
references: $(VENV)/.dev
	$(BIN)/python -m tests.references.measure $(ARGS)

# Many thousands of made-up texts and questions; the suite tries a few hundred.
fuzz: fuzz-references
fuzz-references: $(VENV)/.dev
	FUZZ_CASES=20000 $(BIN)/pytest tests/knowledge/test_references_fuzz.py

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) var build *.egg-info
