"""The preview: what the dashboard shows, as pages from the published release."""
