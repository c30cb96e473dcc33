-- Version 2: what asking a model again without the key frames showed about its answer.

CREATE TABLE delta (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    answer INTEGER NOT NULL REFERENCES answer (id) DEFERRABLE INITIALLY DEFERRED,
    masked INTEGER REFERENCES answer (id) DEFERRABLE INITIALLY DEFERRED,
    report TEXT NOT NULL CHECK (report <> ''),
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    modified_by TEXT NOT NULL
) STRICT;
CREATE INDEX delta_answer ON delta (answer);
CREATE INDEX delta_masked ON delta (masked);
