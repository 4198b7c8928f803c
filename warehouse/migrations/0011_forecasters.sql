-- Who tells the numbers of others (data/forecasters.yml): kind research, press or bank.
CREATE TABLE ref_forecasters (
    normal_name VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL
);
