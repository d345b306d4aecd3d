-- What imports noticed about the ticks they read. Times are UTC nanoseconds since the UNIX epoch.

CREATE TABLE findings (
    import_id VARCHAR NOT NULL,
    code      VARCHAR NOT NULL,
    symbol    VARCHAR NOT NULL,
    severity  VARCHAR NOT NULL,
    count     UBIGINT NOT NULL,
    rule      VARCHAR NOT NULL,
    source    VARCHAR,
    line      UBIGINT,
    byte      UBIGINT,
    time      BIGINT,
    what      VARCHAR NOT NULL
);
