"""The tables of the landing contract, one module a system, column by column."""
