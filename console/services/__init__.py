"""Use cases: one public method is one sentence the officer would say and one transaction."""
