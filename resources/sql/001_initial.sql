-- Version 1 of a project. A statement ends with a semicolon at the end of its line.
-- No functions in checks: with trusted_schema off some versions of SQLite refuse even json_valid.
-- Foreign keys are deferred: one edit may remove a parent before its children are moved.

-- The project itself: what is neither content nor history. next_id is never rewound.
CREATE TABLE project (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    next_id INTEGER NOT NULL CHECK (next_id > 0)
) STRICT;

CREATE TABLE settings (
    id INTEGER PRIMARY KEY CHECK (id = 0),
    key_sentence_min INTEGER NOT NULL CHECK (key_sentence_min >= 0),
    key_sentence_max INTEGER NOT NULL CHECK (key_sentence_max >= key_sentence_min),
    key_sentence_words INTEGER NOT NULL CHECK (key_sentence_words > 0),
    key_sentence_characters INTEGER NOT NULL CHECK (key_sentence_characters > 0),
    active_round TEXT NOT NULL CHECK (active_round <> '')
) STRICT;

CREATE TABLE clip (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    name TEXT NOT NULL,
    path TEXT NOT NULL CHECK (path <> ''),
    media_frames INTEGER CHECK (media_frames > 0),
    media_first_pts INTEGER,
    media_duration_ms INTEGER CHECK (media_duration_ms >= 0),
    media_time_base_num INTEGER CHECK (media_time_base_num > 0),
    media_time_base_den INTEGER CHECK (media_time_base_den > 0),
    media_average_rate_num INTEGER CHECK (media_average_rate_num >= 0),
    media_average_rate_den INTEGER CHECK (media_average_rate_den > 0),
    media_variable_rate INTEGER CHECK (media_variable_rate IN (0, 1)),
    media_width INTEGER,
    media_height INTEGER,
    media_rotation INTEGER,
    media_codec TEXT,
    media_has_audio INTEGER CHECK (media_has_audio IN (0, 1)),
    media_bytes INTEGER,
    media_digest TEXT,
    cut_begin_ms INTEGER CHECK (cut_begin_ms >= 0),
    cut_end_ms INTEGER,
    status TEXT NOT NULL
        CHECK (status IN ('draft', 'submitted', 'in_review', 'returned', 'accepted', 'gold')),
    verdict TEXT NOT NULL
        CHECK (verdict IN ('undecided', 'anomaly', 'no_anomaly', 'file_broken', 'needs_class',
                           'cannot_decide')),
    assignee TEXT NOT NULL,
    remark TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    modified_by TEXT NOT NULL,
    CHECK ((media_frames IS NULL) = (media_first_pts IS NULL)),
    CHECK ((media_frames IS NULL) = (media_digest IS NULL)),
    CHECK ((cut_begin_ms IS NULL) = (cut_end_ms IS NULL)),
    CHECK (cut_begin_ms IS NULL OR cut_begin_ms < cut_end_ms)
) STRICT;

CREATE TABLE source (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    file TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    report TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    modified_by TEXT NOT NULL
) STRICT;

CREATE TABLE source_row (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    source INTEGER NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
    clip INTEGER NOT NULL REFERENCES clip (id) DEFERRABLE INITIALLY DEFERRED,
    place TEXT NOT NULL,
    cells TEXT NOT NULL
) STRICT;
CREATE INDEX source_row_source ON source_row (source);
CREATE INDEX source_row_clip ON source_row (clip);

-- Frames [begin, end) where the basis is frames; where it is seconds, the video is missing.
CREATE TABLE segment (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    clip INTEGER NOT NULL REFERENCES clip (id) DEFERRABLE INITIALLY DEFERRED,
    track TEXT NOT NULL CHECK (track <> ''),
    basis TEXT NOT NULL CHECK (basis IN ('frames', 'seconds')),
    begin_frame INTEGER CHECK (begin_frame >= 0),
    end_frame INTEGER,
    begin_pts INTEGER,
    end_pts INTEGER,
    begin_ms INTEGER NOT NULL CHECK (begin_ms >= 0),
    end_ms INTEGER NOT NULL,
    label TEXT NOT NULL,
    severity INTEGER CHECK (severity BETWEEN 1 AND 5),
    raw_time TEXT NOT NULL,
    raw_label TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    modified_by TEXT NOT NULL,
    CHECK (begin_ms <= end_ms),
    CHECK (basis = 'seconds' OR (begin_frame IS NOT NULL AND end_frame IS NOT NULL
                                 AND begin_pts IS NOT NULL AND end_pts IS NOT NULL)),
    CHECK (basis = 'frames' OR (begin_frame IS NULL AND end_frame IS NULL
                                AND begin_pts IS NULL AND end_pts IS NULL)),
    CHECK (begin_frame IS NULL OR (begin_frame < end_frame AND begin_pts < end_pts))
) STRICT;
CREATE INDEX segment_clip ON segment (clip);

CREATE TABLE item (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    clip INTEGER NOT NULL REFERENCES clip (id) DEFERRABLE INITIALLY DEFERRED,
    segment INTEGER REFERENCES segment (id) DEFERRABLE INITIALLY DEFERRED,
    task TEXT NOT NULL
        CHECK (task IN ('description', 'cause', 'result', 'classification', 'time', 'free')),
    question TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    modified_by TEXT NOT NULL
) STRICT;
CREATE INDEX item_clip ON item (clip);
CREATE INDEX item_segment ON item (segment);

CREATE TABLE answer (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    item INTEGER NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED,
    role TEXT NOT NULL CHECK (role IN ('expert', 'model', 'masked', 'gold')),
    round TEXT NOT NULL CHECK (round <> ''),
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    raw_text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'rejected')),
    provenance TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    modified_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX answer_key ON answer (item, role, round, author);

CREATE TABLE key_sentence (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    clip INTEGER NOT NULL REFERENCES clip (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL CHECK (position >= 0),
    round TEXT NOT NULL CHECK (round <> ''),
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    weight REAL NOT NULL CHECK (weight >= 0),
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    modified_by TEXT NOT NULL
) STRICT;
CREATE INDEX key_sentence_clip ON key_sentence (clip);

CREATE TABLE key_frame (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    clip INTEGER NOT NULL REFERENCES clip (id) DEFERRABLE INITIALLY DEFERRED,
    frame INTEGER NOT NULL CHECK (frame >= 0),
    pts INTEGER NOT NULL,
    author TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    modified_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX key_frame_key ON key_frame (clip, frame, author);

-- One row per step; before and after hold the changed rows as canonical JSON.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    command TEXT NOT NULL CHECK (command <> ''),
    state TEXT NOT NULL CHECK (state IN ('applied', 'undone', 'dead')),
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE INDEX journal_state ON journal (state, seq);
