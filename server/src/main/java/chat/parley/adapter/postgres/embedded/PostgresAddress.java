package chat.parley.adapter.postgres.embedded;

/** All that a JDBC client needs; the password is a secret and is kept out of {@link #toString()}. */
public record PostgresAddress(String jdbcUrl, String user, String password) {
    @Override
    public String toString() {
        return "PostgresAddress[" + jdbcUrl + ", " + user + "]";
    }
}
