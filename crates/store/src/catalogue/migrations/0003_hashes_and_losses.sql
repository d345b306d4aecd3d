-- BLAKE3 of each tick file's bytes; a file without one is read again.
ALTER TABLE partitions ADD COLUMN file_hash VARCHAR;

-- Days that were stored and are not any more. Ticks and hash are unknown where only a damaged file tells of the day.
CREATE TABLE lost_partitions (
    symbol       VARCHAR NOT NULL,
    date         DATE    NOT NULL,
    ticks        UBIGINT,
    content_hash VARCHAR,
    reason       VARCHAR NOT NULL,
    path         VARCHAR,
    noticed      BIGINT  NOT NULL
);
