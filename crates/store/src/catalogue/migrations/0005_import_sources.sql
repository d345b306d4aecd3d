-- The journal of imports: sources whose every tick is stored. Days are the first and the last that a source gave ticks to.
CREATE TABLE import_sources (
    symbol     VARCHAR NOT NULL,
    name       VARCHAR NOT NULL,
    hash       VARCHAR NOT NULL,
    bytes      UBIGINT NOT NULL,
    by_stamp   VARCHAR,
    by_content VARCHAR NOT NULL,
    ticks      UBIGINT NOT NULL,
    first_date DATE,
    last_date  DATE,
    import_id  VARCHAR NOT NULL
);
