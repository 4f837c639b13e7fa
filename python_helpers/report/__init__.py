"""The technical report of a release, the public record and the index of promises: written from the project itself."""
