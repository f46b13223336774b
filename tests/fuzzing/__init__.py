"""The server against requests made up from its own OpenAPI document, on both databases: `make fuzz`."""
