"""The services a front end asks, grouped by subject; console.bootstrap joins them into one Desk."""
