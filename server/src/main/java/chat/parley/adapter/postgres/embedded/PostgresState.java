package chat.parley.adapter.postgres.embedded;

/** What the supervisor knows of the database; anything but {@link #RUNNING} means that writes are unavailable. */
public enum PostgresState {
    RUNNING,
    /** It died and is being brought back; for as long as that takes, with a bounded pause between attempts. */
    RESTARTING,
    /** Closed by us. Final. */
    STOPPED
}
