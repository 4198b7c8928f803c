-- The spiders' memory. Times are ISO 8601 in UTC.
create table if not exists addresses (
    url text primary key,
    source text not null,
    accession text,
    state text not null check (state in ('pending', 'landed', 'given_up', 'refused')),
    tries integer not null default 0,
    last_outcome text,
    lead text not null,
    first_seen_at text not null,
    changed_at text not null
) strict;
create index if not exists addresses_pending on addresses (source) where state = 'pending';
create index if not exists addresses_accession on addresses (accession) where accession is not null;

create table if not exists indexes (
    url text primary key,
    source text not null,
    etag text,
    last_modified text,
    digest text,
    answered_at text,
    entries integer
) strict;

create table if not exists problems (
    source text not null,
    url text not null,
    reason text not null,
    entry text not null,
    first_seen_at text not null,
    primary key (source, url, reason, entry)
) strict;

create table if not exists rounds (
    source text not null,
    started_at text not null,
    round text not null,
    primary key (source, started_at)
) strict;

create table if not exists listings (
    accession text primary key,
    source text not null,
    listed_on text not null,
    filed text not null,
    found_in text not null
) strict;
