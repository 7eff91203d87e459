package chat.parley.adapter.postgres.embedded;

/** An empty database of its own for one test or test class. */
public record TestDatabase(String jdbcUrl, String user, String password) {}
