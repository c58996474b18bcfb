-- The broker's whole state. A batch's id is its partition's id shifted left by
-- 40 bits, plus its base offset: one number that keeps each partition's batches
-- together and in order without a second index. Headers and records are two
-- tables, so that walking the headers does not read the records.
CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE topic (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, config TEXT NOT NULL);
CREATE TABLE partition (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topic_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    log_start INTEGER NOT NULL DEFAULT 0,
    next_offset INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    cleaned_to INTEGER NOT NULL DEFAULT 0,
    UNIQUE (topic_id, number)
);
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    last_offset INTEGER NOT NULL,
    size INTEGER NOT NULL,
    max_timestamp INTEGER NOT NULL,
    appended_ms INTEGER NOT NULL,
    tombstones_until_ms INTEGER
);
CREATE TABLE batch_records (id INTEGER PRIMARY KEY, records BLOB NOT NULL);
CREATE TABLE dropped_partition (id INTEGER PRIMARY KEY);
CREATE TABLE producer (
    partition_id INTEGER NOT NULL,
    producer_id INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    recent TEXT NOT NULL,
    open_from INTEGER,
    updated_ms INTEGER NOT NULL,
    PRIMARY KEY (partition_id, producer_id)
) WITHOUT ROWID;
CREATE TABLE aborted (
    partition_id INTEGER NOT NULL,
    last_offset INTEGER NOT NULL,
    producer_id INTEGER NOT NULL,
    first_offset INTEGER NOT NULL,
    PRIMARY KEY (partition_id, last_offset)
) WITHOUT ROWID;
CREATE TABLE txn (
    transactional_id TEXT PRIMARY KEY,
    producer_id INTEGER NOT NULL UNIQUE,
    epoch INTEGER NOT NULL,
    timeout_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE txn_partition (
    transactional_id TEXT NOT NULL,
    partition_id INTEGER NOT NULL,
    PRIMARY KEY (transactional_id, partition_id)
) WITHOUT ROWID;
CREATE TABLE txn_offset (
    transactional_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    number INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    metadata TEXT,
    PRIMARY KEY (transactional_id, group_id, topic, number)
) WITHOUT ROWID;
CREATE TABLE group_offset (
    group_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    number INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    metadata TEXT,
    committed_ms INTEGER NOT NULL,
    PRIMARY KEY (group_id, topic, number)
) WITHOUT ROWID;
