"""What a site costs to serve, beside baselines of the same run: `python -m benchmarks.serving --help`."""
