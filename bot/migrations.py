"""The numbered steps that make the tables of what the bot must not forget, written once for both engines."""

Step = tuple[str, str]
"""A step's numbered name and its statements, separated by semicolons."""
MIGRATIONS: tuple[Step, ...] = (
    (
        "0001_conversations",
        """
        CREATE TABLE conversations (
            chat TEXT PRIMARY KEY,
            memory TEXT NOT NULL,
            changed REAL NOT NULL
        ) STRICT
        """,
    ),
    (
        "0002_inbox",
        """
        CREATE TABLE inbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            key TEXT NOT NULL,
            lane TEXT NOT NULL,
            payload TEXT,
            received REAL NOT NULL,
            state TEXT NOT NULL DEFAULT 'accepted' CHECK (state IN ('accepted', 'answered', 'done')),
            UNIQUE (channel, key)
        ) STRICT;
        CREATE INDEX inbox_open ON inbox (seq) WHERE state != 'done';
        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            inbox_seq INTEGER NOT NULL REFERENCES inbox (seq) ON DELETE CASCADE,
            method TEXT NOT NULL,
            params TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT;
        CREATE INDEX outbox_of ON outbox (inbox_seq)
        """,
    ),
    (
        "0003_answers",
        """
        CREATE TABLE answers (
            id TEXT PRIMARY KEY,
            chat TEXT NOT NULL,
            person TEXT NOT NULL,
            message TEXT NOT NULL,
            question TEXT NOT NULL,
            status TEXT NOT NULL,
            before TEXT NOT NULL,
            memory TEXT NOT NULL,
            citations TEXT NOT NULL,
            offers TEXT NOT NULL,
            asked REAL NOT NULL
        ) STRICT;
        CREATE INDEX answers_of_message ON answers (chat, message);
        CREATE INDEX answers_of_person ON answers (person);
        CREATE TABLE sent (
            chat TEXT NOT NULL,
            message TEXT NOT NULL,
            mark TEXT NOT NULL,
            answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
            PRIMARY KEY (chat, message)
        ) STRICT;
        CREATE INDEX sent_of_answer ON sent (answer);
        CREATE TABLE feedback (
            answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
            person TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong')),
            reason TEXT NOT NULL DEFAULT '',
            given REAL NOT NULL,
            PRIMARY KEY (answer, person)
        ) STRICT
        """,
    ),
    (
        "0004_people",
        """
        CREATE TABLE people (
            person TEXT PRIMARY KEY,
            role TEXT NOT NULL CHECK (role IN ('officer', 'trainer', 'admin', 'blocked')),
            changed REAL NOT NULL
        ) STRICT;
        CREATE TABLE invitations (
            code_hash TEXT PRIMARY KEY,
            role TEXT NOT NULL CHECK (role IN ('officer', 'trainer', 'admin')),
            expires REAL NOT NULL,
            used_by TEXT
        ) STRICT;
        CREATE TABLE quiet_groups (chat TEXT PRIMARY KEY) STRICT;
        CREATE TABLE model_usage (day TEXT PRIMARY KEY, answers INTEGER NOT NULL) STRICT
        """,
    ),
    (
        "0005_choices",
        """
        CREATE TABLE choices (
            chat TEXT NOT NULL,
            word TEXT NOT NULL,
            person TEXT NOT NULL,
            subject TEXT NOT NULL,
            action TEXT NOT NULL,
            offered REAL NOT NULL,
            PRIMARY KEY (chat, word)
        ) STRICT
        """,
    ),
    (
        "0006_admin",
        """
        CREATE TABLE uploads (
            id TEXT PRIMARY KEY,
            chat TEXT NOT NULL,
            person TEXT NOT NULL,
            files TEXT NOT NULL,
            facts TEXT NOT NULL,
            likes TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'editing', 'taken', 'dropped')),
            generation TEXT NOT NULL DEFAULT '',
            received REAL NOT NULL
        ) STRICT;
        CREATE TABLE replaced (source TEXT PRIMARY KEY, by TEXT NOT NULL) STRICT;
        CREATE TABLE audit (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            at REAL NOT NULL,
            person TEXT NOT NULL,
            deed TEXT NOT NULL,
            about TEXT NOT NULL
        ) STRICT;
        CREATE TABLE approved (
            id TEXT PRIMARY KEY,
            question TEXT NOT NULL,
            text TEXT NOT NULL,
            citations TEXT NOT NULL,
            validity TEXT NOT NULL,
            person TEXT NOT NULL,
            at REAL NOT NULL
        ) STRICT
        """,
    ),
    (
        "0007_begun",
        """
        CREATE TABLE begun (
            chat TEXT NOT NULL,
            message TEXT NOT NULL,
            ours TEXT NOT NULL,
            PRIMARY KEY (chat, message)
        ) STRICT
        """,
    ),
    (
        "0008_training",
        """
        CREATE TABLE nudges (
            key TEXT PRIMARY KEY,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            what TEXT NOT NULL
        ) STRICT;
        CREATE TABLE polls (poll TEXT PRIMARY KEY, mark TEXT NOT NULL, sent REAL NOT NULL) STRICT;
        CREATE TABLE quiz_sets (
            name TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            questions TEXT NOT NULL,
            changed REAL NOT NULL
        ) STRICT;
        CREATE TABLE classes (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            chat TEXT NOT NULL,
            name TEXT NOT NULL,
            questions TEXT NOT NULL,
            seconds INTEGER NOT NULL,
            grouped INTEGER NOT NULL,
            screen TEXT NOT NULL UNIQUE,
            link TEXT NOT NULL,
            phase TEXT NOT NULL CHECK (phase IN ('waiting', 'open', 'closed', 'over')),
            place INTEGER NOT NULL DEFAULT -1,
            opened REAL NOT NULL DEFAULT 0,
            closes REAL,
            begun REAL NOT NULL,
            version INTEGER NOT NULL DEFAULT 1,
            nudged INTEGER NOT NULL DEFAULT 1,
            shown INTEGER NOT NULL DEFAULT 1,
            score TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX classes_of_owner ON classes (owner);
        CREATE TABLE class_people (
            class TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
            person TEXT NOT NULL,
            chat TEXT NOT NULL,
            name TEXT NOT NULL,
            joined REAL NOT NULL,
            gone REAL,
            PRIMARY KEY (class, person)
        ) STRICT;
        CREATE INDEX class_people_of_person ON class_people (person);
        CREATE TABLE class_answers (
            class TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
            person TEXT NOT NULL,
            place INTEGER NOT NULL,
            choice INTEGER NOT NULL,
            took REAL NOT NULL,
            PRIMARY KEY (class, person, place)
        ) STRICT;
        CREATE TABLE study (
            person TEXT PRIMARY KEY,
            chat TEXT NOT NULL,
            daily INTEGER NOT NULL,
            left_today INTEGER NOT NULL,
            streak INTEGER NOT NULL,
            last_day TEXT NOT NULL,
            next REAL NOT NULL,
            asked TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE TABLE study_cards (
            person TEXT NOT NULL REFERENCES study (person) ON DELETE CASCADE,
            question TEXT NOT NULL,
            card TEXT NOT NULL,
            due REAL NOT NULL,
            PRIMARY KEY (person, question)
        ) STRICT
        """,
    ),
    (
        "0009_written",
        """
        ALTER TABLE answers ADD COLUMN model TEXT;
        ALTER TABLE answers ADD COLUMN prompt TEXT
        """,
    ),
    (
        "0010_figures",
        """
        CREATE TABLE answer_times (at REAL NOT NULL, ms REAL NOT NULL) STRICT;
        CREATE INDEX answer_times_at ON answer_times (at)
        """,
    ),
    (
        # What came later, where two rows are of the same moment: once told by SQLite's rowid, which others lack.
        "0011_order",
        """
        ALTER TABLE answers ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sent ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE nudges ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE quiz_sets ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE classes ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
        UPDATE answers SET seq = rowid;
        UPDATE sent SET seq = rowid;
        UPDATE nudges SET seq = rowid;
        UPDATE quiz_sets SET seq = rowid;
        UPDATE classes SET seq = rowid;
        CREATE INDEX answers_seq ON answers (seq);
        CREATE INDEX sent_seq ON sent (seq);
        CREATE INDEX nudges_seq ON nudges (seq);
        CREATE INDEX classes_seq ON classes (seq)
        """,
    ),
    (
        "0012_drafts",
        """
        CREATE TABLE drafts (
            id TEXT PRIMARY KEY,
            chat TEXT NOT NULL,
            person TEXT NOT NULL,
            questions TEXT NOT NULL,
            proofs TEXT NOT NULL,
            cited TEXT NOT NULL,
            text TEXT NOT NULL,
            begun REAL NOT NULL
        ) STRICT
        """,
    ),
    (
        "0013_asked",
        "CREATE INDEX answers_asked ON answers (asked); CREATE INDEX feedback_given ON feedback (given)",
    ),
    (
        "0014_steps_back",
        """
        CREATE TABLE steps_back (
            chat TEXT NOT NULL,
            message TEXT NOT NULL,
            generation TEXT NOT NULL,
            PRIMARY KEY (chat, message)
        ) STRICT
        """,
    ),
)

_IN_POSTGRES = (
    ("INTEGER PRIMARY KEY AUTOINCREMENT", "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
    (" INTEGER", " bigint"),
    (" REAL", " double precision"),
    (") STRICT", ")"),
    ("= rowid", "= seq"),
)
"""What SQLite calls otherwise. Its tables are strict by a word, PostgreSQL's always; a new database has no rows yet
that the last one could apply to."""


def for_postgres(steps: tuple[Step, ...] = MIGRATIONS) -> tuple[Step, ...]:
    """The same steps in PostgreSQL's words."""
    return tuple((name, _in_postgres(script)) for name, script in steps)


def _in_postgres(script: str) -> str:
    for ours, theirs in _IN_POSTGRES:
        script = script.replace(ours, theirs)
    return script
