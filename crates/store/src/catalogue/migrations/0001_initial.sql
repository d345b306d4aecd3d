-- Times are UTC nanoseconds since the UNIX epoch. Prices are points (price × 10^digits of the instrument).

CREATE TABLE partitions (
    symbol       VARCHAR  NOT NULL,
    date         DATE     NOT NULL,
    digits       UTINYINT NOT NULL,
    ticks        UBIGINT  NOT NULL,
    first_time   BIGINT   NOT NULL,
    last_time    BIGINT   NOT NULL,
    content_hash VARCHAR  NOT NULL,
    file_bytes   UBIGINT  NOT NULL,
    modified_ns  BIGINT   NOT NULL
);

CREATE TABLE instruments (
    symbol VARCHAR  NOT NULL,
    digits UTINYINT NOT NULL,
    kind   VARCHAR  NOT NULL
);

CREATE TABLE imports (
    id         VARCHAR NOT NULL,
    symbol     VARCHAR NOT NULL,
    started    BIGINT  NOT NULL,
    finished   BIGINT,
    status     VARCHAR NOT NULL,
    files      UBIGINT NOT NULL,
    bytes      UBIGINT NOT NULL,
    rows       UBIGINT NOT NULL,
    stored     UBIGINT NOT NULL,
    duplicates UBIGINT NOT NULL,
    refused    UBIGINT NOT NULL,
    error      VARCHAR
);

CREATE TABLE bars_cache (
    symbol       VARCHAR   NOT NULL,
    timeframe    VARCHAR   NOT NULL,
    side         VARCHAR   NOT NULL,
    open_time    BIGINT    NOT NULL,
    open         BIGINT    NOT NULL,
    high         BIGINT    NOT NULL,
    low          BIGINT    NOT NULL,
    close        BIGINT    NOT NULL,
    volume       DOUBLE    NOT NULL,
    ticks        UINTEGER  NOT NULL,
    content_hash VARCHAR   NOT NULL
);

CREATE TABLE backtests (
    id         VARCHAR NOT NULL,
    name       VARCHAR NOT NULL,
    symbol     VARCHAR NOT NULL,
    timeframe  VARCHAR NOT NULL,
    created    BIGINT  NOT NULL,
    finished   BIGINT,
    status     VARCHAR NOT NULL,
    data_hash  VARCHAR,
    parameters VARCHAR NOT NULL,
    metrics    VARCHAR NOT NULL
);

CREATE TABLE trades (
    id          VARCHAR NOT NULL,
    backtest_id VARCHAR,
    symbol      VARCHAR NOT NULL,
    direction   VARCHAR NOT NULL,
    quantity    DOUBLE  NOT NULL,
    opened      BIGINT  NOT NULL,
    open_price  BIGINT  NOT NULL,
    closed      BIGINT,
    close_price BIGINT,
    commission  DOUBLE  NOT NULL,
    profit      DOUBLE
);

CREATE TABLE positions (
    id              VARCHAR NOT NULL,
    account         VARCHAR NOT NULL,
    symbol          VARCHAR NOT NULL,
    quantity        DOUBLE  NOT NULL,
    average_price   DOUBLE  NOT NULL,
    realised_profit DOUBLE  NOT NULL,
    updated         BIGINT  NOT NULL
);
