-- Calendars that users set for symbols; symbols without one have that of their kind. Rules are a JSON object.

CREATE TABLE calendars (
    symbol VARCHAR NOT NULL,
    rules  VARCHAR NOT NULL
);
