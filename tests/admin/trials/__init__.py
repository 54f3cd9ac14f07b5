"""One attempt per function at what people do in the admin, by a direct request; each tells whether it took effect."""
