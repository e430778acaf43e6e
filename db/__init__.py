"""How the console remembers: tables, transactions, books, search. The only place that knows the dialect."""
