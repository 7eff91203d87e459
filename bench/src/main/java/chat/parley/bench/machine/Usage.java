package chat.parley.bench.machine;

/**
 * What the three parties have used of the processors since some moment, in seconds, and hold of the memory, in MiB. The
 * memory of the database is its share (PSS), since its processes share a cache; that of the others is resident (RSS).
 */
public record Usage(
        double serverSeconds,
        double databaseSeconds,
        double generatorSeconds,
        double serverMebibytes,
        double databaseMebibytes,
        double generatorMebibytes) {

    /** The processor time since {@code before}; the memory as it is now. */
    public Usage since(Usage before) {
        return new Usage(
                serverSeconds - before.serverSeconds,
                databaseSeconds - before.databaseSeconds,
                generatorSeconds - before.generatorSeconds,
                serverMebibytes,
                databaseMebibytes,
                generatorMebibytes);
    }

    /** Of server and database. */
    public double ours() {
        return serverSeconds + databaseSeconds;
    }
}
